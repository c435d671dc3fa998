//! The embedded edition, put together: ports, services, one router.

use std::{fmt, num::NonZeroU32, path::PathBuf, sync::Arc, time::Duration};

use api::{services::system_monitor::SystemMonitor, state::ApiState};
use axum::Router;
use issuer::{
    services::Ports,
    state::{IssuerParts, IssuerSettings, IssuerState},
};
use shared::{
    domain::{
        clock::Clock,
        passwords::PasswordHasher,
        peppers::PepperRing,
        randomness::Randomness,
        requests::RequestCounter,
        sessions::{ChangeFeed, SessionCache},
        throttle::AttemptCounters,
        tokens::{
            AccessTokenIssuer, AccessTokenVerifier, ImplicitAssertion, KeyRing, KeyTimes, PublicKeys, TokenSigner,
        },
        unit_of_work::Store,
    },
    middleware::{
        cookies::Cookies,
        edge::{self, EdgeConfig},
        health,
        rate_limit::AddressLimit,
        request_counter::request_counter,
        role_middleware::HotCheck,
        same_origin::OriginPolicy,
    },
};
use url::Url;
use utoipa::openapi::OpenApi;

use crate::{
    frontend::{self, BuiltApp},
    readiness, swagger,
};

/// What the edition is told from outside.
#[derive(Clone, Debug)]
pub struct EditionSettings {
    pub data_dir: PathBuf,
    pub public_url: Url,
    pub development: bool,
    pub token_issuer: String,
    pub token_audience: String,
    pub access_token_ttl: Duration,
    pub session_life: Duration,
    pub password_peppers: PepperRing,
    pub refresh_peppers: PepperRing,
    pub bcrypt_cost: u32,
    pub key_times: KeyTimes,
    pub login_burst: NonZeroU32,
    pub login_per_second: NonZeroU32,
    pub free_failures: u32,
    pub edge: EdgeConfig,
    pub swagger_ui: bool,
}

/// What the edition plugs into the ports. Tests put something in between.
#[derive(Clone)]
pub struct EditionPorts {
    pub clock: Arc<dyn Clock>,
    pub randomness: Arc<dyn Randomness>,
    pub store: Arc<dyn Store>,
    pub session_cache: Arc<dyn SessionCache>,
    pub change_feed: Arc<dyn ChangeFeed>,
    pub counters: Arc<dyn AttemptCounters>,
    pub hasher: Arc<dyn PasswordHasher>,
    pub signer: Arc<dyn TokenSigner>,
    pub public_keys: Arc<dyn PublicKeys>,
}

impl fmt::Debug for EditionPorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EditionPorts").finish_non_exhaustive()
    }
}

/// The edition, ready to serve.
pub struct Edition {
    pub router: Router,
    pub issuer: IssuerState,
    pub api: ApiState,
    /// The OpenAPI documents of issuer and API.
    pub documents: [OpenApi; 2],
}

impl fmt::Debug for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edition").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl Edition {
    /// Puts everything together. The keys are read once, so that the first request finds them.
    pub async fn assemble(settings: EditionSettings, ports: EditionPorts) -> anyhow::Result<Self> {
        let keys = Arc::new(KeyRing::new(ports.public_keys.clone(), settings.key_times, ports.clock.clone()));
        keys.reload().await?;
        let hot_check = hot_check(&settings, &ports, &keys)?;
        let issuer = issuer_state(&settings, &ports, keys, hot_check.clone())?;
        let requests = Arc::new(RequestCounter::default());
        let monitor = SystemMonitor::new(ports.clock.clone(), requests.clone(), env!("CARGO_PKG_VERSION"))?;
        let api = ApiState { monitor: Arc::new(monitor), hot_check };

        let (issuer_routes, issuer_document) = issuer::router(issuer.clone());
        let (api_routes, api_document) = api::router(api.clone());
        let documents = [issuer_document, api_document];
        let mut router = issuer_routes.merge(api_routes).merge(health::routes(readiness::dependencies(&ports)));
        if settings.swagger_ui {
            router = router.merge(swagger::routes(documents.clone()));
        }
        let router = router.fallback(frontend::serve::<BuiltApp>);
        let router = edge::wrap(router, settings.edge, ports.clock.clone(), ports.randomness.clone());
        Ok(Self { router: router.layer(request_counter(requests)), issuer, api, documents })
    }
}

fn assertion(settings: &EditionSettings) -> anyhow::Result<ImplicitAssertion> {
    Ok(ImplicitAssertion::new(&settings.token_issuer, &settings.token_audience)?)
}

fn hot_check(settings: &EditionSettings, ports: &EditionPorts, keys: &Arc<KeyRing>) -> anyhow::Result<Arc<HotCheck>> {
    let verifier = AccessTokenVerifier::new(keys.clone(), assertion(settings)?, ports.clock.clone());
    let check = Arc::new(HotCheck::new(verifier, keys.clone(), ports.session_cache.clone(), ports.clock.clone()));
    ports.change_feed.subscribe(check.listener());
    Ok(check)
}

fn issuer_state(
    settings: &EditionSettings,
    ports: &EditionPorts,
    keys: Arc<KeyRing>,
    hot_check: Arc<HotCheck>,
) -> anyhow::Result<IssuerState> {
    let access_tokens = Arc::new(AccessTokenIssuer::new(
        keys.clone(),
        ports.signer.clone(),
        assertion(settings)?,
        settings.access_token_ttl,
        ports.clock.clone(),
        ports.randomness.clone(),
    ));
    let plugged = IssuerParts {
        ports: Ports {
            clock: ports.clock.clone(),
            randomness: ports.randomness.clone(),
            store: ports.store.clone(),
            session_cache: ports.session_cache.clone(),
        },
        hasher: ports.hasher.clone(),
        counters: ports.counters.clone(),
        access_tokens,
        keys,
        hot_check,
        cookies: Cookies::new(settings.edge.cookie_secure),
        origins: OriginPolicy::new(&settings.public_url, settings.development)?,
        address_limit: AddressLimit::new(settings.login_burst, settings.login_per_second),
    };
    let issuer_settings = IssuerSettings {
        public_url: settings.public_url.origin().ascii_serialization(),
        token_issuer: settings.token_issuer.clone(),
        session_life: settings.session_life,
        free_failures: settings.free_failures,
        refresh_peppers: settings.refresh_peppers.clone(),
        password_peppers: settings.password_peppers.clone(),
    };
    Ok(IssuerState::new(plugged, issuer_settings))
}
