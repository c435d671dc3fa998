//! What tests put between the product and the providers it speaks to.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use issuer::assembly::IssuerPorts;
use secrecy::SecretString;
use shared::domain::providers::{
    AuthorizationRequest, CodeRedemption, DiscoveryFault, LogoutClaims, LogoutTokenError, Provider, RelyingParty,
    RelyingPartyError, UpstreamIdentity,
};
use url::Url;

use crate::gate::Gate;

/// Speaks to providers, and can be held before it tells what they said. It can also pretend that there are some.
pub struct InterposedRelyingParty {
    inner: Arc<dyn RelyingParty>,
    /// Passed when an identity is proven and nobody knows it yet.
    pub after_redeem: Gate,
    agrees: AtomicBool,
}

impl InterposedRelyingParty {
    /// Puts one in place.
    pub fn plug(ports: &mut IssuerPorts) -> Arc<Self> {
        let relying_party = Arc::new(Self {
            inner: ports.relying_party.clone(),
            after_redeem: Gate::new(),
            agrees: AtomicBool::new(false),
        });
        ports.relying_party = relying_party.clone();
        relying_party
    }

    /// From now on every provider can be signed in with, as far as one knows before anybody tries.
    pub fn agree_to_all(&self) {
        self.agrees.store(true, Ordering::SeqCst);
    }

    fn agrees(&self) -> bool {
        self.agrees.load(Ordering::SeqCst)
    }
}

impl std::fmt::Debug for InterposedRelyingParty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InterposedRelyingParty").finish_non_exhaustive()
    }
}

#[async_trait]
impl RelyingParty for InterposedRelyingParty {
    async fn test(&self, provider: &Provider) -> Result<(), DiscoveryFault> {
        if self.agrees() { Ok(()) } else { self.inner.test(provider).await }
    }

    async fn authorization_url(
        &self,
        provider: &Provider,
        request: &AuthorizationRequest,
    ) -> Result<Url, RelyingPartyError> {
        if self.agrees() {
            return Ok(provider.issuer.as_str().parse().expect("an issuer is a URL"));
        }
        self.inner.authorization_url(provider, request).await
    }

    async fn redeem(
        &self,
        provider: &Provider,
        client_secret: Option<&SecretString>,
        redemption: CodeRedemption,
    ) -> Result<UpstreamIdentity, RelyingPartyError> {
        let identity = self.inner.redeem(provider, client_secret, redemption).await;
        self.after_redeem.pass().await;
        identity
    }

    async fn logout_claims(&self, provider: &Provider, token: &str) -> Result<LogoutClaims, LogoutTokenError> {
        self.inner.logout_claims(provider, token).await
    }
}
