//! The issuer, put together: settings and ports in, services out. The same for every edition.

use std::{fmt, num::NonZeroU32, sync::Arc, time::Duration};

use shared::{
    adapters::http_fetch::{Exceptions, GuardedFetch},
    domain::{
        clock::Clock,
        mail::Mailer,
        passwords::PasswordHasher,
        peppers::PepperRing,
        providers::{DataKey, RelyingParty},
        randomness::Randomness,
        sessions::{ChangeFeed, SessionCache},
        throttle::AttemptCounters,
        tokens::{
            AccessTokenIssuer, AccessTokenVerifier, ImplicitAssertion, InvalidAssertion, KeyRing, KeyTimes, PublicKeys,
            TokenSigner,
        },
        unit_of_work::Store,
    },
    metrics::Show,
    middleware::{
        cookies::Cookies,
        edge::EdgeConfig,
        health::{Dependencies, Dependency, FreshKeys},
        rate_limit::AddressLimit,
        role_middleware::HotCheck,
        same_origin::{NoOrigin, OriginPolicy},
    },
};
use url::Url;

use crate::{
    adapters::openid::OpenIdRelyingParty,
    config::MailConfig,
    services::{Ports, external_sign_in::Upstream},
    state::{IssuerParts, IssuerState, ServiceSettings},
};

/// What the issuer is told from outside.
#[derive(Clone, Debug)]
pub struct IssuerSettings {
    /// `PUBLIC_URL`.
    pub public_url: Url,
    /// `PASEPORT_ENV`: any loopback spelling of our own address counts as our origin.
    pub development: bool,
    /// `ACCESS_TOKEN_ISSUER`.
    pub token_issuer: String,
    /// `ACCESS_TOKEN_AUDIENCE`.
    pub token_audience: String,
    /// `ACCESS_TOKEN_TTL`.
    pub access_token_ttl: Duration,
    /// `REDIS_REFRESH_TOKEN_TTL`: the absolute life of a session.
    pub session_life: Duration,
    pub password_peppers: PepperRing,
    pub refresh_peppers: PepperRing,
    /// `BCRYPT_COST`.
    pub bcrypt_cost: u32,
    /// `KEY_RELOAD` and `KEY_PUBLISH_AHEAD`.
    pub key_times: KeyTimes,
    /// `LOGIN_BURST`.
    pub login_burst: NonZeroU32,
    /// `LOGIN_PER_SECOND`.
    pub login_per_second: NonZeroU32,
    /// `LOGIN_FREE_FAILURES`.
    pub free_failures: u32,
    /// `SMTP_URL` and `MAIL_FROM`.
    pub mail: MailConfig,
    /// `OUTBOUND_ALLOW_HOSTS`.
    pub outbound: Exceptions,
    /// What surrounds the routes.
    pub edge: EdgeConfig,
}

/// What an edition plugs into the issuer's ports. Tests put something in between.
#[derive(Clone)]
pub struct IssuerPorts {
    pub clock: Arc<dyn Clock>,
    pub randomness: Arc<dyn Randomness>,
    pub store: Arc<dyn Store>,
    pub session_cache: Arc<dyn SessionCache>,
    pub change_feed: Arc<dyn ChangeFeed>,
    pub counters: Arc<dyn AttemptCounters>,
    pub hasher: Arc<dyn PasswordHasher>,
    pub signer: Arc<dyn TokenSigner>,
    pub public_keys: Arc<dyn PublicKeys>,
    /// Seals secrets at rest.
    pub data_key: Arc<dyn DataKey>,
    /// Speaks to identity providers.
    pub relying_party: Arc<dyn RelyingParty>,
    /// `None`: mails go nowhere, and none is written.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// What the adapters show at `/metrics`.
    pub figures: Vec<Show>,
}

impl fmt::Debug for IssuerPorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuerPorts").finish_non_exhaustive()
    }
}

/// Settings that don't fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error(transparent)]
    Assertion(#[from] InvalidAssertion),
    #[error(transparent)]
    PublicUrl(#[from] NoOrigin),
}

/// A provider tells at one address of so many people as sign in at others.
const PEOPLE_OF_A_PROVIDER: NonZeroU32 = NonZeroU32::new(20).expect("not zero");

/// Speaks to identity providers, and to nobody whom the guard does not let it reach. The same in every edition.
pub fn relying_party(settings: &IssuerSettings, clock: Arc<dyn Clock>) -> Arc<dyn RelyingParty> {
    Arc::new(OpenIdRelyingParty::new(Arc::new(GuardedFetch::new(settings.outbound.clone())), clock))
}

/// Below it each provider has its callback: ours, whatever a request calls our host.
fn callbacks(public_url: &Url) -> Result<Url, NoOrigin> {
    public_url.join("/auth/v1/oauth/callback/").map_err(|_| NoOrigin)
}

/// Puts the issuer together; `dependencies` are what its ports stand on. Nothing is asked of any port yet: keys are read by the first reload.
pub fn assemble(
    settings: IssuerSettings,
    ports: &IssuerPorts,
    mut dependencies: Vec<Arc<dyn Dependency>>,
) -> Result<IssuerState, Unfit> {
    let assertion = ImplicitAssertion::new(&settings.token_issuer, &settings.token_audience)?;
    let keys = Arc::new(KeyRing::new(ports.public_keys.clone(), settings.key_times, ports.clock.clone()));
    let verifier = AccessTokenVerifier::new(keys.clone(), assertion.clone(), ports.clock.clone());
    let hot_check = Arc::new(HotCheck::new(verifier, keys.clone(), ports.session_cache.clone(), ports.clock.clone()));
    ports.change_feed.subscribe(hot_check.listener());
    let access_tokens = Arc::new(AccessTokenIssuer::new(
        keys.clone(),
        ports.signer.clone(),
        assertion,
        settings.access_token_ttl,
        ports.clock.clone(),
        ports.randomness.clone(),
    ));
    dependencies.push(Arc::new(FreshKeys(keys.clone())));
    let plugged = IssuerParts {
        ports: Ports {
            clock: ports.clock.clone(),
            randomness: ports.randomness.clone(),
            store: ports.store.clone(),
            session_cache: ports.session_cache.clone(),
        },
        mailer: ports.mailer.clone(),
        upstream: Upstream {
            relying_party: ports.relying_party.clone(),
            data_key: ports.data_key.clone(),
            callbacks: callbacks(&settings.public_url)?,
        },
        hasher: ports.hasher.clone(),
        counters: ports.counters.clone(),
        access_tokens,
        keys,
        hot_check,
        change_feed: ports.change_feed.clone(),
        cookies: Cookies::new(settings.edge.cookie_secure),
        dependencies: Dependencies::new(ports.clock.clone(), dependencies),
        origins: OriginPolicy::new(&settings.public_url, settings.development)?,
        address_limit: AddressLimit::new(settings.login_burst, settings.login_per_second),
        provider_limit: AddressLimit::new(
            settings.login_burst.saturating_mul(PEOPLE_OF_A_PROVIDER),
            settings.login_per_second.saturating_mul(PEOPLE_OF_A_PROVIDER),
        ),
    };
    let service_settings = ServiceSettings {
        public_url: settings.public_url.origin().ascii_serialization(),
        token_issuer: settings.token_issuer,
        session_life: settings.session_life,
        free_failures: settings.free_failures,
        refresh_peppers: settings.refresh_peppers,
        password_peppers: settings.password_peppers,
    };
    Ok(IssuerState::new(plugged, service_settings))
}
