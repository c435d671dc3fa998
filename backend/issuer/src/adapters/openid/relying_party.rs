//! The port itself.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use openidconnect::{
    AuthUrl, AuthenticationFlow, ClientId, CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    core::{CoreClient, CoreResponseType},
};
use quick_cache::sync::Cache;
use secrecy::{ExposeSecret, SecretString};
use shared::domain::{
    clients,
    clock::Clock,
    outbound::HttpFetch,
    providers::{
        AuthorizationRequest, CodeRedemption, DiscoveryFault, IssuerUrl, LogoutClaims, LogoutTokenError, Provider,
        RelyingParty, RelyingPartyError, UpstreamIdentity,
    },
};
use url::Url;

use super::{
    discovered::Discovered,
    doubt::Doubt,
    flaw::SharedFlaw,
    id_token::{self, Expected},
    logout_token,
    redemption::{self, Tokens, unbelievable},
    remembered::Remembered,
    userinfo,
};

/// So many providers are remembered. Admins make a handful.
const MOST_PROVIDERS: usize = 64;

type Memory = Remembered<Discovered, SharedFlaw>;

/// Speaks to providers through a guarded port, and remembers what they say about themselves.
pub struct OpenIdRelyingParty {
    fetch: Arc<dyn HttpFetch>,
    clock: Arc<dyn Clock>,
    providers: Cache<IssuerUrl, Arc<Memory>>,
}

impl OpenIdRelyingParty {
    /// One that has asked nobody yet.
    pub fn new(fetch: Arc<dyn HttpFetch>, clock: Arc<dyn Clock>) -> Self {
        Self { fetch, clock, providers: Cache::new(MOST_PROVIDERS) }
    }

    fn memory(&self, issuer: &IssuerUrl) -> Arc<Memory> {
        let new = || Ok::<_, std::convert::Infallible>(Arc::new(Memory::nothing()));
        self.providers.get_or_insert_with(issuer, new).unwrap_or_else(|never| match never {})
    }

    /// Asks the provider about itself, when it is its turn.
    pub(super) async fn read(&self, issuer: &IssuerUrl) -> Result<Discovered, SharedFlaw> {
        let read = Discovered::read(Arc::clone(&self.fetch), issuer.clone()).await;
        read.map_err(|flaw| SharedFlaw(Arc::new(flaw)))
    }

    async fn discovered(&self, issuer: &IssuerUrl) -> Result<Arc<Discovered>, SharedFlaw> {
        self.memory(issuer).get(&*self.clock, self.read(issuer)).await
    }

    /// Looks at a token, and once more with newer keys when those that are known don't fit.
    async fn look_at<T>(
        &self,
        issuer: &IssuerUrl,
        known: &Arc<Discovered>,
        look: impl Fn(&Discovered) -> Result<T, Doubt>,
    ) -> Result<T, Doubt> {
        match look(known) {
            Err(doubt) if doubt.is_about_keys() => {
                match self.memory(issuer).newer_than(known, &*self.clock, self.read(issuer)).await {
                    Some(newer) => look(&newer),
                    None => Err(doubt),
                }
            }
            seen => seen,
        }
    }
}

#[async_trait]
impl RelyingParty for OpenIdRelyingParty {
    async fn test(&self, provider: &Provider) -> Result<(), DiscoveryFault> {
        let discovered = self.read(&provider.issuer).await.map_err(|flaw| flaw.0.fault())?;
        discovered.check_client(provider).map_err(|flaw| flaw.fault())?;
        // What an admin has just seen to work is what is used.
        self.memory(&provider.issuer).put(&*self.clock, discovered);
        Ok(())
    }

