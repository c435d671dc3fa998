//! `cargo xtask stack`: the stack edition from local programs.

use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::workspace::Workspace;
use crate::{process, system, up, vault};

/// Where and how to run.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// The port of Nginx on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Build with optimizations; takes some minutes more.
    #[arg(long)]
    release: bool,
}

/// Brings the servers, builds the services, then becomes the program that starts and ends all of it.
/// Returns only with an error.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    up::ensure_free(options.port, "stack")?;
    system::prepare_servers()?;
    let vault = vault::program(workspace)?;
    process::timed("building the services (some minutes the first time)", || build(workspace, options.release))?;
    let profile = workspace.target.join(if options.release { "release" } else { "debug" });
    let mut stack = Command::new(profile.join("stack"));
    stack.args(["--port", &options.port.to_string(), "--endpoints"]);
    stack.arg(workspace.target.join("stack/endpoints.json")).env("VAULT_BIN", vault);
    if options.release {
        stack.arg("--release");
    }
    Err(stack.exec()).context("the stack could not be started")
}

/// The services, and what starts them.
pub(crate) fn build(workspace: &Workspace, release: bool) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--locked"]);
    for package in ["rust-backend-issuer", "rust-backend-api", "testkit"] {
        cargo.args(["--package", package]);
    }
    cargo.args(["--bin", "issuer", "--bin", "api", "--bin", "stack"]);
    if release {
        cargo.arg("--release");
    }
    process::run(&mut cargo)
}
