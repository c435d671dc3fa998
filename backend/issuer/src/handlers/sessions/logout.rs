//! `POST /auth/v1/logout`

use axum::{
    extract::State,
    response::{AppendHeaders, IntoResponse},
};
use http::{HeaderMap, StatusCode, header::SET_COOKIE};
use secrecy::ExposeSecret;
use shared::middleware::{cookies::CookieKind, problem::Problem};

use crate::{
    handlers::{OwnPage, RequestOrigin},
    state::IssuerState,
};

/// Signs out. Any generation of the cookie ends its session; without one there is nothing to end.
#[utoipa::path(
    post,
    path = "/auth/v1/logout",
    operation_id = "logout",
    tag = "sessions",
    responses((status = 204, description = "Signed out; the cookie is cleared.")),
)]
pub async fn logout(
    State(state): State<IssuerState>,
    _own_page: OwnPage,
    RequestOrigin(origin): RequestOrigin,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    if let Some(presented) = state.cookies.read(&headers, CookieKind::Refresh)? {
        state.sessions.sign_out(presented.expose_secret(), &origin).await?;
    }
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, state.cookies.clear(CookieKind::Refresh))])))
}
