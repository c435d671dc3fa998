//! The configuration of this edition.

mod rules;
mod settings;
#[cfg(test)]
mod tests;

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use anyhow::anyhow;
use shared::{
    config::{Claim, Origin, Parsed, Pepper, Problems, Switch, Variables, Whole, read},
    middleware::{client_ip::TrustedProxies, cors::CorsOrigins},
};

pub use self::settings::Environment;
use self::settings::{SECRETS, Settings};
use crate::{
    cli::ServeOptions,
    logging::{LogFilter, LogFormat},
};

/// Everything that can be set, with its defaults filled in and its rules checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// Production unless told otherwise.
    pub environment: Environment,
    /// What is logged.
    pub log_filter: LogFilter,
    /// How a line of the log looks.
    pub log_format: LogFormat,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Folder of the database and the keys.
    pub data_dir: PathBuf,
    /// The address that browsers use.
    pub public_url: Origin,
    /// Whether cookies are `Secure` and named `__Host-`.
    pub cookie_secure: bool,
    /// Origins that may read answers, without credentials.
    pub cors_origins: CorsOrigins,
    /// Peers whose forwarding headers are believed.
    pub trusted_proxies: TrustedProxies,
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
    /// When a signing key is published and read again.
    pub keys: KeyConfig,
    /// How many sign-ins are let through.
    pub login: LoginConfig,
    /// Whether Swagger UI is served.
    pub swagger_ui: bool,
}

/// What access tokens say and how long they live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessTokenConfig {
    /// `iss`.
    pub issuer: String,
    /// `aud`.
    pub audience: String,
    /// From `iat` to `exp`.
    pub ttl: Duration,
}

/// A key and the one before it.
#[derive(Clone, Debug)]
pub struct PepperConfig {
    /// The one in use; if not set, the one in the data directory.
    pub current: Option<Pepper>,
    /// Still accepted, no longer used for new values.
    pub previous: Option<Pepper>,
}

/// When a signing key is published and read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyConfig {
    /// How long a new key is published before it signs.
    pub publish_ahead: Duration,
    /// How often verifiers read the published keys.
    pub reload: Duration,
}

/// How many sign-ins are let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginConfig {
    /// At once, from one client address.
    pub burst: u32,
    /// A second, from one client address, when the burst is used up.
    pub per_second: u32,
    /// Failures of one account and network that cost no delay.
    pub free_failures: u32,
}

impl Config {
    /// Reads the environment, the `.env` file and the command line, the last one first.
    ///
    /// The error names every variable that is wrong, one line each, and shows no value.
    pub fn load(options: &ServeOptions) -> anyhow::Result<Self> {
        Variables::from_process()
            .and_then(|variables| Self::from_variables(variables, options))
            .map_err(|problems| anyhow!("these settings can't be used:\n{problems}"))
    }

    /// The same from given variables.
    pub fn from_variables(mut variables: Variables, options: &ServeOptions) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        if let Some(port) = options.port {
            variables.set("SERVER_PORT", port.to_string());
        }
        variables.read_secret_files(&SECRETS, &mut problems);
        let mut settings: Settings = read(&variables, &mut problems);
        if let Some(folder) = &options.data_dir {
            settings.data_dir = Some(Parsed(folder.clone()));
        }
        let config = Self::with_defaults(settings);
        rules::check(&config, &variables, &mut problems);
        problems.or(config)
    }

    fn with_defaults(settings: Settings) -> Self {
        let environment = settings.paseport_env.unwrap_or_default();
        let development = environment.is_development();
        let listen = SocketAddr::new(
            settings.server_address.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |address| address.0),
            // The bounds of the setting are those of the type.
            settings.server_port.map_or(8080, |port| u16::try_from(port.get()).unwrap_or(u16::MAX)),
        );
        let public_url = settings.public_url.unwrap_or_else(|| Origin::loopback(listen.port()));
        let pretty_or_json = if development { LogFormat::Pretty } else { LogFormat::Json };
        Self {
            environment,
            log_filter: settings.rust_log.unwrap_or_default(),
            log_format: settings.log_format.unwrap_or(pretty_or_json),
            listen,
            data_dir: settings.data_dir.map_or_else(|| "./paseport-data".into(), |folder| folder.0),
            cookie_secure: settings.cookie_secure.map_or(public_url.is_https(), Switch::is_on),
            cors_origins: settings.cors_origins.map(|setting| setting.0).unwrap_or_default(),
            trusted_proxies: settings.trusted_proxies.map(|setting| setting.0).unwrap_or_default(),
            access_tokens: AccessTokenConfig {
                issuer: settings.access_token_issuer.map_or_else(|| public_url.to_text(), Claim::into_string),
                audience: settings.access_token_audience.map_or_else(|| "paseport".to_owned(), Claim::into_string),
                ttl: seconds(settings.access_token_ttl, 300),
            },
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
            keys: KeyConfig {
                publish_ahead: seconds(settings.key_publish_ahead, 600),
                reload: seconds(settings.key_reload, 10),
            },
            login: LoginConfig {
                burst: number(settings.login_burst, 30),
                per_second: number(settings.login_per_second, 2),
                free_failures: number(settings.login_free_failures, 5),
            },
            swagger_ui: settings.swagger_ui.map_or(development, Switch::is_on),
            public_url,
        }
    }
}

fn seconds<const MIN: u64, const MAX: u64>(setting: Option<Whole<MIN, MAX>>, default: u64) -> Duration {
    Duration::from_secs(setting.map_or(default, Whole::get))
}

fn number<const MIN: u64, const MAX: u64>(setting: Option<Whole<MIN, MAX>>, default: u32) -> u32 {
    setting.map_or(default, |number| u32::try_from(number.get()).unwrap_or(u32::MAX))
}
