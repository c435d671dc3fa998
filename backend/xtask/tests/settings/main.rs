//! The files of examples name every setting that a program reads, and none that no program reads.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod read;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use self::read::{commented, declared, interpolated};

/// Which is refused when it is there.
const REFUSED: &str = "VAULT_SKIP_VERIFY";
/// Compose's own.
const OF_COMPOSE: &str = "COMPOSE_PROFILES";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

fn text(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap()
}

/// What the sources below these files and folders read.
fn settings(places: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for place in places {
        for source in sources(&root().join("backend").join(place)) {
            found.append(&mut declared(&fs::read_to_string(source).unwrap()));
        }
    }
    found.remove(REFUSED);
    found
}

fn sources(place: &Path) -> Vec<PathBuf> {
    if place.is_file() {
        return vec![place.to_owned()];
    }
    let entries = fs::read_dir(place).unwrap().map(|entry| entry.unwrap().path());
    let shipped = entries.filter(|path| !path.ends_with("tests") && !path.ends_with("tests.rs"));
    shipped.flat_map(|path| sources(&path)).collect()
}

/// The services of the stack.
const STACK: [&str; 3] = ["shared/src/config", "issuer/src/config", "api/src/config.rs"];
const EMBEDDED: [&str; 2] = ["embedded/src/config", "embedded/src/cli.rs"];

/// Without the `_FILE` under which a secret is given.
fn secret(name: &str, settings: &BTreeSet<String>) -> String {
    let bare = name.strip_suffix("_FILE").filter(|bare| settings.contains(*bare));
    bare.unwrap_or(name).to_owned()
}

#[test]
fn the_programs_settings_are_found_where_they_are_read() {
    let stack = settings(&STACK);
    for name in ["RUST_LOG", "REDIS_SENTINELS", "VAULT_CACERT", "KEY_RELOAD", "SMTP_URL", "MARIADB_URL", "DATA_KEY"] {
        assert!(stack.contains(name), "{name}");
    }
    assert!(settings(&EMBEDDED).contains("DATA_DIR"));
    assert!(stack.len() > 45, "{stack:?}");
}

#[test]
fn the_example_names_every_setting_and_no_other() {
    let read = settings(&[&STACK[..], &EMBEDDED].concat());
    assert_eq!(commented(&text(".env.example")), read);
}

#[test]
fn the_containers_example_names_what_can_be_set_there_and_no_other() {
    let (base, production) = (text("docker/docker-compose.yml"), text("docker/docker-compose.prod.yml"));
    let read = settings(&STACK);
    let mut asked = interpolated(&base);
    asked.append(&mut interpolated(&production));
    let named: BTreeSet<_> = commented(&text("docker/.env.example")).iter().map(|name| secret(name, &read)).collect();

    let unknown: Vec<_> =
        named.iter().filter(|name| !read.contains(*name) && !asked.contains(*name) && *name != OF_COMPOSE).collect();
    assert!(unknown.is_empty(), "nobody reads {unknown:?}");
    let unsaid: Vec<_> = asked.difference(&named).collect();
    assert!(unsaid.is_empty(), "the compose files ask for {unsaid:?}");
    let is_fixed = |name: &String| base.contains(&format!(" {name}: ")) || base.contains(&format!(" {name}_FILE: "));
    let left_out: Vec<_> = read.difference(&named).filter(|name| !is_fixed(name)).collect();
    assert!(left_out.is_empty(), "neither fixed nor named: {left_out:?}");
}

#[test]
fn what_the_containers_are_told_is_read_by_them() {
    let read = settings(&STACK);
    for file in ["docker/docker-compose.yml", "docker/docker-compose.prod.yml"] {
        let told = read::environment(&text(file));
        let unknown: Vec<_> = told.iter().filter(|name| !read.contains(&secret(name, &read))).collect();
        assert!(unknown.is_empty(), "{file}: nobody reads {unknown:?}");
        assert!(told.len() > 5, "{file}: {told:?}");
    }
}
