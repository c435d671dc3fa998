//! The OpenAPI documents as the program itself writes them.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{process, test};

/// Builds the program and lets it write its documents.
pub(crate) fn documents(workspace: &Workspace, into: &Path) -> Result<()> {
    process::run(test::everything(workspace, "build").args(["--bin", "paseport"]))?;
    let mut paseport = Command::new(workspace.target.join("debug/paseport"));
    process::run(paseport.args(["openapi", "--into"]).arg(into))
}
