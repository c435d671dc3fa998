//! The way to the provider.

use secrecy::{ExposeSecret, SecretString};
use shared::{
    domain::{
        access::FRESH_SECONDS,
        external_sign_in::{LIFE, LoginTransaction, Purpose},
        handles::Handle,
        providers::{AuthorizationRequest, Provider, RelyingPartyError, Slug},
        return_to::ReturnTo,
    },
    logging::Chain,
};
use url::Url;

use super::{ExternalSignIn, ExternalSignInError, Stop};

/// What somebody wants who goes to a provider to sign in.
#[derive(Debug)]
pub struct Begin {
    /// `None` when the name can't be one.
    pub provider: Option<Slug>,
    pub return_to: ReturnTo,
    /// The provider must have seen the person lately.
    pub fresh: bool,
    /// The secret the browser has already.
    pub browser: Option<SecretString>,
    /// The refresh token the browser still has.
    pub refresh_token: Option<SecretString>,
}

/// A browser on its way to a provider.
#[derive(Debug)]
pub struct Departure {
    pub to: Url,
    /// The secret the browser must bring back.
    pub browser: Handle,
}

/// What a browser is sent away with, and what is kept of it.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) departure: Departure,
    pub(super) transaction: LoginTransaction,
}

impl ExternalSignIn {
    /// Sends a browser to a provider to sign in.
    pub async fn begin(&self, begin: Begin) -> Result<Departure, ExternalSignInError> {
        let provider = match &begin.provider {
            Some(slug) => self.enabled(slug).await?,
            None => None,
        };
        let provider = provider.ok_or(Stop::ProviderUnavailable)?;
        let replaces = match &begin.refresh_token {
            Some(token) => self.sessions.of_token(token.expose_secret()).await?,
            None => None,
        };
        let max_age = begin.fresh.then_some(FRESH_SECONDS);
        let purpose = Purpose::SignIn { replaces };
        let prepared = self.prepare(&provider, purpose, begin.return_to, max_age, begin.browser).await?;
        let mut work = self.ports.store.begin().await?;
        work.login_transactions().insert(&prepared.transaction).await?;
        work.commit().await?;
        Ok(prepared.departure)
    }

    /// A transaction, not yet written. Two tabs of one browser share its secret, and nothing else.
    pub(super) async fn prepare(
        &self,
        provider: &Provider,
        purpose: Purpose,
        return_to: ReturnTo,
        max_age_seconds: Option<u32>,
        browser: Option<SecretString>,
    ) -> Result<Prepared, ExternalSignInError> {
        let randomness = &*self.ports.randomness;
        let browser = browser.and_then(Handle::well_formed).unwrap_or_else(|| Handle::new(randomness));
        let request = AuthorizationRequest {
            redirect_uri: self.upstream.redirect_uri(provider),
            state: Handle::new(randomness),
            nonce: Handle::new(randomness),
            code_verifier: Handle::new(randomness).expose().to_owned().into(),
            max_age_seconds,
        };
        let to = self
            .upstream
            .relying_party
            .authorization_url(provider, &request)
            .await
            .map_err(|error| unreachable(&error))?;
        let now = self.ports.clock.now();
        let transaction = LoginTransaction {
            state: request.state.hashed(),
            browser: browser.hashed(),
            provider_id: provider.id,
            nonce: request.nonce.hashed(),
            code_verifier: request.code_verifier,
            max_age_seconds,
            return_to,
            purpose,
            created_at: now,
            expires_at: now + LIFE,
        };
        Ok(Prepared { departure: Departure { to, browser }, transaction })
    }
}

/// Nobody was sent anywhere yet, so whatever is wrong is a provider that can't be used.
fn unreachable(error: &RelyingPartyError) -> ExternalSignInError {
    tracing::warn!(event = "external_sign_in.provider_unavailable", error = %Chain(error));
    Stop::ProviderUnavailable.because(error.to_string())
}
