//! Folders with a `package.json`: the web app, the browser specs and the provider that tests sign in at.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::system::is_installed;

/// What npm writes when it is done, and only then.
const INSTALLED: &str = "node_modules/.package-lock.json";

/// A folder that npm works in.
#[derive(Debug)]
pub(crate) struct Package(PathBuf);

impl Package {
    /// The package in a folder. It need not be installed yet.
    pub(crate) fn at(folder: PathBuf) -> Self {
        Self(folder)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    /// Installs exactly what the lock names, unless that was done since the lock last changed.
    pub(crate) fn install(&self) -> Result<()> {
        let lock = modified(&self.0.join("package-lock.json")).context("package-lock.json can't be read")?;
        if modified(&self.0.join(INSTALLED)).is_some_and(|installed| installed >= lock) {
            println!("    {}: nothing is missing", self.0.display());
            return Ok(());
        }
        process::run(self.npm()?.args(["ci", "--no-audit", "--no-fund"]))
    }

    /// Runs a script of `package.json`.
    pub(crate) fn run(&self, script: &str) -> Result<()> {
        process::run(self.script(script)?.args(["--silent"]))
    }

    /// A script of `package.json` that the caller adds to, an environment for instance.
    pub(crate) fn script(&self, script: &str) -> Result<Command> {
        let mut npm = self.npm()?;
        npm.args(["run", script]);
        Ok(npm)
    }

    fn npm(&self) -> Result<Command> {
        for program in ["node", "npm"] {
            if !is_installed(program) {
                bail!("{program} is missing, and the web app is made with it: install Node.js 22 or later with npm");
            }
        }
        let mut npm = Command::new("npm");
        npm.current_dir(&self.0);
        Ok(npm)
    }
}

/// When a file or folder was last changed; `None` when it is absent.
pub(crate) fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_installed_already_is_not_installed_again() {
        let folder = tempfile::tempdir().unwrap();
        let package = Package::at(folder.path().to_path_buf());
        assert!(package.install().unwrap_err().to_string().contains("package-lock.json"));

        // npm would fail on these, so success means that it wasn't asked.
        fs::create_dir(folder.path().join("node_modules")).unwrap();
        fs::write(folder.path().join("package-lock.json"), "no lock").unwrap();
        fs::write(folder.path().join(INSTALLED), "").unwrap();
        package.install().unwrap();
    }
}
