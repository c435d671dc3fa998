//! `POST /auth/v1/oauth/link`

use std::time::Duration;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode};
use secrecy::SecretString;
use serde::Serialize;
use shared::{
    domain::{passwords::PresentedPassword, providers::Slug, requests::Network},
    middleware::{
        input::{Fields, FromFields, JsonBody},
        problem::{MEDIA_TYPE, Problem, ProblemBody},
        role_middleware::Caller,
    },
};
use utoipa::ToSchema;

use super::{
    browser, carried, keep_browser,
    ticket::{dead, parse_ticket},
};
use crate::{
    handlers::{OwnPage, RequestOrigin, TokenAnswer, set_cookies},
    services::external_sign_in::{LinkByTicket, LinkByTicketError, LinkStart, LinkStartError, PresentedTicket},
    state::IssuerState,
};

/// What an identity is linked by: a ticket and the account's password, or a fresh session of the account.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum LinkIdentity {
    WithTicket(LinkWithTicket),
    FromAccount(LinkFromAccount),
}

/// Proves that the account which has the provider's address is the caller's.
#[derive(Debug, ToSchema)]
pub struct LinkWithTicket {
    #[schema(value_type = String, example = "kO3n0bS7cJrX1p2mFz8qQ4tYvW6uLdEaA1s2D3f4G5h")]
    ticket: SecretString,
    /// Of the account, at most 1,024 bytes.
    #[schema(value_type = String, format = Password, example = "dev-user-password-1")]
    password: PresentedPassword,
}

/// Asks to link from the account that the caller is signed in to.
#[derive(Debug, ToSchema)]
pub struct LinkFromAccount {
    /// The slug of an identity provider.
    #[schema(value_type = String, example = "rauthy")]
    provider: Slug,
}

impl FromFields for LinkIdentity {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        if fields.has("provider") && !fields.has("ticket") {
            let provider = fields.required("provider", str::parse)?;
            return Some(Self::FromAccount(LinkFromAccount { provider }));
        }
        let ticket = fields.required_secret("ticket", parse_ticket);
        let password = fields.required_secret("password", PresentedPassword::parse);
        Some(Self::WithTicket(LinkWithTicket { ticket: ticket?, password: password? }))
    }
}

/// The answer to either.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum LinkAnswer {
    SignedIn(TokenAnswer),
    Started(LinkStarted),
}

/// Where the browser has to go to link an identity.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkStarted {
    #[schema(example = "https://id.example.com/auth/v1/oidc/authorize?…")]
    authorization_url: String,
}

/// Links an external identity.
///
/// With a ticket: links it to the account whose password is given, and signs in. With a token of a fresh sign-in: tells where
/// the browser has to go, and links what it comes back with.
#[utoipa::path(
    post,
    path = "/auth/v1/oauth/link",
    operation_id = "link_identity",
    tag = "sign-in",
    request_body = LinkIdentity,
    responses(
        (status = 200, description = "With a ticket: linked and signed in; the refresh token is in the cookie. With a token: where to go.", body = LinkAnswer),
        (status = 401, description = "With a ticket: the password is wrong. With none: no token, one that is not valid, or one whose sign-in is too long ago.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(Problem::fresh_sign_in_required().example())),
        (status = 410, description = "The ticket is dead, or another browser's.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(dead().example())),
        (status = 429, description = "Too many attempts; see `Retry-After`."),
    ),
)]
pub async fn link(
    State(state): State<IssuerState>,
    _own_page: OwnPage,
    caller: Result<Caller, Problem>,
    RequestOrigin(origin): RequestOrigin,
    headers: HeaderMap,
    JsonBody(body): JsonBody<LinkIdentity>,
) -> Result<Response, Problem> {
    let browser = browser(state.cookies, &headers)?;
    match body {
        LinkIdentity::WithTicket(LinkWithTicket { ticket, password }) => {
            let request = LinkByTicket {
                ticket: PresentedTicket { ticket, browser },
                password,
                network: Network::of(origin.ip).to_string(),
                carried: carried(state.cookies, &headers)?,
            };
            let signed_in = state.external_sign_in.link_by_ticket(request, &origin).await?;
            Ok(TokenAnswer::of_sign_in(signed_in, state.cookies))
        }
        LinkIdentity::FromAccount(LinkFromAccount { provider }) => {
            let caller = caller?;
            let departure =
                state.external_sign_in.start_link(&caller, LinkStart { provider, browser }, &origin).await?;
            let answer = LinkAnswer::Started(LinkStarted { authorization_url: departure.to.into() });
            Ok((set_cookies([keep_browser(state.cookies, &departure.browser)]), Json(answer)).into_response())
        }
    }
}

impl From<LinkByTicketError> for Problem {
    fn from(error: LinkByTicketError) -> Self {
        match error {
            LinkByTicketError::Dead => dead(),
            LinkByTicketError::SignIn(error) => error.into(),
        }
    }
}

impl From<LinkStartError> for Problem {
    fn from(error: LinkStartError) -> Self {
        match error {
            LinkStartError::CallerGone => Self::invalid_token(),
            LinkStartError::UnknownProvider => {
                Self::invalid_fields(Vec::new()).field("provider", "must be the slug of a provider that is enabled")
            }
            LinkStartError::ProviderUnavailable => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "provider-unavailable", "Provider unavailable")
                    .detail("The identity provider can't be reached at the moment. Try again later.")
                    .retry_after(Duration::from_secs(10))
            }
            LinkStartError::Store(error) => error.into(),
        }
    }
}
