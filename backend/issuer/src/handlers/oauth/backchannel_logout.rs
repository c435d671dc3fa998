//! `POST /auth/v1/oauth/backchannel-logout/{slug}`

use std::time::Duration;

use axum::extract::State;
use http::StatusCode;
use secrecy::{ExposeSecret, SecretString};
use shared::{
    domain::providers::{LogoutTokenError, Slug},
    middleware::{
        input::{Fields, FormBody, FromFields, PathId},
        problem::{MEDIA_TYPE, Problem, ProblemBody},
    },
};
use utoipa::ToSchema;

use crate::{handlers::RequestOrigin, services::external_sign_in::LogoutError, state::IssuerState};

/// What a provider sends when its session is over.
#[derive(Debug, ToSchema)]
pub struct BackchannelLogout {
    /// A signed token (`OpenID` Connect Back-Channel Logout 1.0, section 2.4).
    #[schema(value_type = String)]
    logout_token: SecretString,
}

impl FromFields for BackchannelLogout {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        Some(Self { logout_token: fields.required_secret("logout_token", Ok::<_, &str>)? })
    }
}

/// Ends the sessions that came from the provider's session, or from the subject, that the token names.
#[utoipa::path(
    post,
    path = "/auth/v1/oauth/backchannel-logout/{slug}",
    operation_id = "backchannel_logout",
    tag = "sign-in",
    params(("slug" = String, Path, description = "The provider.", example = "rauthy")),
    request_body(content = BackchannelLogout, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The sessions are over."),
        (status = 400, description = "The token ends nothing.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(invalid().example())),
        (status = 404, description = "No such provider."),
        (status = 429, description = "Too many attempts; see `Retry-After`."),
    ),
)]
pub async fn backchannel_logout(
    State(state): State<IssuerState>,
    RequestOrigin(origin): RequestOrigin,
    PathId(slug): PathId<Slug>,
    body: Result<FormBody<BackchannelLogout>, Problem>,
) -> Result<StatusCode, Problem> {
    let provider = state.external_sign_in.provider(&slug).await?.ok_or_else(Problem::not_found)?;
    let FormBody(BackchannelLogout { logout_token }) = body?;
    state.external_sign_in.logout_by_provider(&provider, logout_token.expose_secret(), &origin).await?;
    Ok(StatusCode::OK)
}

fn invalid() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "invalid-logout-token", "Invalid logout token")
}

impl From<LogoutError> for Problem {
    fn from(error: LogoutError) -> Self {
        match error {
            LogoutError::Token(error @ LogoutTokenError::Unavailable(_)) => {
                Self::unavailable(Duration::from_secs(10)).cause(error)
            }
            LogoutError::Token(LogoutTokenError::Invalid(_)) | LogoutError::Replayed => invalid(),
            LogoutError::Store(error) => error.into(),
        }
    }
}
