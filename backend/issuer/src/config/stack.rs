//! What the issuer is told as a service of the stack.

use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use anyhow::anyhow;
use serde::Deserialize;
use shared::{
    adapters::vault::TransitKey,
    config::{Problems, RedisConfig, Variables, VaultSettings, Whole, read, seconds},
    domain::peppers::PepperRing,
};

use super::{CoreConfig, MariaDbUrl, PepperConfig};

/// Where it listens when nothing is said: a service of the stack stands on a network of its own behind Nginx.
pub const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::UNSPECIFIED), 3000);

/// Everything that can be set, with its defaults filled in and its rules checked.
#[derive(Clone, Debug)]
pub struct Config {
    pub core: CoreConfig,
    pub mariadb: MariaDbUrl,
    pub redis: RedisConfig,
    /// `REDIS_ROLE_TTL`: how long a role value lives that no refresh uses.
    pub role_life: Duration,
    pub vault: VaultSettings,
    /// `DATA_KEY`: the key beside `TRANSIT_KEY` that seals secrets at rest.
    pub data_key: TransitKey,
    pub password_peppers: PepperRing,
    pub refresh_peppers: PepperRing,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Settings {
    redis_role_ttl: Option<Whole<1, 34_560_000>>,
    data_key: Option<String>,
}

impl Config {
    /// Reads the environment and the `.env` file.
    ///
    /// The error names every variable that is wrong, one line each, and shows no value.
    pub fn load() -> anyhow::Result<Self> {
        Self::from_variables(process_variables()?).map_err(|problems| unusable(&problems))
    }

    /// The same from given variables.
    pub fn from_variables(mut variables: Variables) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        Draft::read(&mut variables, &mut problems).complete(problems)
    }
}

/// What could be read of the settings, whatever else is wrong with them.
#[derive(Clone, Debug)]
pub struct Draft {
    pub core: CoreConfig,
    pub mariadb: Option<MariaDbUrl>,
    pub redis: Option<RedisConfig>,
    role_life: Duration,
    pub vault: Option<VaultSettings>,
    pub data_key: Option<TransitKey>,
    pub password_peppers: Option<PepperRing>,
    pub refresh_peppers: Option<PepperRing>,
}

impl Draft {
    /// What can be given as a file too.
    pub fn secrets() -> Vec<&'static str> {
        let secrets =
            [&CoreConfig::SECRETS[..], &VaultSettings::SECRETS, &RedisConfig::SECRETS, &[MariaDbUrl::VARIABLE]];
        secrets.concat()
    }

    /// Reads the settings, and those first that are given as files.
    pub fn read(variables: &mut Variables, problems: &mut Problems) -> Self {
        variables.read_secret_files(&Self::secrets(), problems);
        let variables = &*variables;
        require(variables, "PUBLIC_URL", problems);
        let core = CoreConfig::read(variables, LISTEN, problems);
        let vault = VaultSettings::read(variables, problems);
        let mariadb = MariaDbUrl::read(variables, core.server.environment, problems);
        let redis = RedisConfig::read(variables, problems);
        let settings: Settings = read(variables, problems);
        let data_key = vault.as_ref().and_then(|vault| data_key(settings.data_key.as_deref(), &vault.key, problems));
        let role_life = seconds(settings.redis_role_ttl, 86_400);
        if role_life <= core.access_tokens.ttl && !problems.concern(&["REDIS_ROLE_TTL", "ACCESS_TOKEN_TTL"]) {
            problems.add("REDIS_ROLE_TTL", "must be more than ACCESS_TOKEN_TTL: a live token needs its user's roles");
        }
        let password_peppers = peppers("PASSWORD_PEPPER", &core.password_pepper, problems);
        let refresh_peppers = peppers("REFRESH_TOKEN_PEPPER", &core.refresh_token_pepper, problems);
        Self { core, mariadb, redis, role_life, vault, data_key, password_peppers, refresh_peppers }
    }

    /// All of it, if nothing is wrong.
    fn complete(self, problems: Problems) -> Result<Config, Problems> {
        let Self { core, mariadb, redis, role_life, vault, data_key, password_peppers, refresh_peppers } = self;
        let (Some(vault), Some(data_key), Some(mariadb), Some(redis)) = (vault, data_key, mariadb, redis) else {
            return Err(problems);
        };
        let (Some(password_peppers), Some(refresh_peppers)) = (password_peppers, refresh_peppers) else {
            return Err(problems);
        };
        problems.or(Config { core, mariadb, redis, role_life, vault, data_key, password_peppers, refresh_peppers })
    }
}

/// The environment and the `.env` file.
pub fn process_variables() -> anyhow::Result<Variables> {
    Variables::from_process().map_err(|problems| unusable(&problems))
}

fn unusable(problems: &Problems) -> anyhow::Error {
    anyhow!("these settings can't be used:\n{problems}")
}

fn require(variables: &Variables, variable: &str, problems: &mut Problems) {
    if variables.get(variable).is_none() {
        problems.add(variable, "must be set");
    }
}

/// A key that signs can't seal.
fn data_key(name: Option<&str>, signing: &TransitKey, problems: &mut Problems) -> Option<TransitKey> {
    let name = name.unwrap_or("data");
    if name == signing.name() {
        problems.add("DATA_KEY", "and TRANSIT_KEY must be different keys");
        return None;
    }
    signing.beside(name).map_err(|error| problems.add("DATA_KEY", error.to_string())).ok()
}

/// Several issuers have to agree on the peppers, so none of them makes its own.
fn peppers(variable: &str, config: &PepperConfig, problems: &mut Problems) -> Option<PepperRing> {
    let Some(current) = &config.current else {
        if !problems.concern(&[variable, &format!("{variable}_FILE")]) {
            problems.add(variable, "must be set");
        }
        return None;
    };
    // The setting is at least as long as a pepper has to be.
    config.ring(current).ok()
}
