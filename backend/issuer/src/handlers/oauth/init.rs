//! `GET /auth/v1/oauth/init`

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::HeaderMap;
use shared::{
    domain::return_to::ReturnTo,
    middleware::{
        cookies::CookieKind,
        input::{Fields, FromFields, QueryParams},
        problem::Problem,
    },
};

use super::{browser, keep_browser, landing};
use crate::{
    handlers::{set_cookies, unsigned},
    services::external_sign_in::{Begin, ExternalSignInError},
    state::IssuerState,
};

/// By which provider somebody wants to sign in, and where he wants to end.
#[derive(Debug)]
pub struct InitSignIn {
    provider: String,
    return_to: ReturnTo,
    fresh: bool,
}

impl FromFields for InitSignIn {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let provider = fields.required("provider", |slug| Ok::<_, &str>(slug.to_owned()));
        // A foreign address is no fault of the person in front of the browser: it is left aside, not refused.
        let return_to = fields.optional("return_to", |text| Ok::<_, &str>(ReturnTo::or_home(text)));
        let fresh = fields.optional_bool("fresh");
        Some(Self { provider: provider?, return_to: return_to?.unwrap_or_default(), fresh: fresh?.unwrap_or(false) })
    }
}

/// Sends the browser to an identity provider to sign in. Whatever is asked of the provider is ours: nothing of the request
/// goes along.
#[utoipa::path(
    get,
    path = "/auth/v1/oauth/init",
    operation_id = "init_external_sign_in",
    tag = "sign-in",
    params(
        ("provider" = String, Query, description = "The slug of an identity provider.", example = "rauthy"),
        ("return_to" = Option<String>, Query, description = "A path of this application to end at.", example = "/dashboard"),
        ("fresh" = Option<bool>, Query, description = "Whether the provider must have seen the person within the last five minutes; `false` if left out.", example = true),
    ),
    responses(
        (status = 303, description = "To the provider; to the sign-in page with `error=provider_unavailable` when it can't be used.", headers(("Location" = String, description = "The provider's authorization endpoint."))),
        (status = 400, description = "A cookie came twice."),
        (status = 429, description = "Too many attempts; see `Retry-After`."),
    ),
)]
pub async fn init(
    State(state): State<IssuerState>,
    headers: HeaderMap,
    QueryParams(request): QueryParams<InitSignIn>,
) -> Result<Response, Problem> {
    let return_to = request.return_to.clone();
    let begin = Begin {
        provider: request.provider.parse().ok(),
        return_to: request.return_to,
        fresh: request.fresh,
        browser: browser(state.cookies, &headers)?,
        refresh_token: state.cookies.read(&headers, CookieKind::Refresh)?,
    };
    match state.external_sign_in.begin(begin).await {
        Ok(departure) => {
            let cookie = keep_browser(state.cookies, &departure.browser);
            Ok((set_cookies([cookie]), landing::provider(departure.to)).into_response())
        }
        Err(ExternalSignInError::Stopped { stop, .. }) => {
            Ok(landing::login(Some(&return_to), Some(stop)).into_response())
        }
        Err(ExternalSignInError::Unsigned(error)) => Err(unsigned(error)),
        Err(ExternalSignInError::Store(error)) => Err(error.into()),
    }
}
