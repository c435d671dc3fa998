//! The variables of this edition, each with its type.

use std::{net::IpAddr, path::PathBuf};

use serde::Deserialize;
use shared::{
    config::{Claim, Invalid, Origin, Parsed, Pepper, Switch, Whole},
    middleware::{client_ip::TrustedProxies, cors::CorsOrigins},
};

use crate::logging::{LogFilter, LogFormat};

/// A variable that holds a secret may be given as a file: see [`SECRETS`].
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Settings {
    pub(super) paseport_env: Option<Environment>,
    pub(super) rust_log: Option<LogFilter>,
    pub(super) log_format: Option<LogFormat>,
    pub(super) server_address: Option<Parsed<IpAddr>>,
    pub(super) server_port: Option<Whole<1, 65_535>>,
    pub(super) data_dir: Option<Parsed<PathBuf>>,
    pub(super) public_url: Option<Origin>,
    pub(super) cookie_secure: Option<Switch>,
    pub(super) cors_origins: Option<Parsed<CorsOrigins>>,
    pub(super) trusted_proxies: Option<Parsed<TrustedProxies>>,
    pub(super) access_token_issuer: Option<Claim>,
    pub(super) access_token_audience: Option<Claim>,
    /// An access token can't be called back where the API reaches nobody: a day is more than anyone should want.
    pub(super) access_token_ttl: Option<Whole<1, 86_400>>,
    /// Browsers keep a cookie for 400 days at most.
    pub(super) redis_refresh_token_ttl: Option<Whole<1, 34_560_000>>,
    pub(super) password_pepper: Option<Pepper>,
    pub(super) password_pepper_previous: Option<Pepper>,
    pub(super) refresh_token_pepper: Option<Pepper>,
    pub(super) refresh_token_pepper_previous: Option<Pepper>,
    pub(super) bcrypt_cost: Option<Whole<4, 15>>,
    pub(super) key_publish_ahead: Option<Whole<1, 86_400>>,
    pub(super) key_reload: Option<Whole<1, 86_400>>,
    pub(super) login_burst: Option<Whole<1, 100_000>>,
    pub(super) login_per_second: Option<Whole<1, 100_000>>,
    pub(super) login_free_failures: Option<Whole<1, 100>>,
    pub(super) swagger_ui: Option<Switch>,
}

/// The secrets among them: each can be given as `X_FILE`.
pub(super) const SECRETS: [&str; 4] =
    ["PASSWORD_PEPPER", "PASSWORD_PEPPER_PREVIOUS", "REFRESH_TOKEN_PEPPER", "REFRESH_TOKEN_PEPPER_PREVIOUS"];

/// What the process is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Environment {
    /// Real users.
    #[default]
    Production,
    /// Somebody who works on Paseport or tries it: seeded accounts, readable logs, Swagger UI.
    Development,
}

impl Environment {
    /// Whether this is development.
    pub fn is_development(self) -> bool {
        self == Self::Development
    }
}

impl TryFrom<String> for Environment {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        match text.as_str() {
            "production" => Ok(Self::Production),
            "development" => Ok(Self::Development),
            _ => Err(Invalid::must("be production or development")),
        }
    }
}
