//! Our side of `OpenID` Connect as a port: what is asked of a provider, and what may be believed of its answers.

use async_trait::async_trait;
use secrecy::SecretString;
use url::Url;

use super::Provider;
use crate::domain::{
    clock::Timestamp,
    handles::{Handle, HashedHandle},
    identities::Subject,
};

/// What the browser is sent to the provider with.
#[derive(Clone, Debug)]
pub struct AuthorizationRequest {
    /// The provider's own callback.
    pub redirect_uri: Url,
    pub state: Handle,
    pub nonce: Handle,
    /// Of PKCE; the browser carries its S256 challenge only (RFC 7636, section 4.2).
    pub code_verifier: SecretString,
    /// The provider must have seen the person within so many seconds (`OpenID` Connect Core, section 3.1.2.1).
    pub max_age_seconds: Option<u32>,
}

/// A code, and what it must go together with.
#[derive(Clone, Debug)]
pub struct CodeRedemption {
    pub code: SecretString,
    /// `iss` of the provider's answer, which must be there where the provider says it sends it (RFC 9207).
    pub response_issuer: Option<String>,
    pub redirect_uri: Url,
    pub nonce: HashedHandle,
    pub code_verifier: SecretString,
    pub max_age_seconds: Option<u32>,
}

/// Who somebody is, by the word of a provider; every check of `OpenID` Connect Core, section 3.1.3.7, has passed.
#[derive(Clone, Debug)]
pub struct UpstreamIdentity {
    pub subject: Subject,
    /// From the ID token, else from userinfo.
    pub email: Option<UpstreamEmail>,
    /// `name`, else `preferred_username`; any text.
    pub name: Option<String>,
    /// The provider's session (`OpenID` Connect Back-Channel Logout, section 2.1).
    pub sid: Option<String>,
    /// When the provider saw the person, if it says so.
    pub auth_time: Option<Timestamp>,
}

/// An address, by the word of a provider; any text.
#[derive(Clone, PartialEq, Eq)]
pub struct UpstreamEmail {
    pub address: String,
    /// Only the boolean `true` is true: neither a text nor silence.
    pub verified: bool,
}

impl std::fmt::Debug for UpstreamEmail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UpstreamEmail").field("verified", &self.verified).finish_non_exhaustive()
    }
}

/// Why a provider's answer is worth nothing.
#[derive(Debug, thiserror::Error)]
pub enum RelyingPartyError {
    /// Away, slow, or answering with 5xx; worth another try.
    #[error("the provider is not available")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It refused the code or our client, in the words of RFC 6749, section 5.2.
    #[error("the provider refused: {0}")]
    Refused(String),
    /// What it says can't be believed: the reason is for the log and the audit record, never for the browser.
    #[error("the provider's answer can't be believed: {0}")]
    Unbelievable(String),
}

/// What is wrong with a provider's discovery document, in words for the admin who enters it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DiscoveryFault(pub String);

/// What a logout token says (`OpenID` Connect Back-Channel Logout, section 2.4); every check of section 2.6 has passed but the
/// one that it comes once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutClaims {
    /// At least one of the two is there.
    pub subject: Option<Subject>,
    pub sid: Option<String>,
    pub token_id: String,
    /// Until then `token_id` must be remembered.
    pub expires_at: Timestamp,
}

/// Why a logout token ends nothing.
#[derive(Debug, thiserror::Error)]
pub enum LogoutTokenError {
    #[error("the provider's keys are not available")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("not a valid logout token: {0}")]
    Invalid(String),
}

/// Speaks to providers.
///
/// Contract: nothing in a token chooses where its keys come from, or which provider it is of; keys and discovery are
/// those of the [`Provider`] given. The algorithms are RS256, ES256 and `EdDSA`. Discovery and keys are remembered for
/// minutes, and read anew, at most every few seconds, for a token whose signature fits none of the keys. Everything goes
/// through [`HttpFetch`](crate::domain::outbound::HttpFetch).
#[async_trait]
pub trait RelyingParty: Send + Sync {
    /// Reads discovery document and keys anew and looks whether sign-in can work.
    async fn test(&self, provider: &Provider) -> Result<(), DiscoveryFault>;

    /// Where to send the browser: nothing of the caller's goes along but what is given here.
    async fn authorization_url(
        &self,
        provider: &Provider,
        request: &AuthorizationRequest,
    ) -> Result<Url, RelyingPartyError>;

    /// Trades the code for an identity. `client_secret` is the provider's, opened.
    async fn redeem(
        &self,
        provider: &Provider,
        client_secret: Option<&SecretString>,
        redemption: CodeRedemption,
    ) -> Result<UpstreamIdentity, RelyingPartyError>;

    /// Reads a logout token.
    async fn logout_claims(&self, provider: &Provider, token: &str) -> Result<LogoutClaims, LogoutTokenError>;
}
