//! `POST /auth/v1/refresh`

use std::time::Duration;

use axum::{extract::State, response::Response};
use http::{HeaderMap, StatusCode, header::SET_COOKIE};
use secrecy::ExposeSecret;
use shared::middleware::{
    cookies::{CookieKind, Cookies},
    problem::{MEDIA_TYPE, Problem, ProblemBody},
};

use crate::{
    handlers::{OwnPage, RequestOrigin, TokenAnswer, unsigned},
    services::sessions::RefreshError,
    state::IssuerState,
};

/// Trades the refresh cookie for an access token and the cookie's successor.
///
/// The same cookie presented again within ten seconds earns the same successor; an older one ends the session.
#[utoipa::path(
    post,
    path = "/auth/v1/refresh",
    operation_id = "refresh",
    tag = "sessions",
    responses(
        (status = 200, description = "A fresh access token; the cookie is rotated.", body = TokenAnswer),
        (status = 401, description = "The session is over; the cookie is cleared.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(refused(Cookies::new(true)).example())),
    ),
)]
pub async fn refresh(
    State(state): State<IssuerState>,
    _own_page: OwnPage,
    RequestOrigin(origin): RequestOrigin,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let presented = state.cookies.read(&headers, CookieKind::Refresh)?.ok_or_else(|| refused(state.cookies))?;
    match state.sessions.refresh(presented.expose_secret(), &origin).await {
        Ok(issued) => Ok(TokenAnswer::of_refresh(issued, state.cookies)),
        Err(RefreshError::Refused | RefreshError::Reused) => Err(refused(state.cookies)),
        Err(RefreshError::Unsigned(error)) => Err(unsigned(error)),
        Err(RefreshError::Store(error)) => Err(error.into()),
        Err(RefreshError::Contended) => Err(Problem::unavailable(Duration::from_secs(1))),
    }
}

/// Only this answer clears the cookie.
fn refused(cookies: Cookies) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "session-over", "The session is over")
        .detail("Sign in again.")
        .header(SET_COOKIE, cookies.clear(CookieKind::Refresh))
}
