//! A program of other people that is the machine's own, or built from its Go module.

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

/// Where a program comes from.
#[derive(Debug)]
pub(crate) struct GoTool {
    /// The program's name.
    pub(crate) program: &'static str,
    /// Whether one on the PATH will do, whatever its version.
    pub(crate) any_version: bool,
    /// The variable that names another one.
    pub(crate) variable: &'static str,
    /// Folder below `backend/tools`. Its `go.mod` names the version, so that its `go.sum` pins every byte.
    pub(crate) folder: &'static str,
    /// What its `go.mod` requires.
    pub(crate) module: &'static str,
    /// What is built.
    pub(crate) package: &'static str,
    /// Flags of `go build` beside those that all have.
    pub(crate) flags: &'static [&'static str],
    /// The oldest Go that builds it.
    pub(crate) go: &'static str,
}

impl GoTool {
    /// The program to run: that of the variable, or the machine's, or the one that is built now if it was not before.
    pub(crate) fn program(&self, workspace: &Workspace) -> Result<PathBuf> {
        if let Some(program) = env::var_os(self.variable).map(PathBuf::from) {
            return if program.is_file() {
                Ok(program)
            } else {
                bail!("{} is {}, which is no file", self.variable, program.display())
            };
        }
        let machines = if self.any_version { find_program(self.program) } else { None };
        machines.map_or_else(|| self.built(workspace), Ok)
    }

    fn built(&self, workspace: &Workspace) -> Result<PathBuf> {
        let module = workspace.backend.join("tools").join(self.folder);
        let definition =
            fs::read_to_string(module.join("go.mod")).with_context(|| format!("{} can't be read", module.display()))?;
        let version = version(&definition, self.module)
            .with_context(|| format!("{} names no version of {}", module.display(), self.module))?;
        let program = workspace.target.join("tools").join(format!("{}-{version}", self.folder)).join(self.program);
        if !program.is_file() {
            if !is_installed("go") {
                let Self { program, go, variable, .. } = self;
                bail!("there is no {program} and no Go to build it with: install Go {go} or later, or set {variable}");
            }
            let name = format!("building {} {version} (some minutes the first time)", self.program);
            process::timed(&name, || self.build(&module, &program))?;
        }
        Ok(program)
    }

    /// Builds beside the place and moves when all is done, so that an interrupted build leaves nothing that looks
    /// finished.
    fn build(&self, module: &Path, program: &Path) -> Result<()> {
        let draft = program.with_extension("new");
        let mut go = Command::new("go");
        go.current_dir(module).args(["build", "-mod=readonly", "-buildvcs=false", "-trimpath", "-ldflags=-s -w"]);
        process::run(go.args(self.flags).arg("-o").arg(&draft).arg(self.package))?;
        fs::rename(&draft, program).with_context(|| format!("the new {} can't be moved to its place", self.program))
    }
}

/// The version of a module that a `go.mod` requires, without its `v`.
fn version<'a>(definition: &'a str, module: &str) -> Option<&'a str> {
    let mut lines = definition.lines().map(|line| line.trim_start().trim_start_matches("require ").trim());
    let version = lines.find_map(|line| line.strip_prefix(module)?.strip_prefix(" v"))?;
    version.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_required_one() {
        let version = |definition| version(definition, "github.com/hashicorp/vault");
        let one_line = "module x\n\nrequire github.com/hashicorp/vault v1.21.1\n";
        assert_eq!(version(one_line), Some("1.21.1"));
        let block =
            "require (\n\tgithub.com/hashicorp/vault/sdk v0.2.0 // indirect\n\tgithub.com/hashicorp/vault v1.2.3\n)";
        assert_eq!(version(block), Some("1.2.3"));
        assert_eq!(version("tool github.com/hashicorp/vault"), None);
    }
}
