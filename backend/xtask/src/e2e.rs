//! The browser specs.

use anyhow::Result;

use crate::npm::Package;
use crate::workspace::Workspace;
use crate::{process, test};

/// The folder of the specs.
pub(crate) fn package(workspace: &Workspace) -> Package {
    Package::at(workspace.root.join("e2e"))
}

/// Builds the program with the app that is there, and runs the specs on it.
pub(crate) fn on_embedded(workspace: &Workspace) -> Result<()> {
    process::run(test::everything(workspace, "build").args(["--bin", "paseport"]))?;
    let mut specs = package(workspace).script("test")?;
    specs.args(["--", "--project=embedded"]).env("E2E_PASEPORT", workspace.target.join("debug/paseport"));
    process::run(&mut specs)
}
