//! Stand-in.
use async_trait::async_trait;
use secrecy::SecretString;
use shared::domain::providers::*;
use url::Url;
/// Nobody.
#[derive(Debug)]
pub struct Nobody;
#[async_trait]
impl RelyingParty for Nobody {
    async fn test(&self, _: &Provider) -> Result<(), DiscoveryFault> {
        Err(DiscoveryFault("nobody".into()))
    }
    async fn authorization_url(&self, _: &Provider, _: &AuthorizationRequest) -> Result<Url, RelyingPartyError> {
        Err(RelyingPartyError::Refused("nobody".into()))
    }
    async fn redeem(
        &self,
        _: &Provider,
        _: Option<&SecretString>,
        _: CodeRedemption,
    ) -> Result<UpstreamIdentity, RelyingPartyError> {
        Err(RelyingPartyError::Refused("nobody".into()))
    }
    async fn logout_claims(&self, _: &Provider, _: &str) -> Result<LogoutClaims, LogoutTokenError> {
        Err(LogoutTokenError::Invalid("nobody".into()))
    }
}
