//! `GET /account/v1/sessions`

use axum::{Json, extract::State};
use shared::middleware::{problem::Problem, role_middleware::Caller};

use super::SessionList;
use crate::state::IssuerState;

/// Lists the caller's own sessions.
#[utoipa::path(
    get,
    path = "/account/v1/sessions",
    operation_id = "list_own_sessions",
    tag = "account",
    responses((status = 200, description = "The caller's live sessions.", body = SessionList)),
)]
pub async fn list_own(State(state): State<IssuerState>, caller: Caller) -> Result<Json<SessionList>, Problem> {
    let sessions = state.sessions.list(&caller.user_id).await?;
    Ok(Json(SessionList::of(sessions, &caller.session_id)))
}
