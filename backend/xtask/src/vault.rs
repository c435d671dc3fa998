//! The Vault that tests and the stack run: the machine's own, or one built from its Go module.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    process,
    system::{find_program, is_installed},
    workspace::Workspace,
};

/// Where the module is, below `backend`. It names the version, so that `go.sum` pins every byte.
const MODULE: &str = "tools/vault";

/// The program to run: `VAULT_BIN`, or `vault` on the PATH, or the one that is built now if it was not before.
pub(crate) fn program(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(program) = env::var_os("VAULT_BIN").map(PathBuf::from) {
        return if program.is_file() {
            Ok(program)
        } else {
            bail!("VAULT_BIN is {}, which is no file", program.display())
        };
    }
    if let Some(program) = find_program("vault") {
        return Ok(program);
    }
    let module = workspace.backend.join(MODULE);
    let definition = fs::read_to_string(module.join("go.mod")).context("tools/vault/go.mod can't be read")?;
    let version = version(&definition).context("tools/vault/go.mod names no version of Vault")?;
    let program = workspace.target.join("tools").join(format!("vault-{version}")).join("vault");
    if !program.is_file() {
        if !is_installed("go") {
            bail!("there is no vault and no Go to build it with: install Go 1.25.3 or later, or set VAULT_BIN");
        }
        let name = format!("building Vault {version} (some minutes the first time)");
        process::timed(&name, || build(&module, &program))?;
    }
    Ok(program)
}

/// Builds beside the place and moves when all is done, so that an interrupted build leaves nothing that looks finished.
fn build(module: &Path, program: &Path) -> Result<()> {
    let draft = program.with_extension("new");
    let mut go = Command::new("go");
    go.current_dir(module).args([
        "build",
        "-mod=readonly",
        "-buildvcs=false",
        "-tags=minimal",
        "-trimpath",
        "-ldflags=-s -w",
        "-o",
    ]);
    process::run(go.arg(&draft).arg("github.com/hashicorp/vault"))?;
    fs::rename(&draft, program).context("the new vault can't be moved to its place")
}

/// The version that a `go.mod` requires, without its `v`.
fn version(definition: &str) -> Option<&str> {
    let mut lines = definition.lines().map(|line| line.trim_start().trim_start_matches("require ").trim());
    let version = lines.find_map(|line| line.strip_prefix("github.com/hashicorp/vault v"))?;
    version.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_required_one() {
        let one_line = "module x\n\nrequire github.com/hashicorp/vault v1.21.1\n";
        assert_eq!(version(one_line), Some("1.21.1"));
        let block =
            "require (\n\tgithub.com/hashicorp/vault/sdk v0.2.0 // indirect\n\tgithub.com/hashicorp/vault v1.2.3\n)";
        assert_eq!(version(block), Some("1.2.3"));
        assert_eq!(version("tool github.com/hashicorp/vault"), None);
    }
}
