//! Names, networks, ports and profiles, as the contract has them (section 9).

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{development, production},
    root,
};

const SERVICES: [&str; 12] = [
    "nginx",
    "rust_issuer",
    "rust_api",
    "vault",
    "mariadb",
    "redis-master",
    "redis-replica-1",
    "sentinel-1",
    "sentinel-2",
    "sentinel-3",
    "rauthy",
    "frontend",
];
/// They do something once and end. None is in a network of its own.
const ONCE: [&str; 3] = ["frontend", "provider", "secrets"];
const NETWORKS: [(&str, &[&str]); 5] = [
    ("backend-net", &["nginx", "rust_issuer", "rust_api"]),
    (
        "redis-net",
        &["redis-master", "redis-replica-1", "sentinel-1", "sentinel-2", "sentinel-3", "rust_issuer", "rust_api"],
    ),
    ("mariadb-net", &["mariadb", "rust_issuer"]),
    ("vault-net", &["vault", "rust_issuer", "rust_api"]),
    ("rauthy-net", &["rauthy", "rust_issuer"]),
];
const PORTS: [(&str, &str); 7] = [
    ("nginx", "127.0.0.1:8080:8080"),
    ("rauthy", "127.0.0.1:8090:8090"),
    ("rust_issuer", "127.0.0.1:3000:3000"),
    ("rust_api", "127.0.0.1:3001:3000"),
    ("mariadb", "127.0.0.1:3306:3306"),
    ("redis-master", "127.0.0.1:6379:6379"),
    ("sentinel-1", "127.0.0.1:26379:26379"),
];

#[test]
fn the_services_are_those_and_what_ends_by_itself() {
    let model = development();
    let found: BTreeSet<_> = model.services().map(|(name, _)| name).collect();
    assert_eq!(found, SERVICES.into_iter().chain(ONCE).collect());
    for (name, service) in model.services() {
        let is_once = service.text("restart").unwrap().starts_with("on-failure");
        assert_eq!(is_once, ONCE.contains(&name), "{name}");
    }
}

#[test]
fn only_the_app_is_built_by_a_profile_and_the_example_asks_for_it() {
    let model = development();
    let of_profile = model.services().filter(|(_, service)| !service.texts("profiles").is_empty());
    let named: Vec<_> = of_profile.map(|(name, service)| (name, service.texts("profiles"))).collect();
    assert_eq!(named, [("frontend", vec!["build".to_owned()])]);
    let example = std::fs::read_to_string(root().join("docker/.env.example")).unwrap();
    assert!(example.lines().any(|line| line == "COMPOSE_PROFILES=build"));
}

#[test]
fn the_networks_have_these_members_and_no_others() {
    for model in [development(), production()] {
        let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (name, service) in model.services() {
            for network in service.networks() {
                found.entry(network).or_default().insert(name);
            }
        }
        let expected = NETWORKS.map(|(network, members)| (network, members.iter().copied().collect()));
        assert_eq!(found, BTreeMap::from(expected));
    }
}

#[test]
fn what_ends_by_itself_joins_no_network() {
    let model = development();
    let mode = |name: &str| model.service(name).text("network_mode").unwrap().to_owned();
    assert_eq!(ONCE.map(mode), ["none", "service:rust_issuer", "none"]);
}

#[test]
fn the_ports_are_these_and_only_this_machine_reaches_them() {
    let model = development();
    let found: BTreeMap<_, _> = model
        .services()
        .filter(|(_, service)| !service.ports().is_empty())
        .map(|(name, s)| (name, s.ports()))
        .collect();
    assert_eq!(found, PORTS.map(|(name, port)| (name, vec![port.to_owned()])).into());
}

#[test]
fn rauthy_has_one_address_for_browser_and_issuer() {
    let model = development();
    let rauthy = model.service("rauthy");
    assert_eq!(rauthy.0["networks"]["rauthy-net"]["aliases"], serde_json::json!(["rauthy.localhost"]));
    assert_eq!(model.service("rust_issuer").variable("OUTBOUND_ALLOW_HOSTS"), Some("rauthy.localhost:8090"));
    let read = |file: &str| std::fs::read_to_string(root().join("docker/rauthy").join(file)).unwrap();
    let provider: serde_json::Value = serde_json::from_str(&read("provider.json")).unwrap();
    let clients: serde_json::Value = serde_json::from_str(&read("bootstrap/clients.json")).unwrap();
    assert_eq!(provider["issuer"], "http://rauthy.localhost:8090/auth/v1/");
    assert!(read("config.toml").contains("pub_url = 'rauthy.localhost:8090'"));
    assert_eq!(
        (&provider["client_id"], &provider["client_secret"]),
        (&clients[0]["id"], &clients[0]["secret"]["Plain"])
    );
    // Rauthy and the issuer share one network, and Nginx is not in it.
    assert_eq!(clients[0]["backchannel_logout_uri"], "http://rust_issuer:3000/auth/v1/oauth/backchannel-logout/rauthy");
}

#[test]
fn proxies_are_believed_by_their_address() {
    for model in [development(), production()] {
        let nginx = &model.service("nginx").0["networks"]["backend-net"]["ipv4_address"];
        for service in ["rust_issuer", "rust_api"] {
            assert_eq!(model.service(service).variable("TRUSTED_PROXIES"), nginx.as_str(), "{service}");
        }
    }
}

/// What the local stack of the tests runs with (`testkit::servers`), and what it reads.
#[test]
fn the_mounted_configuration_is_the_local_stacks() {
    for (service, source, server, reads) in [
        ("nginx", "docker/nginx", "nginx", "docker/nginx"),
        ("mariadb", "docker/mariadb/paseport.cnf", "mariadb", "docker/mariadb/paseport.cnf"),
        ("redis-master", "docker/redis", "redis", "../../docker/redis"),
        ("redis-replica-1", "docker/redis", "redis", "../../docker/redis"),
        ("sentinel-1", "docker/redis", "redis", "../../docker/redis"),
        ("vault", "docker/vault", "vault", "docker/vault"),
    ] {
        let model = development();
        assert!(model.service(service).mounts().iter().any(|mount| mount.source == source), "{service}");
        let code = std::fs::read_to_string(root().join(format!("backend/testkit/src/servers/{server}.rs"))).unwrap();
        assert!(code.contains(&format!("\"{reads}")), "{server}.rs reads {reads}");
    }
}

#[test]
fn what_is_mounted_is_there_and_nobody_writes_to_it() {
    let model = development();
    for (name, service) in model.services() {
        for mount in service.mounts().iter().filter(|mount| mount.is_bind) {
            assert!(mount.source.starts_with("docker/"), "{name}: {mount:?}");
            assert!(root().join(&mount.source).exists() && mount.is_read_only, "{name}: {mount:?}");
        }
    }
}
