//! What every container is denied, and what it may use at most.

use std::collections::BTreeSet;

use crate::model::{Model, development, production};

/// Who needs to be root for a moment, and what for: it gives files to the users of the others.
const ROOT: &str = "secrets";
/// There is nothing in its image to ask with.
const SILENT: &str = "rauthy";
const ONCE: [&str; 3] = ["frontend", "provider", "secrets"];

fn both() -> [Model; 2] {
    [development(), production()]
}

#[test]
fn nobody_may_more_than_he_needs() {
    for model in both() {
        for (name, service) in model.services() {
            assert_eq!(service.0["read_only"], true, "{name}");
            assert_eq!(service.texts("cap_drop"), ["ALL"], "{name}");
            assert_eq!(service.texts("security_opt"), ["no-new-privileges:true"], "{name}");
            assert_eq!(service.texts("cap_add").is_empty(), name != ROOT, "{name}");
            assert!(service.0.get("privileged").is_none() && service.0.get("devices").is_none(), "{name}");
            let user = service.text("user").unwrap();
            assert_eq!(user.starts_with("0:"), name == ROOT, "{name} runs as {user}");
            assert!(
                user.split_once(':')
                    .is_some_and(|(user, group)| { user.parse::<u32>().is_ok() && group.parse::<u32>().is_ok() }),
                "{name}: a name is looked up in the image, {user}"
            );
        }
    }
}

#[test]
fn nobody_takes_more_than_he_is_given() {
    for model in both() {
        for (name, service) in model.services() {
            let limits = &service.0["deploy"]["resources"]["limits"];
            let bytes: u64 = limits["memory"].as_str().unwrap().parse().unwrap();
            assert!(bytes <= 768 << 20, "{name}: {bytes}");
            assert!(limits["pids"].as_u64().is_some_and(|most| most <= 256), "{name}: {limits}");
            assert!(limits["cpus"].is_number(), "{name}: {limits}");
            let log = &service.0["logging"];
            assert_eq!(log["driver"], "json-file", "{name}");
            assert!(log["options"]["max-size"].is_string() && log["options"]["max-file"].is_string(), "{name}");
        }
    }
}

#[test]
fn what_is_written_is_in_a_volume_or_in_memory() {
    for model in both() {
        for (name, service) in model.services() {
            for place in service.texts("tmpfs") {
                assert!(place.starts_with('/') && place.contains("size="), "{name}: {place}");
            }
            for mount in service.mounts() {
                assert!(!mount.source.contains("docker.sock"), "{name}");
            }
        }
    }
}

#[test]
fn everybody_who_stays_tells_how_he_is_and_is_started_again() {
    for model in both() {
        for (name, service) in model.services() {
            let check = &service.0["healthcheck"];
            if ONCE.contains(&name) || name == SILENT {
                assert_eq!(check["disable"], true, "{name}");
                continue;
            }
            assert_eq!(service.text("restart"), Some("unless-stopped"), "{name}");
            assert!(check["test"].as_array().is_some_and(|test| test.len() > 1), "{name}: {check}");
            for time in ["interval", "timeout", "start_period", "start_interval"] {
                assert!(check[time].is_string(), "{name}: {time}");
            }
        }
    }
}

#[test]
fn everybody_waits_until_what_he_needs_is_healthy() {
    let mut needed = BTreeSet::new();
    for model in both() {
        for (name, service) in model.services() {
            for (needs, condition) in service.waits_for() {
                let expected = if ONCE.contains(&needs) { "service_completed_successfully" } else { "service_healthy" };
                assert_eq!(condition, expected, "{name} waits for {needs}");
                needed.insert(needs.to_owned());
            }
        }
    }
    for service in ["mariadb", "vault", "sentinel-1", "sentinel-2", "sentinel-3", "rust_issuer", "rust_api", "secrets"]
    {
        assert!(needed.contains(service), "nobody waits for {service}");
    }
}

#[test]
fn images_are_pinned_by_version() {
    for model in both() {
        for (name, service) in model.services() {
            let image = service.text("image").unwrap();
            let (_, version) = image.rsplit_once(':').unwrap_or_else(|| panic!("{name}: {image} has no version"));
            let numbers = version.split('-').next().unwrap().split('.');
            assert_eq!(numbers.filter(|number| number.parse::<u32>().is_ok()).count(), 3, "{name}: {image}");
        }
    }
}

/// Somebody else may have their names in a registry.
#[test]
fn our_own_images_are_never_looked_for_in_a_registry() {
    for model in both() {
        let ours = model.services().filter(|(_, service)| service.text("image").unwrap().starts_with("paseport/"));
        let ours: Vec<_> = ours.map(|(name, service)| (name, service.text("pull_policy"))).collect();
        let expected = ["frontend", "provider", "rust_api", "rust_issuer"].map(|name| (name, Some("never")));
        assert_eq!(ours, expected);
    }
}
