//! `DELETE /account/v1/sessions/{sid}`

use axum::extract::State;
use http::StatusCode;
use shared::{
    domain::ids::SessionId,
    middleware::{input::PathId, problem::Problem, role_middleware::Caller},
};

use crate::{handlers::RequestOrigin, state::IssuerState};

/// Ends one of the caller's sessions.
#[utoipa::path(
    delete,
    path = "/account/v1/sessions/{sid}",
    operation_id = "end_own_session",
    tag = "account",
    params(("sid" = String, Path, description = "The session.", example = "Zm9vYmFyYmF6cXV4MTIzNDU2")),
    responses(
        (status = 204, description = "The session is over."),
        (status = 404, description = "The caller has no such live session."),
    ),
)]
pub async fn end_own(
    State(state): State<IssuerState>,
    caller: Caller,
    RequestOrigin(origin): RequestOrigin,
    PathId(sid): PathId<SessionId>,
) -> Result<StatusCode, Problem> {
    state.sessions.end_own(&caller, &sid, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
