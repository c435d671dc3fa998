//! The variables about Redis that issuer and API share.

use std::{fs, path::PathBuf};

use secrecy::SecretString;
use serde::Deserialize;

use super::{Parsed, Problems, Setting, Switch, Variables, is_placeholder, read};
use crate::adapters::redis::{Endpoint, Login, Namespaces, RedisSettings, Tls};

/// How many connections carry the commands of one process: one for each core is plenty, and two keep a slow answer from
/// holding up the rest.
const CONNECTIONS: usize = 2;

/// Where Redis is, how one is let in, and what keys are called.
#[derive(Clone, Debug)]
pub struct RedisConfig {
    /// `REDIS_SENTINELS`, `REDIS_MASTER_NAME`, the logins and TLS.
    pub settings: RedisSettings,
    /// The `REDIS_NAMESPACE_` ones.
    pub names: Namespaces,
}

/// `host:port` of all Sentinels.
#[derive(Clone, Debug)]
struct Endpoints(Vec<Endpoint>);

impl Setting for Endpoints {
    const MUST: &'static str = "be the Sentinels as host:port, separated by commas";

    fn parse_setting(text: &str) -> Option<Self> {
        text.split(',').map(|endpoint| endpoint.trim().parse().ok()).collect::<Option<_>>().map(Self)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "a field is called as its variable is")]
struct Settings {
    redis_sentinels: Option<Parsed<Endpoints>>,
    redis_master_name: Option<String>,
    redis_username: Option<String>,
    redis_password: Option<SecretString>,
    redis_sentinel_username: Option<String>,
    redis_sentinel_password: Option<SecretString>,
    redis_tls: Option<Switch>,
    redis_tls_ca_file: Option<PathBuf>,
    redis_tls_cert_file: Option<PathBuf>,
    redis_tls_key_file: Option<PathBuf>,
    redis_namespace_refresh_by_token: Option<String>,
    redis_namespace_refresh_by_uid: Option<String>,
    redis_namespace_uid_to_role: Option<String>,
}

impl RedisConfig {
    /// What can be given as a file too: the caller's [`Variables::read_secret_files`] must have done so.
    pub const SECRETS: [&str; 2] = ["REDIS_PASSWORD", "REDIS_SENTINEL_PASSWORD"];

    /// Reads the settings. `None`: something is wrong.
    pub fn read(variables: &Variables, problems: &mut Problems) -> Option<Self> {
        let mut settings: Settings = read(variables, problems);
        for variable in Self::SECRETS {
            if variables.get(variable).is_some_and(is_placeholder) {
                problems.add(variable, "must not be a placeholder");
            }
        }
        let tls = tls(&settings, problems);
        let names = names(&mut settings, problems);
        if settings.redis_sentinels.is_none() && !problems.concern(&["REDIS_SENTINELS"]) {
            problems.add("REDIS_SENTINELS", "must be set");
        }
        let login = |username, password: Option<SecretString>| password.map(|password| Login { username, password });
        let settings = RedisSettings {
            sentinels: settings.redis_sentinels?.0.0,
            master_name: settings.redis_master_name.unwrap_or_else(|| "paseport".to_owned()),
            login: login(settings.redis_username, settings.redis_password),
            sentinel_login: login(settings.redis_sentinel_username, settings.redis_sentinel_password),
            tls: tls?,
            connections: CONNECTIONS,
        };
        Some(Self { settings, names: names? })
    }
}

fn names(settings: &mut Settings, problems: &mut Problems) -> Option<Namespaces> {
    let defaults = Namespaces::default();
    // An operator writes the name, with or without the colon before what follows.
    let prefix = |given: &mut Option<String>, default: String| {
        given.take().map_or(default, |name| if name.ends_with(':') { name } else { name + ":" })
    };
    let names = Namespaces {
        by_token: prefix(&mut settings.redis_namespace_refresh_by_token, defaults.by_token),
        by_uid: prefix(&mut settings.redis_namespace_refresh_by_uid, defaults.by_uid),
        role: prefix(&mut settings.redis_namespace_uid_to_role, defaults.role),
    };
    if !names.are_apart() {
        problems.add("REDIS_NAMESPACE_UID_TO_ROLE", "and REDIS_NAMESPACE_REFRESH_BY_TOKEN must not begin alike");
        return None;
    }
    Some(names)
}

