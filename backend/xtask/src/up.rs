//! `cargo xtask up`: the app and the embedded edition, built and run in development mode.

use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{PathBuf, absolute};
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::app;
use crate::process;
use crate::workspace::Workspace;

/// Where and how to run.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// The port on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where database, keys and peppers are kept; backend/target/paseport-data when not given.
    #[arg(long)]
    data_dir: Option<PathBuf>,
    /// Build with optimizations; takes some minutes more.
    #[arg(long)]
    release: bool,
    /// Leave the web app as it is, or out if it was never built: no Node.js is needed then.
    #[arg(long)]
    no_app: bool,
}

/// Builds app and program, then becomes the program: signals reach it directly, and its exit status is this command's.
/// Returns only with an error.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    ensure_free(options.port, "up")?;
    let data_dir = match &options.data_dir {
        Some(folder) => absolute(folder).context("--data-dir is not a usable path")?,
        None => workspace.target.join("paseport-data"),
    };
    if !options.no_app {
        let hint = "the app can't be built; `cargo xtask up --no-app` does without";
        process::timed("building the app", || app::bring_up_to_date(workspace)).context(hint)?;
    }
    process::timed("building paseport (some minutes the first time)", || build(workspace, options.release))?;
    println!("==> starting paseport; its data is in {}", data_dir.display());
    let program = workspace.target.join(if options.release { "release" } else { "debug" }).join("paseport");
    let error = Command::new(&program)
        .args(["serve", "--port", &options.port.to_string(), "--data-dir"])
        .arg(&data_dir)
        .env("PASEPORT_ENV", "development")
        .exec();
    Err(error).with_context(|| format!("{} could not be started", program.display()))
}

/// Looks before the build, which can take minutes.
pub(crate) fn ensure_free(port: u16, command: &str) -> Result<()> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map(drop).with_context(|| {
        format!("port {port} on 127.0.0.1 can't be used; choose another with `cargo xtask {command} --port PORT`")
    })
}

fn build(workspace: &Workspace, release: bool) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--locked", "--package", "embedded", "--bin", "paseport"]);
    if release {
        cargo.arg("--release");
    }
    process::run(&mut cargo)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_with_the_way_out() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = ensure_free(port, "up").unwrap_err().to_string();
        assert!(error.contains(&port.to_string()) && error.contains("--port"), "{error}");
        drop(taken);
        assert!(ensure_free(port, "up").is_ok());
    }
}
