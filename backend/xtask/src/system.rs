//! What the machine must have: the toolchain's components and a few system packages.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;
use crate::workspace::Workspace;

/// A program that the checks call, and the Debian package that has it.
struct Tool {
    program: &'static str,
    package: &'static str,
}

/// What the checks call, and what the walk of the README is made with.
const TOOLS: [Tool; 3] = [
    Tool { program: "sqlite3", package: "sqlite3" },
    Tool { program: "curl", package: "curl" },
    Tool { program: "jq", package: "jq" },
];

/// What the app is built with, and the browser that its specs drive.
const NODE: [Tool; 2] = [Tool { program: "node", package: "nodejs" }, Tool { program: "npm", package: "npm" }];
const BROWSER: [Tool; 1] = [Tool { program: "chromium", package: "chromium" }];

/// The servers that the tests start themselves, what makes their certificates, and what the scripts and Dockerfiles of
/// the containers are read with.
const SERVERS: [Tool; 10] = [
    Tool { program: "shellcheck", package: "shellcheck" },
    Tool { program: "busybox", package: "busybox" },
    Tool { program: "pip3", package: "python3-pip" },
    Tool { program: "/usr/bin/aiosmtpd", package: "python3-aiosmtpd" },
    Tool { program: "mariadb-install-db", package: "mariadb-server" },
    Tool { program: NGINX, package: "nginx-light" },
    Tool { program: "openssl", package: "openssl" },
    Tool { program: "redis-server", package: "redis-server" },
    Tool { program: "redis-sentinel", package: "redis-sentinel" },
    Tool { program: "redis-cli", package: "redis-tools" },
];

/// The server itself stands where only an operator's PATH leads.
pub(crate) const MARIADBD: &str = "/usr/sbin/mariadbd";
const NGINX: &str = "/usr/sbin/nginx";

/// Asked by the package scripts whether they may start a service; 101 means no.
const SERVICE_POLICY: &str = "/usr/sbin/policy-rc.d";

/// Finds everything the checks call, or installs it when it can (root on Debian).
/// Otherwise the error names what is missing and the command that brings it.
pub(crate) fn prepare(workspace: &Workspace) -> Result<()> {
    toolchain(workspace)?;
    bring(&TOOLS)
}

/// The same for what the app is built with.
pub(crate) fn prepare_node() -> Result<()> {
    bring(&NODE)
}

/// The same for the browser.
pub(crate) fn prepare_browser() -> Result<()> {
    bring(&BROWSER)
}

/// The same for the servers. None of them is started as a service of the machine.
pub(crate) fn prepare_servers() -> Result<()> {
    if !can_install() || Path::new(SERVICE_POLICY).exists() {
        return bring(&SERVERS);
    }
    fs::write(SERVICE_POLICY, "#!/bin/sh\nexit 101\n")?;
    let brought = fs::set_permissions(SERVICE_POLICY, fs::Permissions::from_mode(0o755))
        .map_err(Into::into)
        .and_then(|()| bring(&SERVERS));
    fs::remove_file(SERVICE_POLICY)?;
    brought
}

fn bring(tools: &[Tool]) -> Result<()> {
    let missing = missing_packages(tools, is_installed);
    if missing.is_empty() {
        println!("nothing is missing");
        return Ok(());
    }
    if !can_install() {
        bail!("missing: {}; install with `sudo apt-get install -y {0}`", missing.join(" "));
    }
    println!("installing {}", missing.join(" "));
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(["-qq", "-y"]).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        process::run(&mut command)
    };
    let install = [&["install", "--no-install-recommends"], missing.as_slice()].concat();
    // The package lists may be absent, as in a fresh image, or fresh enough already.
    apt(&install).or_else(|_| apt(&["update"]).and_then(|()| apt(&install)))
}

/// Whether a program of this name is on the PATH.
pub(crate) fn is_installed(program: &str) -> bool {
    find_program(program).is_some()
}

/// The first program of this name on the PATH; one that is named with its folder is looked up there alone.
pub(crate) fn find_program(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).map(|folder| folder.join(program)).find(|program| program.is_file())
}

fn toolchain(workspace: &Workspace) -> Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if !process::succeeds(workspace.cargo().args([subcommand, "--version"])) {
            bail!("the toolchain lacks {component}; install with `rustup component add {component}`");
        }
    }
    Ok(())
}

fn missing_packages(tools: &[Tool], is_installed: impl Fn(&str) -> bool) -> Vec<&'static str> {
    tools.iter().filter(|tool| !is_installed(tool.program)).map(|tool| tool.package).collect()
}

fn can_install() -> bool {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    is_root && Path::new("/etc/debian_version").exists() && is_installed("apt-get")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_packages_of_absent_programs_are_named() {
        let tools = [Tool { program: "cat", package: "coreutils" }, Tool { program: "db", package: "database" }];
        assert_eq!(missing_packages(&tools, |program| program == "cat"), ["database"]);
    }

    #[test]
    fn a_program_is_looked_up_on_the_path() {
        assert!(is_installed("sh"));
        assert!(is_installed("/bin/sh"));
        assert!(!is_installed("/no-folder-has-this-name/sh"));
        assert!(!is_installed("no-program-has-this-name"));
    }
}
