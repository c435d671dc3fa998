//! The rooms of `documents/architecture.md`, checked on the sources themselves.

mod names;
mod rooms;

use std::fs;
use std::path::{Path, PathBuf};

use rooms::ROOMS;

const MOST_LINES: usize = 400;
const MOST_ENTRIES: usize = 18;
const CRATES: [&str; 6] = ["api", "embedded", "issuer", "shared", "testkit", "xtask"];

fn backend() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in the workspace")
}

/// Every folder and file below `folder`, itself first; nothing when it does not exist.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    if folder.exists() {
        found.push(folder.to_path_buf());
    }
    if folder.is_dir() {
        for entry in fs::read_dir(folder).expect("a source folder can be listed") {
            found.extend(below(&entry.expect("a source folder can be listed").path()));
        }
    }
    found
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = below(folder);
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    files
}

/// Tests beside the code may use a runtime; they never ship.
fn is_test(file: &Path) -> bool {
    file.ends_with("tests.rs") || file.components().any(|part| part.as_os_str() == "tests")
}

#[track_caller]
fn assert_none(violations: &[String], law: &str) {
    assert!(violations.is_empty(), "{law}:\n  {}", violations.join("\n  "));
}

#[test]
fn domain_and_services_know_no_io_crate() {
    let mut violations = Vec::new();
    for room in ROOMS {
        for file in rust_files(&backend().join(room.folder)) {
            let relative = file.strip_prefix(backend()).unwrap();
            if !is_test(relative) {
                let named = room.violations(&fs::read_to_string(&file).unwrap());
                violations.extend(named.iter().map(|path| format!("{} names {path}", relative.display())));
            }
        }
    }
    assert_none(&violations, "domain and services reach the outside through ports only");
}

#[test]
fn every_room_with_a_rule_has_sources() {
    for room in ROOMS {
        let (package, _) = room.folder.split_once('/').unwrap();
        // A crate without handlers is not built yet, so it has no services either.
        let is_built = package == "shared" || backend().join(package).join("src/handlers").exists();
        assert!(!is_built || !rust_files(&backend().join(room.folder)).is_empty(), "{} is empty", room.folder);
    }
}

#[test]
fn the_embedded_edition_holds_no_handler_and_no_service() {
    let source = backend().join("embedded/src");
    assert!(source.is_dir());
    for name in ["handlers", "services"] {
        assert!(!source.join(name).exists() && !source.join(format!("{name}.rs")).exists(), "embedded has {name}");
    }
}

#[test]
fn every_crate_takes_the_laws_of_the_workspace() {
    for name in CRATES {
        let manifest = fs::read_to_string(backend().join(name).join("Cargo.toml")).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true\n"), "{name} sets its own lints");
    }
    let members =
        fs::read_dir(backend()).unwrap().filter(|entry| entry.as_ref().unwrap().path().join("Cargo.toml").exists());
    assert_eq!(members.count(), CRATES.len(), "a crate is missing from this test");
}

#[test]
fn nothing_is_unsafe() {
    let files = CRATES.map(|name| rust_files(&backend().join(name))).concat();
    assert!(files.len() > CRATES.len());
    let is_unsafe = |file: &&PathBuf| names::has_word(&fs::read_to_string(file).unwrap(), "unsafe");
    let found = files.iter().filter(is_unsafe).map(|file| file.display().to_string()).collect::<Vec<_>>();
    assert_none(&found, "no unsafe code");
}

/// The first message says that something failed, and seldom why: `shared::logging::Chain` shows the causes too.
#[test]
fn errors_are_logged_with_their_causes() {
    let files = CRATES.map(|name| rust_files(&backend().join(name).join("src"))).concat();
    let mut violations = Vec::new();
    for file in files.iter().filter(|file| !is_test(file)) {
        let source = fs::read_to_string(file).unwrap();
        let lines = (1..).zip(source.lines()).filter(|(_, line)| loses_causes(line));
        violations.extend(lines.map(|(number, _)| format!("{}:{number}", file.display())));
    }
    assert_none(&violations, "log an error as `error = %Chain(&error)`");
}

/// Whether the line gives a bare error to the log.
fn loses_causes(line: &str) -> bool {
    ["%error", " ?error", "as &dyn Error", "as &dyn std::error::Error"].iter().any(|way| line.contains(way))
}

