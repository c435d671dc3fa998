//! Secrets are files, each of which only its user can read.

use crate::model::{development, production};

fn is_secret(variable: &str) -> bool {
    ["PASSWORD", "PEPPER", "SECRET", "TOKEN"].iter().any(|word| variable.contains(word))
        && !["ACCESS_TOKEN_", "REDIS_NAMESPACE_", "REDIS_REFRESH_TOKEN_TTL"].iter().any(|not| variable.starts_with(not))
        || variable.starts_with("MARIADB_URL")
        || variable.starts_with("SMTP_URL")
}

#[test]
fn no_secret_is_a_variable() {
    for model in [development(), production()] {
        for (name, service) in model.services() {
            let secrets: Vec<_> = service.variables().filter(|(variable, _)| is_secret(variable)).collect();
            for (variable, value) in &secrets {
                // An empty one is none.
                let is_file = value.is_empty() || value.starts_with("/run/");
                assert!(variable.ends_with("_FILE") && is_file, "{name}: {variable}={value}");
            }
            assert_eq!(
                secrets.is_empty(),
                !["rust_issuer", "rust_api", "provider", "mariadb"].contains(&name),
                "{name}"
            );
        }
    }
}

#[test]
fn each_volume_with_secrets_is_mounted_by_its_users_alone() {
    for (volume, users) in [
        ("secrets-issuer", &["provider", "rust_issuer", "secrets"][..]),
        ("secrets-api", &["rust_api", "secrets"]),
        ("secrets-mariadb", &["mariadb", "secrets"]),
        ("secrets-redis", &["redis-master", "redis-replica-1", "secrets"]),
        ("secrets-sentinel", &["secrets", "sentinel-1", "sentinel-2", "sentinel-3"]),
        ("vault-login-issuer", &["provider", "rust_issuer", "secrets", "vault"]),
        ("vault-login-api", &["rust_api", "secrets", "vault"]),
        ("vault-development", &["secrets", "vault"]),
    ] {
        let model = development();
        let mounting = model.services().filter(|(_, service)| service.mounts().iter().any(|m| m.source == volume));
        let mounting: Vec<_> = mounting.collect();
        assert_eq!(mounting.iter().map(|(name, _)| *name).collect::<Vec<_>>(), users, "{volume}");
        for (name, service) in mounting.iter().filter(|(name, _)| !["secrets", "vault"].contains(name)) {
            assert!(service.mounts().iter().all(|m| m.source != volume || m.is_read_only), "{name} writes to {volume}");
        }
    }
}
