//! What Cargo knows about the tests of the workspace.

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::workspace::Workspace;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
    #[serde(default, rename = "required-features")]
    required_features: Vec<String>,
}

/// The names of the integration tests that ask for no feature, each once.
pub(crate) fn plain_tests(workspace: &Workspace) -> Result<Vec<String>> {
    let mut cargo = workspace.cargo();
    let output = cargo.args(["metadata", "--locked", "--no-deps", "--format-version=1"]).output()?;
    if !output.status.success() {
        bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    names(&output.stdout)
}

fn names(metadata: &[u8]) -> Result<Vec<String>> {
    let Metadata { packages } = serde_json::from_slice(metadata).context("cargo metadata is not understood")?;
    let targets = packages.into_iter().flat_map(|package| package.targets);
    let plain =
        targets.filter(|target| target.kind.contains(&"test".to_owned()) && target.required_features.is_empty());
    let mut names: Vec<_> = plain.map(|target| target.name).collect();
    names.sort();
    names.dedup();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_asks_for_a_feature_is_left_out() {
        let metadata = br#"{ "packages": [
            { "targets": [
                { "name": "issuer", "kind": ["lib"] },
                { "name": "http", "kind": ["test"] },
                { "name": "mariadb", "kind": ["test"], "required-features": ["real-servers"] }
            ] },
            { "targets": [{ "name": "http", "kind": ["test"] }] }
        ] }"#;
        assert_eq!(names(metadata).unwrap(), ["http"]);
    }
}