#[test]
fn bare_errors_are_seen() {
    for line in ["warn!(event = \"x\", %error);", "error = &error as &dyn std::error::Error", "error = ?error"] {
        assert!(loses_causes(line), "{line}");
    }
    assert!(!loses_causes("warn!(event = \"x\", error = %Chain(&error));"));
}

#[test]
fn files_and_folders_stay_small() {
    let mut violations = Vec::new();
    for path in CRATES.iter().flat_map(|name| below(&backend().join(name).join("src"))) {
        let (size, most, unit) = if path.is_dir() {
            (fs::read_dir(&path).unwrap().count(), MOST_ENTRIES, "entries")
        } else {
            // Data, such as a list of words, may be as long as it is.
            let is_code = path.extension().is_some_and(|extension| extension == "rs");
            let text = if is_code { fs::read_to_string(&path).unwrap() } else { String::new() };
            (text.lines().count(), MOST_LINES, "lines")
        };
        if size > most {
            violations.push(format!("{} has {size} {unit}, more than {most}", path.display()));
        }
    }
    assert_none(&violations, "split by feature");
}

/// Old and new instances work on the same tables while an upgrade goes on. What a version doesn't need any more goes in a
/// later one, which adds its file here.
#[test]
fn migrations_take_nothing_away() {
    const CONTRACTIONS: [&str; 0] = [];
    let files = ["issuer", "embedded"].map(|name| below(&backend().join(name).join("migrations"))).concat();
    let files: Vec<_> = files.iter().filter(|file| file.is_file()).collect();
    assert!(files.len() > 20);
    let mut violations = Vec::new();
    for file in files {
        let sql = fs::read_to_string(file).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap();
        if takes_away(&sql) && !CONTRACTIONS.contains(&name) {
            violations.push(file.display().to_string());
        }
    }
    assert_none(&violations, "expand first, contract in a later version");
}

fn takes_away(sql: &str) -> bool {
    let sql = sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join(" ");
    let sql = sql.to_uppercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let is_added_full = sql.split("ADD COLUMN").skip(1).any(|column| {
        let column = column.split([',', ';']).next().unwrap_or_default();
        column.contains("NOT NULL") && !column.contains("DEFAULT")
    });
    is_added_full
        || ["DROP TABLE", "DROP COLUMN", "RENAME ", " MODIFY ", " CHANGE "].iter().any(|way| sql.contains(way))
}

#[test]
fn what_takes_away_is_seen() {
    for sql in [
        "DROP TABLE users;",
        "ALTER TABLE users\n    DROP COLUMN name;",
        "alter table users rename to people;",
        "ALTER TABLE users ADD COLUMN name TEXT NOT NULL;",
    ] {
        assert!(takes_away(sql), "{sql}");
    }
    for sql in [
        "ALTER TABLE users ADD COLUMN name TEXT, ADD COLUMN age INT NOT NULL DEFAULT 0;",
        "DROP INDEX a; -- DROP TABLE",
    ] {
        assert!(!takes_away(sql), "{sql}");
    }
}

#[test]
fn decisions_are_numbered_without_gaps() {
    let folder = backend().parent().unwrap().join("documents/decisions");
    let mut names = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect::<Vec<_>>();
    names.sort();
    assert!(!names.is_empty());
    let wrong = misnumbered(&names);
    assert_none(
        &wrong,
        "decisions are NNNN-title.md, counted from 0001, with a title of small letters, digits and hyphens",
    );
}

/// The names, sorted, that are not `NNNN-title.md` with the number of their place.
fn misnumbered(names: &[String]) -> Vec<String> {
    let is_right = |(place, name): (usize, &String)| {
        let title = name.strip_prefix(&format!("{:04}-", place + 1)).and_then(|rest| rest.strip_suffix(".md"));
        title.is_some_and(|title| {
            !title.is_empty() && title.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        })
    };
    names.iter().enumerate().filter(|numbered| !is_right(*numbered)).map(|(_, name)| name.clone()).collect()
}

#[test]
fn gaps_twins_and_other_names_are_seen() {
    let seen = |names: &[&str]| misnumbered(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    assert_eq!(seen(&["0001-a.md", "0002-b-c.md"]), [""; 0]);
    assert_eq!(seen(&["0001-a.md", "0003-b.md"]), ["0003-b.md"]);
    assert_eq!(seen(&["0001-a.md", "0001-b.md"]), ["0001-b.md"]);
    assert_eq!(seen(&["0001-A title.md"]), ["0001-A title.md"]);
    assert_eq!(seen(&["0001-a.txt"]), ["0001-a.txt"]);
}
