//! `DELETE /users/v1/{user_id}/sessions`

use axum::extract::State;
use http::StatusCode;
use shared::{
    domain::ids::UserId,
    middleware::{input::PathId, problem::Problem, role_middleware::Caller},
};

use crate::{handlers::RequestOrigin, state::IssuerState};

/// Ends all sessions of a user.
#[utoipa::path(
    delete,
    path = "/users/v1/{user_id}/sessions",
    operation_id = "end_user_sessions",
    tag = "users",
    params(("user_id" = String, Path, description = "The user.", example = "0190a3c2-7f00-7000-8000-000000000001")),
    responses(
        (status = 204, description = "All sessions of the user are over."),
        (status = 404, description = "No such user."),
    ),
)]
pub async fn end_all_of_user(
    State(state): State<IssuerState>,
    caller: Caller,
    RequestOrigin(origin): RequestOrigin,
    PathId(user_id): PathId<UserId>,
) -> Result<StatusCode, Problem> {
    state.sessions.end_all_of(&caller, &user_id, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
