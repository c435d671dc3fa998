//! `POST /auth/v1/login/local`

use std::time::Duration;

use axum::{extract::State, response::Response};
use http::{HeaderMap, StatusCode};
use secrecy::ExposeSecret;
use shared::{
    domain::{passwords::PresentedPassword, requests::Network, users::Email},
    middleware::{
        cookies::CookieKind,
        input::{Fields, FromFields, JsonBody},
        problem::{MEDIA_TYPE, Problem, ProblemBody},
    },
};
use utoipa::ToSchema;

use crate::{
    handlers::{OwnPage, RequestOrigin, TokenAnswer, busy, unsigned},
    services::sign_in::{PasswordSignIn, SignInError},
    state::IssuerState,
};

/// What a person presents.
#[derive(Debug, ToSchema)]
pub struct LocalLogin {
    #[schema(value_type = String, format = Email, example = "user@example.com")]
    email: Email,
    /// At most 1,024 bytes.
    #[schema(value_type = String, format = Password, example = "dev-user-password-1")]
    password: PresentedPassword,
}

impl FromFields for LocalLogin {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let email = fields.required("email", Email::parse);
        let password = fields.required_secret("password", PresentedPassword::parse);
        Some(Self { email: email?, password: password? })
    }
}

/// Signs in with e-mail and password.
#[utoipa::path(
    post,
    path = "/auth/v1/login/local",
    operation_id = "login_local",
    tag = "sign-in",
    request_body = LocalLogin,
    responses(
        (status = 200, description = "Signed in. The refresh token is in the cookie.", body = TokenAnswer),
        (status = 401, description = "E-mail and password do not match. Nothing tells which, or why.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(Problem::from(SignInError::Refused).example())),
        (status = 429, description = "Too many attempts; see `Retry-After`."),
    ),
)]
pub async fn local(
    State(state): State<IssuerState>,
    _own_page: OwnPage,
    RequestOrigin(origin): RequestOrigin,
    headers: HeaderMap,
    JsonBody(login): JsonBody<LocalLogin>,
) -> Result<Response, Problem> {
    let cookie = |kind| state.cookies.read(&headers, kind);
    let request = PasswordSignIn {
        email: login.email,
        password: login.password,
        network: Network::of(origin.ip).to_string(),
        known_browser: cookie(CookieKind::Known)?.map(|value| value.expose_secret().to_owned()),
        refresh_token: cookie(CookieKind::Refresh)?,
    };
    let signed_in = state.sign_in.with_password(request, &origin).await?;
    Ok(TokenAnswer::of_sign_in(signed_in, state.cookies))
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Refused => {
                Self::new(StatusCode::UNAUTHORIZED, "invalid-credentials", "E-mail and password do not match")
            }
            SignInError::Throttled { retry_after_seconds } => {
                Self::too_many_requests(Duration::from_secs(retry_after_seconds))
            }
            SignInError::Busy(error) => busy(error),
            SignInError::Unsigned(error) => unsigned(error),
            SignInError::Store(error) => error.into(),
        }
    }
}
