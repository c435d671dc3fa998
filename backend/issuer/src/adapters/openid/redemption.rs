//! A code for tokens (`OpenID` Connect Core, section 3.1.3).

use std::sync::Arc;

use openidconnect::{
    AccessToken, AuthType, AuthorizationCode, ClientId, ClientSecret, OAuth2TokenResponse, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, StandardErrorResponse, TokenResponse, TokenUrl,
    core::{CoreClient, CoreErrorResponseType, CoreIdToken, CoreTokenResponse},
};
use secrecy::{ExposeSecret, SecretString};
use shared::domain::{
    outbound::HttpFetch,
    providers::{CodeRedemption, Provider, RelyingPartyError},
};

use super::{
    client::{ClientError, GuardedClient, is_outage},
    discovered::Discovered,
    document::ClientAuthentication,
    doubt::words,
    relying_party::issuer_url,
};

/// No code of an error that anybody registered is longer.
const MOST_CODE_BYTES: usize = 64;

/// What a provider gives for a code.
pub(super) struct Tokens {
    pub(super) id_token: CoreIdToken,
    pub(super) access_token: AccessToken,
}

/// Trades the code. Nothing of what comes back has been looked at.
pub(super) async fn redeem(
    fetch: Arc<dyn HttpFetch>,
    provider: &Provider,
    discovered: &Discovered,
    client_secret: Option<&SecretString>,
    redemption: &CodeRedemption,
) -> Result<Tokens, RelyingPartyError> {
    let document = &discovered.document;
    let client_id = ClientId::new(provider.client_id.clone());
    let mut client = CoreClient::new(client_id, issuer_url(provider)?, discovered.keys.clone())
        .set_token_uri(TokenUrl::from_url(document.token_endpoint.clone()))
        .set_redirect_uri(RedirectUrl::from_url(redemption.redirect_uri.clone()))
        .set_auth_type(match document.client_authentication {
            Some(ClientAuthentication::Basic) => AuthType::BasicAuth,
            Some(ClientAuthentication::Post) | None => AuthType::RequestBody,
        });
    if let Some(secret) = client_secret {
        client = client.set_client_secret(ClientSecret::new(secret.expose_secret().to_owned()));
    }
    let code = AuthorizationCode::new(redemption.code.expose_secret().to_owned());
    let verifier = PkceCodeVerifier::new(redemption.code_verifier.expose_secret().to_owned());
    let request = client.exchange_code(code).set_pkce_verifier(verifier);
    let answer: CoreTokenResponse = request.request_async(&GuardedClient(fetch)).await.map_err(refused)?;
    let id_token = answer.id_token().cloned();
    let id_token = id_token.ok_or_else(|| unbelievable("the answer of the token endpoint has no ID token"))?;
    Ok(Tokens { id_token, access_token: answer.access_token().clone() })
}

type RedemptionError = RequestTokenError<ClientError, StandardErrorResponse<CoreErrorResponseType>>;

fn refused(error: RedemptionError) -> RelyingPartyError {
    match error {
        RequestTokenError::ServerResponse(answer) => RelyingPartyError::Refused(code(answer.error().as_ref())),
        RequestTokenError::Request(error) => unsent(error),
        RequestTokenError::Parse(error, _) => unbelievable(misread(&error.into_inner())),
        RequestTokenError::Other(_) => unbelievable("the token endpoint's answer is none that the standard has"),
    }
}

/// The error's code, if it is one (RFC 6749, section 5.2). Anything else may hold what we sent, and so does what it
/// describes.
fn code(error: &str) -> String {
    let is_code = error.len() <= MOST_CODE_BYTES && error.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if is_code { error } else { "an error of no known form" }.to_owned()
}

/// What became of a request that has no answer.
pub(super) fn unsent(error: ClientError) -> RelyingPartyError {
    match error {
        ClientError::Fetch(error) if !is_outage(&error) => unbelievable(error.to_string()),
        error => RelyingPartyError::Unavailable(error.into()),
    }
}

/// What can't be read in an answer: a name at most, because the rest would show what it says of a person.
fn misread(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let missing = text.split("missing field `").nth(1).and_then(|rest| rest.split('`').next());
    match missing {
        Some(name) => format!("the token endpoint's answer lacks {name}"),
        None => "the token endpoint's answer can't be read".to_owned(),
    }
}

pub(super) fn unbelievable(reason: impl AsRef<str>) -> RelyingPartyError {
    RelyingPartyError::Unbelievable(words(reason.as_ref()))
}
