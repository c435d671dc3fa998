//! The program that is measured: started anew for each figure, killed when it is known.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::connection::Connection;
use crate::process::Stopwatch;

/// How often somebody looks whether the program listens.
const POLL: Duration = Duration::from_millis(1);
/// A start that takes longer has failed.
const START_PATIENCE: Duration = Duration::from_secs(30);

/// A folder that is removed in the end.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// A folder that nobody else has, for the measurement `name`.
    pub(super) fn new(name: &str) -> Result<Self> {
        let path = std::env::temp_dir().join(format!("paseport-bench-{}-{name}", std::process::id()));
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(Self(path)),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A running program and how it was started.
pub(super) struct Program {
    child: Child,
    pub(super) port: u16,
    since_exec: Stopwatch,
}

impl Program {
    /// Starts the program with these settings and no others.
    pub(super) fn start(binary: &Path, data_dir: &Folder, settings: &[(&str, &str)]) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut command = Command::new(binary);
        command.args(["serve", "--port", &port.to_string(), "--data-dir"]).arg(&data_dir.0).env_clear();
        command.envs(settings.iter().copied()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::inherit());
        let since_exec = Stopwatch::start();
        let child = command.spawn().with_context(|| format!("{} could not be started", binary.display()))?;
        Ok(Self { child, port, since_exec })
    }

    /// Waits until `path` answers 200, and tells how long that is after exec.
    pub(super) fn answers(&mut self, path: &str) -> Result<Duration> {
        loop {
            let status = Connection::open(self.port).and_then(|mut connection| connection.send("GET", path, "", ""));
            if status.is_ok_and(|answer| answer.status == 200) {
                return Ok(self.since_exec.elapsed().0);
            }
            if self.child.try_wait()?.is_some() || self.since_exec.elapsed().0 > START_PATIENCE {
                bail!("the program does not answer {path}");
            }
            sleep(POLL);
        }
    }

    /// Resident memory in bytes, as Linux tells it.
    pub(super) fn resident(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS: is this Linux?")?;
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes * 1024)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
