//! `DELETE /users/v1/{user_id}`

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

use crate::{handlers::RequestOrigin, services::users::UserError, state::IssuerState};

/// Deletes a user with everything he owns. The audit record keeps what was done.
#[utoipa::path(
    delete,
    path = "/users/v1/{user_id}",
    operation_id = "delete_user",
    tag = "users",
    params(("user_id" = String, Path, description = "The user.", example = "0190a3c2-7f00-7000-8000-000000000001")),
    responses(
        (status = 204, description = "The user is gone and his sessions are over."),
        (status = 404, description = "No such user."),
        (status = 409, description = "It is the caller's own account, or the last active admin.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(Problem::from(UserError::OwnAccount).example())),
    ),
)]
pub async fn delete(
    State(state): State<IssuerState>,
    caller: Caller,
    RequestOrigin(origin): RequestOrigin,
    PathId(user_id): PathId<UserId>,
) -> Result<StatusCode, Problem> {
    state.users.delete(&caller, &user_id, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
