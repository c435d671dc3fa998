//! The issuer's services, wired to the ports that an edition plugs in.

use std::{fmt, ops::Deref, sync::Arc, time::Duration};

use axum::extract::FromRef;
use shared::{
    domain::{
        mail::Mailer,
        passwords::PasswordHasher,
        peppers::PepperRing,
        sessions::{ChangeFeed, RefreshTokens},
        throttle::{AttemptCounters, BucketKeys, known_browser::KnownBrowsers},
        tokens::{AccessTokenIssuer, KeyRing},
    },
    figures::Tally,
    middleware::{
        cookies::Cookies, health::Dependencies, rate_limit::AddressLimit, role_middleware::HotCheck,
        same_origin::OriginPolicy,
    },
};

use crate::services::{
    Ports,
    account::Account,
    audit::Audit,
    checkpoints::Checkpoints,
    endings::Endings,
    external_sign_in::{ExternalSignIn, Upstream},
    failovers::Failovers,
    guesses::Guesses,
    identities::Identities,
    mails::Mails,
    providers::Providers,
    sessions::Sessions,
    setup::Setup,
    sign_in::{PasswordProofs, SignIn},
    users::Users,
};

/// What the services are told.
#[derive(Debug)]
pub struct ServiceSettings {
    /// `PUBLIC_URL` without a slash at its end.
    pub public_url: String,
    /// `ACCESS_TOKEN_ISSUER`.
    pub token_issuer: String,
    /// `REDIS_REFRESH_TOKEN_TTL`: the absolute life of a session.
    pub session_life: Duration,
    /// `LOGIN_FREE_FAILURES`.
    pub free_failures: u32,
    pub refresh_peppers: PepperRing,
    pub password_peppers: PepperRing,
}

/// Everything that differs between editions.
pub struct IssuerParts {
    pub ports: Ports,
    /// `None`: mails go nowhere.
    pub mailer: Option<Arc<dyn Mailer>>,
    pub upstream: Upstream,
    pub hasher: Arc<dyn PasswordHasher>,
    pub counters: Arc<dyn AttemptCounters>,
    pub access_tokens: Arc<AccessTokenIssuer>,
    pub keys: Arc<KeyRing>,
    pub hot_check: Arc<HotCheck>,
    pub change_feed: Arc<dyn ChangeFeed>,
    pub cookies: Cookies,
    pub origins: OriginPolicy,
    pub address_limit: AddressLimit,
    /// Of providers: each stands at one address for all its people.
    pub provider_limit: AddressLimit,
    pub dependencies: Dependencies,
}

impl fmt::Debug for IssuerParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuerParts").finish_non_exhaustive()
    }
}

/// What handlers reach.
#[derive(Clone, Debug)]
pub struct IssuerState(Arc<Services>);

/// The services, and what handlers need beside them.
pub struct Services {
    pub ports: Ports,
    pub sign_in: SignIn,
    pub sessions: Arc<Sessions>,
    pub users: Users,
    pub account: Account,
    pub setup: Setup,
    pub audit: Audit,
    pub mails: Mails,
    pub providers: Providers,
    pub external_sign_in: ExternalSignIn,
    pub identities: Identities,
    pub endings: Endings,
    pub failovers: Failovers,
    pub checkpoints: Arc<Checkpoints>,
    pub counters: Arc<dyn AttemptCounters>,
    pub keys: Arc<KeyRing>,
    pub access_tokens: Arc<AccessTokenIssuer>,
    pub hot_check: Arc<HotCheck>,
    pub cookies: Cookies,
    pub origins: OriginPolicy,
    pub address_limit: AddressLimit,
    /// Of providers: each stands at one address for all its people.
    pub provider_limit: AddressLimit,
    pub dependencies: Dependencies,
    pub settings: PublicSettings,
    /// Held, not used: it listens as long as somebody holds it, and the hot check has subscribed to it.
    _change_feed: Arc<dyn ChangeFeed>,
}

/// The settings that answers show.
#[derive(Debug)]
pub struct PublicSettings {
    pub public_url: String,
    pub token_issuer: String,
}

impl fmt::Debug for Services {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Services").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl IssuerState {
    pub fn new(parts: IssuerParts, settings: ServiceSettings) -> Self {
        let IssuerParts {
            ports,
            mailer,
            upstream,
            hasher,
            counters,
            access_tokens,
            keys,
            hot_check,
            change_feed,
            cookies,
            origins,
            address_limit,
            provider_limit,
            dependencies,
        } = parts;
        let bucket_keys = BucketKeys::new(settings.password_peppers.current().clone());
        let guesses = Guesses::new(counters.clone(), bucket_keys, settings.free_failures);
        let known_browsers = Arc::new(KnownBrowsers::new(settings.password_peppers));
        let endings = Endings::new(ports.clone());
        let checkpoints = Arc::new(Checkpoints::new(ports.clone()));
        let sessions = Arc::new(Sessions::new(
            ports.clone(),
            endings.clone(),
            checkpoints.clone(),
            access_tokens.clone(),
            RefreshTokens::new(settings.refresh_peppers),
            settings.session_life,
        ));
        let users = Users::new(ports.clone(), endings.clone(), hasher.clone());
        let proofs = PasswordProofs::new(ports.clone(), hasher.clone(), guesses.clone(), known_browsers);
        let outcomes = Arc::new(Tally::default());
        let mails = Mails::new(ports.clone(), mailer, settings.public_url.clone());
        Self(Arc::new(Services {
            sign_in: SignIn::new(ports.clone(), sessions.clone(), proofs.clone(), outcomes.clone()),
            account: Account::new(ports.clone(), endings.clone(), sessions.clone(), hasher, guesses),
            setup: Setup::new(ports.clone(), users.clone()),
            audit: Audit::new(ports.clone()),
            providers: Providers::new(ports.clone(), endings.clone(), upstream.clone()),
            external_sign_in: ExternalSignIn::new(
                ports.clone(),
                endings.clone(),
                sessions.clone(),
                proofs,
                mails.clone(),
                upstream,
                outcomes,
            ),
            identities: Identities::new(ports.clone(), endings.clone(), mails.clone()),
            mails,
            users,
            sessions,
            failovers: Failovers::new(ports.clone(), endings.clone()),
            endings,
            checkpoints,
            counters,
            keys,
            access_tokens,
            hot_check,
            _change_feed: change_feed,
            cookies,
            origins,
            address_limit,
            provider_limit,
            dependencies,
            ports,
            settings: PublicSettings { public_url: settings.public_url, token_issuer: settings.token_issuer },
        }))
    }
}

impl Deref for IssuerState {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.0
    }
}

impl FromRef<IssuerState> for Arc<HotCheck> {
    fn from_ref(state: &IssuerState) -> Self {
        state.hot_check.clone()
    }
}
