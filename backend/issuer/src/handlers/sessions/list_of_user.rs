//! `GET /users/v1/{user_id}/sessions`

use axum::{Json, extract::State};
use shared::{
    domain::ids::UserId,
    middleware::{input::PathId, problem::Problem, role_middleware::Caller},
};

use super::SessionList;
use crate::state::IssuerState;

/// Lists a user's sessions.
#[utoipa::path(
    get,
    path = "/users/v1/{user_id}/sessions",
    operation_id = "list_user_sessions",
    tag = "users",
    params(("user_id" = String, Path, description = "The user.", example = "0190a3c2-7f00-7000-8000-000000000001")),
    responses(
        (status = 200, description = "The user's live sessions.", body = SessionList),
        (status = 404, description = "No such user."),
    ),
)]
pub async fn list_of_user(
    State(state): State<IssuerState>,
    caller: Caller,
    PathId(user_id): PathId<UserId>,
) -> Result<Json<SessionList>, Problem> {
    let sessions = state.sessions.list_of(&user_id).await?;
    Ok(Json(SessionList::of(sessions, &caller.session_id)))
}
