//! Where the project's folders are, whichever folder the command was called from.

use std::env;
use std::path::{Path, PathBuf, absolute};
use std::process::Command;

use anyhow::{Context, Result};

/// The folders of this clone, all absolute.
#[derive(Debug)]
pub(crate) struct Workspace {
    /// The root of the repository.
    pub(crate) root: PathBuf,
    /// The Cargo workspace.
    pub(crate) backend: PathBuf,
    /// Where Cargo puts what it builds.
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Finds the folders from the place of this package, so it works from every folder of the clone.
    pub(crate) fn locate() -> Result<Self> {
        // Cargo tells the package's place at run time; the compiled-in one is of the clone that built this binary.
        let package =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let backend = package.parent().context("the package xtask has no parent folder")?;
        let root = backend.parent().context("the folder backend has no parent folder")?;
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => absolute(Path::new(&folder)).context("CARGO_TARGET_DIR is not a usable path")?,
            None => backend.join("target"),
        };
        Ok(Self { root: root.to_path_buf(), backend: backend.to_path_buf(), target })
    }

    /// The Cargo that runs this command, working in the workspace.
    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.backend).env("CARGO_TARGET_DIR", &self.target);
        cargo
    }
}
