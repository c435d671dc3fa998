//! The Vault that tests and the stack run.

use std::path::PathBuf;

use anyhow::Result;

use crate::{tools::go_tool::GoTool, workspace::Workspace};

const VAULT: GoTool = GoTool {
    program: "vault",
    any_version: true,
    variable: "VAULT_BIN",
    folder: "vault",
    module: "github.com/hashicorp/vault",
    package: "github.com/hashicorp/vault",
    flags: &["-tags=minimal"],
    go: "1.25.3",
};

/// The machine's own, or one built from its Go module.
pub(crate) fn program(workspace: &Workspace) -> Result<PathBuf> {
    VAULT.program(workspace)
}
