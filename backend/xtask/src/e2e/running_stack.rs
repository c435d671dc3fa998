//! A stack of its own for the browser specs.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process::Stopwatch;
use crate::workspace::Workspace;
use crate::{app, tools::vault};

/// Cheap hashes, and no limit per address: all specs come from one. The throttles per account stay as they are.
const SETTINGS: [(&str, &str); 3] = [("BCRYPT_COST", "4"), ("LOGIN_BURST", "100000"), ("LOGIN_PER_SECOND", "100000")];
/// A start that takes longer has failed.
const PATIENCE: Duration = Duration::from_mins(2);
/// How often somebody looks.
const POLL: Duration = Duration::from_millis(100);

/// Ends with this, and also when this command is killed: then its input ends.
pub(super) struct RunningStack {
    child: Child,
    port: u16,
    endpoints: PathBuf,
}

impl RunningStack {
    /// Starts it on a free port, beside any that runs already, and waits until it is ready. It may speak to `provider`.
    pub(super) fn start(workspace: &Workspace, provider: SocketAddr) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let endpoints = workspace.target.join("e2e/endpoints.json");
        let app = app::built(workspace).context("the app was not built")?;
        let mut stack = Command::new(workspace.target.join("debug/stack"));
        stack.args(["--ends-with-input", "--port", &port.to_string(), "--app"]).arg(app);
        stack.arg("--endpoints").arg(&endpoints).env("VAULT_BIN", vault::program(workspace)?).envs(SETTINGS);
        stack.env("OUTBOUND_ALLOW_HOSTS", provider.to_string());
        fs::remove_file(&endpoints).ok();
        let child = stack.stdin(Stdio::piped()).spawn().context("the stack could not be started")?;
        let mut running = Self { child, port, endpoints };
        running.wait_until_ready()?;
        Ok(running)
    }

    /// Where browsers reach it.
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends it, and fails if it did not end well.
    pub(super) fn stop(mut self) -> Result<()> {
        drop(self.child.stdin.take());
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the stack failed ({status})");
        }
        Ok(())
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let watch = Stopwatch::start();
        // It is written as a whole when everything runs.
        while !self.endpoints.exists() {
            if let Some(status) = self.child.try_wait()? {
                bail!("the stack ended instead of serving ({status})");
            }
            if watch.elapsed().0 > PATIENCE {
                bail!("the stack is not ready after {}", watch.elapsed());
            }
            sleep(POLL);
        }
        Ok(())
    }
}

impl Drop for RunningStack {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().ok();
    }
}
