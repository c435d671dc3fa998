//! What tests put between the product and the providers it speaks to.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use issuer::assembly::IssuerPorts;
use secrecy::{ExposeSecret, SecretString};
use shared::domain::providers::{
    AuthorizationRequest, CodeRedemption, DiscoveryFault, LogoutClaims, LogoutTokenError, Provider, RelyingParty,
    RelyingPartyError, UpstreamEmail, UpstreamIdentity,
};
use url::Url;

use crate::gate::Gate;

/// Speaks to providers, and can be held before it tells what they said.
///
/// It can also pretend: then every provider can be signed in with, a code is the subject that it was given to, and whoever
/// was not described has a verified address of his name. Thousands of sign-ins take no longer than what the product does.
pub struct InterposedRelyingParty {
    inner: Arc<dyn RelyingParty>,
    /// Passed when an identity is proven and nobody knows it yet.
    pub after_redeem: Gate,
    pretends: AtomicBool,
    described: Mutex<BTreeMap<String, UpstreamIdentity>>,
    last_seen: Mutex<Option<UpstreamIdentity>>,
}

impl InterposedRelyingParty {
    /// Puts one in place.
    pub fn plug(ports: &mut IssuerPorts) -> Arc<Self> {
        let relying_party = Arc::new(Self {
            inner: ports.relying_party.clone(),
            after_redeem: Gate::new(),
            pretends: AtomicBool::new(false),
            described: Mutex::default(),
            last_seen: Mutex::default(),
        });
        ports.relying_party = relying_party.clone();
        relying_party
    }

    /// Pretends from now on.
    pub fn pretend(&self) {
        self.pretends.store(true, Ordering::SeqCst);
    }

    /// What the pretended providers say of a subject from now on.
    pub fn describe(&self, identity: UpstreamIdentity) {
        self.people().insert(identity.subject.as_str().to_owned(), identity);
    }

    /// Who was proven last.
    pub fn last_seen(&self) -> Option<UpstreamIdentity> {
        self.last_seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn pretends(&self) -> bool {
        self.pretends.load(Ordering::SeqCst)
    }

    fn people(&self) -> MutexGuard<'_, BTreeMap<String, UpstreamIdentity>> {
        self.described.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn person(&self, subject: &str) -> UpstreamIdentity {
        self.people().get(subject).cloned().unwrap_or_else(|| UpstreamIdentity {
            subject: subject.parse().expect("a subject"),
            email: Some(UpstreamEmail { address: format!("{subject}@example.com"), verified: true }),
            name: Some(subject.to_owned()),
            sid: None,
            auth_time: None,
        })
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
        if self.pretends() { Ok(()) } else { self.inner.test(provider).await }
    }

    async fn authorization_url(
        &self,
        provider: &Provider,
        request: &AuthorizationRequest,
    ) -> Result<Url, RelyingPartyError> {
        if self.pretends() {
            let mut url: Url = provider.issuer.as_str().parse().expect("an issuer is a URL");
            url.query_pairs_mut().append_pair("state", request.state.expose());
            return Ok(url);
        }
        self.inner.authorization_url(provider, request).await
    }

    async fn redeem(
        &self,
        provider: &Provider,
        client_secret: Option<&SecretString>,
        redemption: CodeRedemption,
    ) -> Result<UpstreamIdentity, RelyingPartyError> {
        let identity = if self.pretends() {
            Ok(self.person(redemption.code.expose_secret()))
        } else {
            self.inner.redeem(provider, client_secret, redemption).await
        };
        if let Ok(identity) = &identity {
            *self.last_seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(identity.clone());
        }
        self.after_redeem.pass().await;
        identity
    }

    async fn logout_claims(&self, provider: &Provider, token: &str) -> Result<LogoutClaims, LogoutTokenError> {
        self.inner.logout_claims(provider, token).await
    }
}
