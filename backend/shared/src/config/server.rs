//! The variables of whatever listens.

use std::net::{IpAddr, SocketAddr};

use serde::Deserialize;

use super::{Environment, Parsed, Problems, Switch, Variables, Whole, read};
use crate::{
    logging::{LogFilter, LogFormat},
    middleware::{client_ip::TrustedProxies, cors::CorsOrigins},
};

/// Where a process listens, whom it believes, and what it says about itself.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// Production unless told otherwise.
    pub environment: Environment,
    /// What is logged.
    pub log_filter: LogFilter,
    /// How a line of the log looks.
    pub log_format: LogFormat,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Origins that may read answers, without credentials.
    pub cors_origins: CorsOrigins,
    /// Peers whose forwarding headers are believed.
    pub trusted_proxies: TrustedProxies,
    /// Whether Swagger UI and the `OpenAPI` documents are served.
    pub swagger_ui: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Settings {
    paseport_env: Option<Environment>,
    rust_log: Option<LogFilter>,
    log_format: Option<LogFormat>,
    server_address: Option<Parsed<IpAddr>>,
    server_port: Option<Whole<1, 65_535>>,
    cors_origins: Option<Parsed<CorsOrigins>>,
    trusted_proxies: Option<Parsed<TrustedProxies>>,
    swagger_ui: Option<Switch>,
}

impl ServerConfig {
    /// Reads the settings; `listen` is where to listen when nothing is said.
    pub fn read(variables: &Variables, listen: SocketAddr, problems: &mut Problems) -> Self {
        let settings: Settings = read(variables, problems);
        let environment = settings.paseport_env.unwrap_or_default();
        let development = environment.is_development();
        Self {
            environment,
            log_filter: settings.rust_log.unwrap_or_default(),
            log_format: settings.log_format.unwrap_or(if development { LogFormat::Pretty } else { LogFormat::Json }),
            listen: SocketAddr::new(
                settings.server_address.map_or(listen.ip(), |address| address.0),
                // The bounds of the setting are those of the type.
                settings.server_port.map_or(listen.port(), |port| u16::try_from(port.get()).unwrap_or(u16::MAX)),
            ),
            cors_origins: settings.cors_origins.map(|setting| setting.0).unwrap_or_default(),
            trusted_proxies: settings.trusted_proxies.map(|setting| setting.0).unwrap_or_default(),
            swagger_ui: settings.swagger_ui.map_or(development, Switch::is_on),
        }
    }
}
