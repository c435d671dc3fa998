//! What the issuer is told in either edition.

use std::{net::SocketAddr, num::NonZeroU32, time::Duration};

use serde::Deserialize;
use shared::{
    config::{
        AccessTokenConfig, Origin, OutboundConfig, Pepper, Problems, ServerConfig, Switch, Variables, Whole, number,
        read, seconds,
    },
    domain::peppers::{self, PepperRing, PepperTooShort},
    middleware::edge::EdgeConfig,
};

use super::{MailConfig, rules};
use crate::assembly::IssuerSettings;

/// The settings that mean the same in every edition, with defaults filled in and rules checked.
#[derive(Clone, Debug)]
pub struct CoreConfig {
    /// Where to listen, whom to believe, what to log.
    pub server: ServerConfig,
    /// The address that browsers use.
    pub public_url: Origin,
    /// Whether cookies are `Secure` and named `__Host-`.
    pub cookie_secure: bool,
    /// What access tokens say and how long they live.
    pub access_tokens: AccessTokenConfig,
    /// The absolute life of a session.
    pub session_life: Duration,
    /// Keys of the HMAC below bcrypt.
    pub password_pepper: PepperConfig,
    /// Keys of the MAC of refresh tokens.
    pub refresh_token_pepper: PepperConfig,
    /// log₂ of bcrypt's rounds.
    pub bcrypt_cost: u32,
    /// How many sign-ins are let through.
    pub login: LoginConfig,
    /// Where mails go.
    pub mail: MailConfig,
    /// Whom requests to identity providers may reach, besides the public internet.
    pub outbound: OutboundConfig,
}

/// A key and the one before it.
#[derive(Clone, Debug)]
pub struct PepperConfig {
    /// The one in use, if it was set.
    pub current: Option<Pepper>,
    /// Still accepted, no longer used for new values.
    pub previous: Option<Pepper>,
}

impl PepperConfig {
    /// Both, for whoever works with them. `current` stands in for the one that was not set.
    pub fn ring(&self, current: &Pepper) -> Result<PepperRing, PepperTooShort> {
        let pepper = |setting: &Pepper| peppers::Pepper::new(setting.expose_bytes().to_vec());
        Ok(PepperRing::new(pepper(current)?, self.previous.as_ref().map(pepper).transpose()?))
    }
}

/// How many sign-ins are let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginConfig {
    /// At once, from one client address.
    pub burst: NonZeroU32,
    /// A second, from one client address, when the burst is used up.
    pub per_second: NonZeroU32,
    /// Failures of one account and network that cost no delay.
    pub free_failures: u32,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Settings {
    public_url: Option<Origin>,
    cookie_secure: Option<Switch>,
    /// Browsers keep a cookie for 400 days at most.
    redis_refresh_token_ttl: Option<Whole<1, 34_560_000>>,
    password_pepper: Option<Pepper>,
    password_pepper_previous: Option<Pepper>,
    refresh_token_pepper: Option<Pepper>,
    refresh_token_pepper_previous: Option<Pepper>,
    bcrypt_cost: Option<Whole<4, 15>>,
    login_burst: Option<Whole<1, 100_000>>,
    login_per_second: Option<Whole<1, 100_000>>,
    login_free_failures: Option<Whole<1, 100>>,
}

impl CoreConfig {
    /// What can be given as a file too: the caller's [`Variables::read_secret_files`] must have done so.
    pub const SECRETS: [&str; 5] = [
        "PASSWORD_PEPPER",
        "PASSWORD_PEPPER_PREVIOUS",
        "REFRESH_TOKEN_PEPPER",
        "REFRESH_TOKEN_PEPPER_PREVIOUS",
        MailConfig::SECRET,
    ];

    /// Reads the settings; `listen` is where to listen when nothing is said.
    pub fn read(variables: &Variables, listen: SocketAddr, problems: &mut Problems) -> Self {
        let server = ServerConfig::read(variables, listen, problems);
        let settings: Settings = read(variables, problems);
        let public_url = settings.public_url.unwrap_or_else(|| Origin::loopback(server.listen.port()));
        let config = Self {
            access_tokens: AccessTokenConfig::read(variables, Some(public_url.to_text()), problems),
            cookie_secure: settings.cookie_secure.map_or(public_url.is_https(), Switch::is_on),
            session_life: seconds(settings.redis_refresh_token_ttl, 1_209_600),
            password_pepper: PepperConfig {
                current: settings.password_pepper,
                previous: settings.password_pepper_previous,
            },
            refresh_token_pepper: PepperConfig {
                current: settings.refresh_token_pepper,
                previous: settings.refresh_token_pepper_previous,
            },
            bcrypt_cost: number(settings.bcrypt_cost, 12),
            login: LoginConfig {
                burst: at_least_one(number(settings.login_burst, 30)),
                per_second: at_least_one(number(settings.login_per_second, 2)),
                free_failures: number(settings.login_free_failures, 5),
            },
            mail: MailConfig::read(variables, server.environment, problems),
            outbound: OutboundConfig::read(variables, server.environment, problems),
            public_url,
            server,
        };
        rules::check(&config, variables, problems);
        config
    }

    /// What the issuer's services are told. An edition knows where a pepper comes from that was not set.
    pub fn settings(&self, password_peppers: PepperRing, refresh_peppers: PepperRing) -> IssuerSettings {
        IssuerSettings {
            public_url: self.public_url.as_url().clone(),
            development: self.server.environment.is_development(),
            token_issuer: self.access_tokens.issuer.clone(),
            token_audience: self.access_tokens.audience.clone(),
            access_token_ttl: self.access_tokens.ttl,
            session_life: self.session_life,
            password_peppers,
            refresh_peppers,
            bcrypt_cost: self.bcrypt_cost,
            key_times: self.access_tokens.key_times,
            login_burst: self.login.burst,
            login_per_second: self.login.per_second,
            free_failures: self.login.free_failures,
            mail: self.mail.clone(),
            outbound: self.outbound.exceptions.clone(),
            edge: EdgeConfig {
                trusted_proxies: self.server.trusted_proxies.clone(),
                cors_origins: self.server.cors_origins.clone(),
                cookie_secure: self.cookie_secure,
                ..EdgeConfig::default()
            },
        }
    }
}

/// The bounds of the setting leave out 0.
fn at_least_one(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN)
}
