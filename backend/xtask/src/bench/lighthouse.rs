//! What Lighthouse says of the pages that everybody sees, as more rows of the table.

use std::path::Path;

use anyhow::Result;

use super::program::{Folder, Program};
use crate::npm::Package;
use crate::workspace::Workspace;
use crate::{process, system};

/// In development there are two accounts to sign in with.
const SETTINGS: [(&str, &str); 1] = [("PASEPORT_ENV", "development")];

/// Prints the rows; an error names what is below its limit.
pub(super) fn measure(workspace: &Workspace, binary: &Path) -> Result<()> {
    system::prepare_browser()?;
    let package = Package::at(workspace.root.join("e2e/lighthouse"));
    package.install()?;
    let folder = Folder::new("lighthouse")?;
    let mut program = Program::start(binary, &folder, &SETTINGS)?;
    program.answers("/health/ready")?;
    let origin = format!("http://127.0.0.1:{}", program.port);
    process::run(package.script("measure")?.args(["--silent", "--", &origin]))
}
