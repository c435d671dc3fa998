//! `DELETE /users/v1/{user_id}/identities`

use axum::extract::State;
use http::StatusCode;
use shared::{
    domain::ids::UserId,
    middleware::{
        input::PathId,
        problem::{MEDIA_TYPE, Problem, ProblemBody},
        role_middleware::Caller,
    },
};

use crate::{handlers::RequestOrigin, services::identities::UnlinkError, state::IssuerState};

/// Unlinks all external identities of a user and ends the sessions that came from them. This goes with a new password when
/// somebody else had the old one, for he may have linked an identity of his own.
#[utoipa::path(
    delete,
    path = "/users/v1/{user_id}/identities",
    operation_id = "unlink_user_identities",
    tag = "users",
    params(("user_id" = String, Path, description = "The user.", example = "0190a3c2-7f00-7000-8000-000000000001")),
    responses(
        (status = 204, description = "No identity opens the account any more."),
        (status = 404, description = "No such user."),
        (status = 409, description = "The account has no password, so nobody could enter it.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(Problem::from(UnlinkError::LastWayIn).example())),
    ),
)]
pub async fn unlink_all_of_user(
    State(state): State<IssuerState>,
    caller: Caller,
    RequestOrigin(origin): RequestOrigin,
    PathId(user_id): PathId<UserId>,
) -> Result<StatusCode, Problem> {
    state.identities.unlink_all_of(&caller, &user_id, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
