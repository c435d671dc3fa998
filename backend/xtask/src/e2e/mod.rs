//! The browser specs.

mod running_stack;

use std::net::{Ipv4Addr, TcpListener};

use anyhow::Result;

use self::running_stack::RunningStack;
use crate::npm::Package;
use crate::process;
use crate::workspace::Workspace;

/// The folder of the specs.
pub(crate) fn package(workspace: &Workspace) -> Package {
    Package::at(workspace.root.join("e2e"))
}

/// Runs the specs on the program that was built with the tests, and with the app that was there then.
pub(crate) fn on_embedded(workspace: &Workspace) -> Result<()> {
    let mut specs = package(workspace).script("test")?;
    specs.args(["--", "--project=embedded"]).env("E2E_PASEPORT", workspace.target.join("debug/paseport"));
    process::run(&mut specs)
}

/// Starts a stack of the services that were built with the tests, with the app that is there, and runs the specs on it.
pub(crate) fn on_stack(workspace: &Workspace) -> Result<()> {
    // The specs start it later; the stack has to know before whom it may speak to.
    let provider = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
    let stack = RunningStack::start(workspace, provider)?;
    let mut specs = package(workspace).script("test")?;
    specs.args(["--", "--project=stack"]).env("E2E_STACK_URL", stack.address());
    let ran = process::run(specs.env("E2E_PROVIDER_PORT", provider.port().to_string()));
    ran.and(stack.stop())
}
