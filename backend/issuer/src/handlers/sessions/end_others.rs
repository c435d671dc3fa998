//! `DELETE /account/v1/sessions`

use axum::extract::State;
use http::StatusCode;
use shared::middleware::{problem::Problem, role_middleware::Caller};

use crate::{handlers::RequestOrigin, state::IssuerState};

/// Ends all sessions of the caller but the one he asks from.
#[utoipa::path(
    delete,
    path = "/account/v1/sessions",
    operation_id = "end_other_sessions",
    tag = "account",
    responses((status = 204, description = "The other sessions are over.")),
)]
pub async fn end_others(
    State(state): State<IssuerState>,
    caller: Caller,
    RequestOrigin(origin): RequestOrigin,
) -> Result<StatusCode, Problem> {
    state.sessions.end_others(&caller, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
