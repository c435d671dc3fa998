//! `DELETE /account/v1/identities/{id}`

use axum::extract::State;
use http::StatusCode;
use shared::{
    domain::ids::IdentityId,
    middleware::{
        input::PathId,
        problem::{MEDIA_TYPE, Problem, ProblemBody},
        role_middleware::Caller,
    },
};

use crate::{handlers::RequestOrigin, services::identities::UnlinkError, state::IssuerState};

/// Unlinks one of the caller's external identities, and ends the sessions that came from it but this one.
#[utoipa::path(
    delete,
    path = "/account/v1/identities/{id}",
    operation_id = "unlink_own_identity",
    tag = "account",
    params(("id" = String, Path, description = "The identity.", example = "0190a3c2-7f00-7000-8000-000000000004")),
    responses(
        (status = 204, description = "The identity opens this account no more."),
        (status = 404, description = "The caller has no such identity."),
        (status = 409, description = "It is the last way into the account.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(Problem::from(UnlinkError::LastWayIn).example())),
    ),
)]
pub async fn unlink(
    State(state): State<IssuerState>,
    caller: Caller,
    RequestOrigin(origin): RequestOrigin,
    PathId(id): PathId<IdentityId>,
) -> Result<StatusCode, Problem> {
    state.identities.unlink(&caller, &id, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
