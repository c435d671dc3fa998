//! Scripts and Dockerfiles, read by the programs that know what goes wrong in them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::root;

fn files(folder: &Path, is_wanted: &dyn Fn(&Path) -> bool, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, is_wanted, found);
        } else if is_wanted(&path) {
            found.push(path);
        }
    }
}

fn below_docker(is_wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(&root().join("docker"), &is_wanted, &mut found);
    found
}

fn complaints(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert_eq!(output.status.success(), said.is_empty(), "{}", String::from_utf8_lossy(&said));
    String::from_utf8(said).unwrap()
}

#[test]
fn shellcheck_has_nothing_to_say_about_the_scripts() {
    let mut scripts = below_docker(|path| path.extension().is_some_and(|extension| extension == "sh"));
    assert!(scripts.len() >= 10, "{scripts:?}");
    scripts.push(root().join(".ci/run"));
    assert_eq!(complaints(Command::new("shellcheck").args(&scripts)), "");
}

#[test]
fn shellcheck_sees_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("wrong.sh");
    fs::write(&script, "#!/bin/sh\nrm -rf $1/*\n").unwrap();
    let output = Command::new("shellcheck").arg(script).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("SC2086"));
}

#[test]
fn every_script_stops_at_its_first_failure() {
    for script in below_docker(|path| path.extension().is_some_and(|extension| extension == "sh")) {
        let text = fs::read_to_string(&script).unwrap();
        assert!(text.contains("\nset -eu"), "{}", script.display());
        let shell = if text.starts_with("#!/bin/bash\n") { "bash" } else { "sh" };
        assert!(text.starts_with(&format!("#!/bin/{shell}\n")), "{}", script.display());
        assert!(shell == "sh" || script.parent().unwrap().ends_with("standin"), "{}", script.display());
    }
}

#[test]
fn hadolint_has_nothing_to_say_about_the_dockerfiles() {
    let hadolint = std::env::var_os("HADOLINT_BIN").expect("`cargo xtask test` names hadolint in HADOLINT_BIN");
    let dockerfiles = below_docker(|path| path.ends_with("Dockerfile"));
    assert_eq!(dockerfiles.len(), 2, "{dockerfiles:?}");
    assert_eq!(complaints(Command::new(hadolint).arg("--no-color").args(&dockerfiles)), "");
}

#[test]
fn images_of_dockerfiles_are_pinned_and_run_as_nobody_in_particular() {
    for dockerfile in below_docker(|path| path.ends_with("Dockerfile")) {
        let text = fs::read_to_string(&dockerfile).unwrap();
        let bases = text.lines().filter_map(|line| line.strip_prefix("FROM "));
        for base in bases.map(|base| base.split(' ').next().unwrap()).filter(|base| *base != "scratch") {
            let (_, version) = base.split_once(':').unwrap();
            assert_eq!(version.split('-').next().unwrap().split('.').count(), 3, "{base}");
        }
        // The first stage builds; what is shipped comes after.
        let shipped = text.split("\nFROM ").skip(2);
        assert!(
            shipped.clone().count() >= 1 && shipped.into_iter().all(|stage| stage.contains("\nUSER 10001:10001\n"))
        );
    }
    let ours = fs::read_to_string(root().join("docker/rust_app/Dockerfile")).unwrap();
    let toolchain = fs::read_to_string(root().join("rust-toolchain.toml")).unwrap();
    let channel = toolchain.lines().find_map(|line| line.strip_prefix("channel = ")).unwrap().trim_matches('"');
    assert!(ours.contains(&format!("FROM rust:{channel}-slim-bookworm AS build\n")), "{channel}");
}
