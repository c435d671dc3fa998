//! The configuration of the API as a service of the stack.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use anyhow::anyhow;
use shared::{
    config::{AccessTokenConfig, Problems, RedisConfig, ServerConfig, Variables, VaultSettings},
    middleware::edge::EdgeConfig,
};

/// Where it listens when nothing is said: a service of the stack stands on a network of its own behind Nginx.
pub const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 3000);

/// Everything that can be set, with its defaults filled in and its rules checked.
#[derive(Clone, Debug)]
pub struct Config {
    pub server: ServerConfig,
    pub access_tokens: AccessTokenConfig,
    pub redis: RedisConfig,
    pub vault: VaultSettings,
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
        variables.read_secret_files(&[&VaultSettings::SECRETS[..], &RedisConfig::SECRETS].concat(), &mut problems);
        let server = ServerConfig::read(&variables, LISTEN, &mut problems);
        let access_tokens = AccessTokenConfig::read(&variables, None, &mut problems);
        let redis = RedisConfig::read(&variables, &mut problems);
        let vault = VaultSettings::read(&variables, &mut problems);
        let (Some(redis), Some(vault)) = (redis, vault) else { return Err(problems) };
        problems.or(Self { server, access_tokens, redis, vault })
    }

    /// What the edge around the routes is told. The API has no cookies; browsers reach it as they reach the issuer.
    pub fn edge(&self) -> EdgeConfig {
        EdgeConfig {
            trusted_proxies: self.server.trusted_proxies.clone(),
            cors_origins: self.server.cors_origins.clone(),
            ..EdgeConfig::default()
        }
    }
}

/// The environment and the `.env` file.
pub fn process_variables() -> anyhow::Result<Variables> {
    Variables::from_process().map_err(|problems| unusable(&problems))
}

fn unusable(problems: &Problems) -> anyhow::Error {
    anyhow!("these settings can't be used:\n{problems}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: [(&str, &str); 6] = [
        ("ACCESS_TOKEN_ISSUER", "https://id.example.com"),
        ("VAULT_URL", "https://vault.example:8200"),
        ("VAULT_TOKEN", "hvs.CAESIJ"),
        ("MOUNT_PATH", "transit"),
        ("TRANSIT_KEY", "access-token"),
        ("REDIS_SENTINELS", "sentinel-1:26379,sentinel-2:26379,sentinel-3:26379"),
    ];

    fn load(changes: &[(&str, &str)]) -> Result<Config, Vec<String>> {
        let mut variables = Variables::from_pairs(GOOD);
        for (name, value) in changes {
            variables.set(*name, *value);
        }
        let named = |problems: Problems| problems.iter().map(|problem| problem.variable.clone()).collect();
        Config::from_variables(variables).map_err(named)
    }

    #[test]
    fn six_variables_are_enough() {
        let config = load(&[]).unwrap();
        assert_eq!(config.server.listen.to_string(), "0.0.0.0:3000");
        assert_eq!(config.access_tokens.audience, "paseport");
        assert!(!config.server.swagger_ui && !config.server.environment.is_development());
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        for (variable, _) in GOOD {
            assert_eq!(load(&[(variable, "")]).unwrap_err(), [variable]);
        }
        for (variable, value) in [
            ("ACCESS_TOKEN_ISSUER", "a|b"),
            ("ACCESS_TOKEN_TTL", "five"),
            ("KEY_RELOAD", "300"),
            ("SERVER_PORT", "0"),
            ("VAULT_URL", "http://vault:8200"),
            ("VAULT_SKIP_VERIFY", "1"),
        ] {
            assert_eq!(load(&[(variable, value)]).unwrap_err(), [variable], "{variable}={value}");
        }
    }
}
