//! What production demands, and what of development it takes away.

use crate::model::{BASE, PRODUCTION, REQUIRED, config, development, production};

#[test]
fn each_thing_that_an_operator_must_say_is_named_when_it_is_missing() {
    let asked = config(&[BASE, PRODUCTION], &[]).unwrap_err();
    for (name, _) in REQUIRED {
        assert!(asked.contains(&format!("required variable {name} is missing a value")), "{name}: {asked}");
        let others: Vec<_> = REQUIRED.into_iter().filter(|(other, _)| *other != name).collect();
        let asked = config(&[BASE, PRODUCTION], &others).unwrap_err();
        assert!(asked.contains(name) && !asked.contains(&format!("variable {} is", others[0].0)), "{name}: {asked}");
    }
}

#[test]
fn the_only_port_to_the_world_is_that_of_https() {
    let model = production();
    let open: Vec<_> = model.services().flat_map(|(name, s)| s.ports().into_iter().map(move |p| (name, p))).collect();
    // Rauthy's stays on this machine, for what ends TLS before it.
    assert_eq!(open, [("nginx", "*:443:8443".to_owned()), ("rauthy", "127.0.0.1:8090:8090".to_owned())]);
    let place = model.service("nginx").mounts().into_iter().find(|mount| mount.target == "/etc/nginx/place.conf");
    assert_eq!(place.unwrap().source, "docker/nginx/place.tls.conf");
}

#[test]
fn services_are_told_that_it_is_production_and_that_everything_is_encrypted() {
    let model = production();
    for service in ["rust_issuer", "rust_api", "provider"] {
        let service = model.service(service);
        for (name, value) in [
            ("PASEPORT_ENV", "production"),
            ("ACCESS_TOKEN_ISSUER", "https://id.example.org"),
            ("VAULT_URL", "https://vault:8200"),
            ("VAULT_ALLOW_HTTP", "false"),
            ("SWAGGER_UI", "false"),
        ] {
            assert_eq!(service.variable(name), Some(value), "{name}");
        }
    }
    let issuer = model.service("rust_issuer");
    assert_eq!(issuer.variable("COOKIE_SECURE"), Some("true"));
    assert_eq!(issuer.variable("PUBLIC_URL"), Some("https://id.example.org"));
    assert_eq!(issuer.variable("OUTBOUND_ALLOW_HOSTS"), Some(""));
    assert!(model.service("mariadb").texts("command").contains(&"--require-secure-transport=ON".to_owned()));
}

#[test]
fn vault_opens_itself_to_nobody() {
    let (here, there) = (development(), production());
    let vault = |model: &crate::model::Model| {
        let vault = model.service("vault");
        let mounts: Vec<_> = vault.mounts().into_iter().map(|mount| mount.source).collect();
        (vault.texts("entrypoint").join(" "), mounts)
    };
    let (starts, mounts) = vault(&here);
    assert!(starts.contains("development.sh") && mounts.contains(&"vault-development".to_owned()));
    let (starts, mounts) = vault(&there);
    assert_eq!(starts, "vault server -config=/vault/paseport/production.hcl");
    assert!(!mounts.iter().any(|mount| mount.contains("development") || mount.contains("login")), "{mounts:?}");
}

#[test]
fn nothing_that_was_made_for_development_is_mounted() {
    let model = production();
    for (name, service) in model.services() {
        for mount in service.mounts() {
            let of_development = ["secrets-", "vault-login", "vault-development", "docker/rauthy"];
            assert!(!of_development.iter().any(|made| mount.source.starts_with(made)), "{name}: {mount:?}");
        }
    }
    assert_eq!(model.service("secrets").texts("command")[0], "check");
}
