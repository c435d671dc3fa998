//! The `OpenID` provider that tests sign in at.

use anyhow::Result;

use crate::npm::Package;
use crate::system;
use crate::workspace::Workspace;

/// Brings Node and the provider's packages, and looks at how its sources are written.
pub(crate) fn prepare(workspace: &Workspace) -> Result<()> {
    system::prepare_node()?;
    let package = Package::at(workspace.backend.join("testkit/provider"));
    package.install()?;
    package.run("check")
}
