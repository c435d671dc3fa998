//! `cargo xtask stack`: the app and the stack edition, built and run from local programs.

use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::workspace::Workspace;
use crate::{app, process, system, tools::vault, up};

/// Where and how to run.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// The port of Nginx on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Build with optimizations; takes some minutes more.
    #[arg(long)]
    release: bool,
    /// Leave the web app as it is, or out if it was never built: no Node.js is needed then.
    #[arg(long)]
    no_app: bool,
}

/// Brings the servers, builds app and services, then becomes the program that starts and ends all of it.
/// Returns only with an error.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    up::ensure_free(options.port, "stack")?;
    system::prepare_servers()?;
    let vault = vault::program(workspace)?;
    if !options.no_app {
        let hint = "the app can't be built; `cargo xtask stack --no-app` does without";
        process::timed("building the app", || app::bring_up_to_date(workspace)).context(hint)?;
    }
    process::timed("building the services (some minutes the first time)", || build(workspace, options.release))?;
    let profile = workspace.target.join(if options.release { "release" } else { "debug" });
    let mut stack = Command::new(profile.join("stack"));
    stack.args(["--port", &options.port.to_string(), "--endpoints"]);
    stack.arg(workspace.target.join("stack/endpoints.json")).env("VAULT_BIN", vault);
    if let Some(app) = app::built(workspace) {
        stack.arg("--app").arg(app);
    }
    if options.release {
        stack.arg("--release");
    }
    Err(stack.exec()).context("the stack could not be started")
}

/// The services, and what starts them.
fn build(workspace: &Workspace, release: bool) -> Result<()> {
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
