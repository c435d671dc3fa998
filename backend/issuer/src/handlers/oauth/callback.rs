//! `GET /auth/v1/oauth/callback/{slug}`

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::HeaderMap;
use secrecy::SecretString;
use shared::{
    domain::{handles::Handle, providers::Slug},
    middleware::{
        input::{Fields, FromFields, PathId, QueryParams},
        problem::Problem,
    },
};

use super::{browser, carried, keep_browser, landing};
use crate::{
    handlers::{RequestOrigin, set_cookies, sign_in_cookies, unsigned},
    services::external_sign_in::{Arrival, CallbackFailed, ExternalSignInError, ProviderAnswer, Return},
    state::IssuerState,
};

/// The provider's answer (RFC 6749, section 4.1.2; RFC 9207).
#[derive(Debug)]
pub struct Callback {
    state: SecretString,
    answer: ProviderAnswer,
    issuer: Option<String>,
}

impl FromFields for Callback {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let secret = |secret: SecretString| Ok::<_, &str>(secret);
        let text = |text: &str| Ok::<_, &str>(text.to_owned());
        let state = fields.optional_secret("state", secret);
        let code = fields.optional_secret("code", secret);
        let error = fields.optional("error", text);
        let issuer = fields.optional("iss", text);
        let answer = match (error?, code?) {
            (Some(error), _) => ProviderAnswer::Error(error),
            (None, Some(code)) => ProviderAnswer::Code(code),
            (None, None) => ProviderAnswer::Nothing,
        };
        Some(Self { state: state?.unwrap_or_default(), answer, issuer: issuer? })
    }
}

/// Takes the provider's answer, each at a callback of its own (RFC 9700, section 4.4.2). Ends signed in, on the link page, or with the reason why not.
#[utoipa::path(
    get,
    path = "/auth/v1/oauth/callback/{slug}",
    operation_id = "external_sign_in_callback",
    tag = "sign-in",
    params(
        ("slug" = String, Path, description = "The provider that answers.", example = "rauthy"),
        ("state" = Option<String>, Query, description = "What we sent the browser away with."),
        ("code" = Option<String>, Query, description = "The provider's code."),
        ("error" = Option<String>, Query, description = "The provider's refusal.", example = "access_denied"),
        ("iss" = Option<String>, Query, description = "Who answers.", example = "https://id.example.com/auth/v1/"),
    ),
    responses(
        (status = 303, description = "Signed in: to where the person wanted to go, with the refresh cookie. The address is that of an account: to `/login/link`. Otherwise to the sign-in page, or to the account when an identity was to be linked, with `error`.", headers(("Location" = String, description = "A page of the app."))),
        (status = 400, description = "A cookie came twice."),
        (status = 404, description = "No provider can have this name."),
        (status = 429, description = "Too many attempts; see `Retry-After`."),
    ),
)]
pub async fn callback(
    State(state): State<IssuerState>,
    RequestOrigin(origin): RequestOrigin,
    headers: HeaderMap,
    PathId(slug): PathId<Slug>,
    QueryParams(answer): QueryParams<Callback>,
) -> Result<Response, Problem> {
    let browser = browser(state.cookies, &headers)?;
    let request = Return {
        provider: slug,
        state: Handle::presented(answer.state),
        browser: browser.clone(),
        answer: answer.answer,
        response_issuer: answer.issuer,
        carried: carried(state.cookies, &headers)?,
    };
    match state.external_sign_in.callback(request, &origin).await {
        Ok(Arrival::SignedIn { signed_in, return_to }) => {
            let cookies = sign_in_cookies(&signed_in, state.cookies);
            Ok((set_cookies(cookies), landing::own(&return_to)).into_response())
        }
        Ok(Arrival::LinkOffered { ticket }) => {
            // The ticket is worth nothing without the browser's secret, and begins its ten minutes now.
            let kept = keep_browser(state.cookies, &Handle::presented(browser.unwrap_or_default()));
            Ok((set_cookies([kept]), landing::link(ticket.expose())).into_response())
        }
        Ok(Arrival::Linked { return_to }) => Ok(landing::own(&return_to).into_response()),
        Err(failed) => land(failed),
    }
}

fn land(failed: CallbackFailed) -> Result<Response, Problem> {
    match failed.error {
        ExternalSignInError::Stopped { stop, .. } if failed.linking => Ok(landing::account(stop).into_response()),
        ExternalSignInError::Stopped { stop, .. } => {
            Ok(landing::login(failed.return_to.as_ref(), Some(stop)).into_response())
        }
        ExternalSignInError::Unsigned(error) => Err(unsigned(error)),
        ExternalSignInError::Store(error) => Err(error.into()),
    }
}
