//! The browser specs.

use anyhow::Result;

use crate::npm::Package;
use crate::process;
use crate::workspace::Workspace;

/// The folder of the specs.
pub(crate) fn package(workspace: &Workspace) -> Package {
    Package::at(workspace.root.join("e2e"))
}

/// Builds the program with the app that is there, and runs the specs on it.
pub(crate) fn on_embedded(workspace: &Workspace) -> Result<()> {
    let mut cargo = workspace.cargo();
    process::run(cargo.args(["build", "--locked", "--package", "embedded", "--bin", "paseport"]))?;
    let mut specs = package(workspace).script("test")?;
    specs.args(["--", "--project=embedded"]).env("E2E_PASEPORT", workspace.target.join("debug/paseport"));
    process::run(&mut specs)
}