/// `None`: something is wrong. `Some(None)`: plain text.
#[expect(clippy::option_option, reason = "whether it could be read, and whether there is any")]
fn tls(settings: &Settings, problems: &mut Problems) -> Option<Option<Tls>> {
    let files = [&settings.redis_tls_ca_file, &settings.redis_tls_cert_file, &settings.redis_tls_key_file];
    if !settings.redis_tls.is_some_and(Switch::is_on) {
        if files.iter().any(|file| file.is_some()) {
            problems.add("REDIS_TLS", "must be true where REDIS_TLS_CA_FILE or REDIS_TLS_CERT_FILE is set");
            return None;
        }
        return Some(None);
    }
    let mut file = |variable: &str, path: &Option<PathBuf>| match path.as_ref().map(fs::read).transpose() {
        Ok(content) => Some(content),
        Err(error) => {
            problems.add(variable, format!("names a file that can't be read: {}", error.kind()));
            None
        }
    };
    let authority = file("REDIS_TLS_CA_FILE", &settings.redis_tls_ca_file);
    let certificate = file("REDIS_TLS_CERT_FILE", &settings.redis_tls_cert_file);
    let key = file("REDIS_TLS_KEY_FILE", &settings.redis_tls_key_file);
    let own = match (certificate?, key?) {
        (None, None) => None,
        (Some(certificate), Some(key)) => {
            let Ok(key) = String::from_utf8(key) else {
                problems.add("REDIS_TLS_KEY_FILE", "must name a PEM file");
                return None;
            };
            Some((certificate, SecretString::from(key)))
        }
        _ => {
            problems.add("REDIS_TLS_CERT_FILE", "and REDIS_TLS_KEY_FILE must be set together");
            return None;
        }
    };
    Some(Some(Tls { authority: authority?, own }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(changes: &[(&str, &str)]) -> Result<RedisConfig, Vec<String>> {
        let mut variables = Variables::from_pairs([("REDIS_SENTINELS", "sentinel-1:26379, sentinel-2:26379")]);
        for (name, value) in changes {
            variables.set(*name, *value);
        }
        let mut problems = Problems::default();
        let config = RedisConfig::read(&variables, &mut problems);
        let named: Vec<_> = problems.iter().map(|problem| problem.variable.clone()).collect();
        if named.is_empty() { Ok(config.expect("no problem, no reason")) } else { Err(named) }
    }

    #[test]
    fn the_sentinels_are_enough() {
        let config = load(&[]).unwrap();
        assert_eq!(config.settings.sentinels.len(), 2);
        assert_eq!(config.settings.master_name, "paseport");
        assert!(config.settings.login.is_none() && config.settings.tls.is_none());
        assert_eq!(config.names, Namespaces::default());
    }

    #[test]
    fn what_is_set_is_used() {
        let config = load(&[
            ("REDIS_MASTER_NAME", "mymaster"),
            ("REDIS_USERNAME", "issuer"),
            ("REDIS_PASSWORD", "q7Zt1m0YHcXv5rWn"),
            ("REDIS_TLS", "true"),
            ("REDIS_NAMESPACE_UID_TO_ROLE", "team:role"),
            ("REDIS_NAMESPACE_REFRESH_BY_UID", "team:uid:"),
        ])
        .unwrap();
        assert_eq!(config.settings.master_name, "mymaster");
        assert_eq!(config.settings.login.unwrap().username.as_deref(), Some("issuer"));
        assert!(config.settings.tls.is_some());
        assert_eq!((&*config.names.role, &*config.names.by_uid), ("team:role:", "team:uid:"));
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        for (name, value) in [
            ("REDIS_SENTINELS", ""),
            ("REDIS_SENTINELS", "sentinel-1"),
            ("REDIS_PASSWORD", "changeme"),
            ("REDIS_NAMESPACE_UID_TO_ROLE", "refresh_token"),
        ] {
            assert_eq!(load(&[(name, value)]).unwrap_err(), [name], "{name}={value}");
        }
        assert_eq!(load(&[("REDIS_TLS_CA_FILE", "/ca.pem")]).unwrap_err(), ["REDIS_TLS"]);
        let tls = ("REDIS_TLS", "true");
        assert_eq!(load(&[tls, ("REDIS_TLS_CA_FILE", "/no/such/file")]).unwrap_err(), ["REDIS_TLS_CA_FILE"]);
    }
}
