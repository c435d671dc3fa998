//! The OpenAPI documents as the program itself writes them.

use std::path::Path;

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// Builds the program and lets it write its documents.
pub(crate) fn documents(workspace: &Workspace, into: &Path) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo.args(["run", "--quiet", "--locked", "--package", "embedded", "--bin", "paseport"]);
    process::run(cargo.args(["--", "openapi", "--into"]).arg(into))
}
