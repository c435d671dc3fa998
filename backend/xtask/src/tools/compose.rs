//! The Docker Compose that the compose files are read with. It needs no engine for that.

use std::path::PathBuf;

use anyhow::Result;

use crate::{tools::go_tool::GoTool, workspace::Workspace};

const COMPOSE: GoTool = GoTool {
    program: "docker-compose",
    // A program of this name may be version 1, which knows little of what is written there.
    any_version: false,
    variable: "COMPOSE_BIN",
    folder: "compose",
    module: "github.com/docker/compose/v5",
    package: "github.com/docker/compose/v5/cmd",
    flags: &[],
    go: "1.26.3",
};

/// The one that `COMPOSE_BIN` names, or one built from its Go module.
pub(crate) fn program(workspace: &Workspace) -> Result<PathBuf> {
    COMPOSE.program(workspace)
}