    async fn authorization_url(
        &self,
        provider: &Provider,
        request: &AuthorizationRequest,
    ) -> Result<Url, RelyingPartyError> {
        let discovered = self.discovered(&provider.issuer).await?;
        let client_id = ClientId::new(provider.client_id.clone());
        let client = CoreClient::new(client_id, issuer_url(provider)?, discovered.keys.clone())
            .set_auth_uri(AuthUrl::from_url(discovered.document.authorization_endpoint.clone()))
            .set_redirect_uri(RedirectUrl::from_url(request.redirect_uri.clone()));
        let (state, nonce) = (request.state.expose().to_owned(), request.nonce.expose().to_owned());
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        // The library adds `openid` itself.
        let scopes = provider.scopes.words().filter(|word| *word != clients::Scope::OPENID);
        let mut sent = client
            .authorize_url(flow, || CsrfToken::new(state), || Nonce::new(nonce))
            .add_scopes(scopes.map(|word| Scope::new(word.to_owned())))
            .set_pkce_challenge(challenge(&request.code_verifier)?);
        if let Some(seconds) = request.max_age_seconds {
            sent = sent.set_max_age(Duration::from_secs(seconds.into()));
        }
        Ok(sent.url().0)
    }

    async fn redeem(
        &self,
        provider: &Provider,
        client_secret: Option<&SecretString>,
        redemption: CodeRedemption,
    ) -> Result<UpstreamIdentity, RelyingPartyError> {
        let issuer = &provider.issuer;
        let discovered = self.discovered(issuer).await?;
        check_answer(&redemption, provider, &discovered)?;
        let fetch = Arc::clone(&self.fetch);
        let Tokens { id_token, access_token } =
            redemption::redeem(fetch, provider, &discovered, client_secret, &redemption).await?;
        let expected = Expected {
            issuer: issuer_url(provider)?,
            client_id: &provider.client_id,
            nonce: redemption.nonce,
            max_age_seconds: redemption.max_age_seconds,
            access_token: &access_token,
            now: self.clock.now(),
        };
        let look = |discovered: &Discovered| id_token::verified(&id_token, discovered, &expected);
        let person = self.look_at(issuer, &discovered, look).await?;
        let more = match &discovered.document.userinfo_endpoint {
            Some(url) if person.email().is_none() => {
                Some(userinfo::ask(&*self.fetch, url.clone(), &access_token, person.subject()).await?)
            }
            _ => None,
        };
        Ok(person.identity(more.as_ref())?)
    }

    async fn logout_claims(&self, provider: &Provider, token: &str) -> Result<LogoutClaims, LogoutTokenError> {
        let discovered = self.discovered(&provider.issuer).await;
        let discovered = discovered.map_err(|flaw| LogoutTokenError::Unavailable(flaw.into()))?;
        let now = self.clock.now();
        let look = |discovered: &Discovered| logout_token::verified(token, discovered, provider, now);
        let claims = self.look_at(&provider.issuer, &discovered, look).await;
        claims.map_err(|doubt| LogoutTokenError::Invalid(doubt.into_reason()))
    }
}

impl fmt::Debug for OpenIdRelyingParty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenIdRelyingParty").field("providers", &self.providers.len()).finish_non_exhaustive()
    }
}

/// The answer must be the provider's, before its code goes anywhere (RFC 9207, section 2.4).
fn check_answer(
    redemption: &CodeRedemption,
    provider: &Provider,
    discovered: &Discovered,
) -> Result<(), RelyingPartyError> {
    match &redemption.response_issuer {
        Some(issuer) if issuer == provider.issuer.as_str() => Ok(()),
        Some(_) => Err(unbelievable("the answer is of another issuer")),
        None if discovered.document.names_issuer => Err(unbelievable("the answer does not name its issuer")),
        None => Ok(()),
    }
}

/// The challenge of a verifier of a sound length (RFC 7636, section 4.1), for the library takes no other.
fn challenge(verifier: &SecretString) -> Result<PkceCodeChallenge, RelyingPartyError> {
    let verifier = verifier.expose_secret();
    if !(43..=128).contains(&verifier.len()) {
        return Err(unbelievable("the PKCE verifier has no sound length"));
    }
    Ok(PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier.to_owned())))
}

/// The issuer as `openidconnect` has it.
pub(super) fn issuer_url(provider: &Provider) -> Result<openidconnect::IssuerUrl, RelyingPartyError> {
    openidconnect::IssuerUrl::new(provider.issuer.to_string()).map_err(|_| unbelievable("the issuer is no address"))
}
