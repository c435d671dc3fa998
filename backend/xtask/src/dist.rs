//! `cargo xtask dist`: issuer and API as the images have them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::Workspace;

/// A program and what it may weigh: as a file, and compressed as a registry keeps it.
struct Program {
    name: &'static str,
    most_bytes: u64,
    most_compressed_bytes: u64,
}

const MEGABYTE: u64 = 1_000_000;

const PROGRAMS: [Program; 2] = [
    Program { name: "issuer", most_bytes: 18 * MEGABYTE, most_compressed_bytes: 8 * MEGABYTE },
    Program { name: "api", most_bytes: 12 * MEGABYTE, most_compressed_bytes: 8 * MEGABYTE },
];

/// Builds both by the script that the Dockerfile runs, and fails when one needs a library or weighs too much.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let folder = workspace.target.join("images");
    let mut build = Command::new("sh");
    build.arg(workspace.root.join("docker/rust_app/build.sh")).arg("programs").current_dir(&workspace.backend);
    build.env("RUSTFLAGS", "-C target-feature=+crt-static").env("CARGO_TARGET_DIR", &workspace.target);
    process::timed("building issuer and API (ten minutes the first time)", || process::run(build.env("OUT", &folder)))?;
    for program in &PROGRAMS {
        let file = folder.join(program.name);
        ensure_alone(&file)?;
        weigh(program, &file)?;
    }
    Ok(())
}

/// A program that names no interpreter is loaded by the kernel alone.
fn ensure_alone(file: &PathBuf) -> Result<()> {
    let listed = Command::new("readelf").args(["--program-headers", "--wide"]).arg(file).output()?;
    let headers = String::from_utf8_lossy(&listed.stdout);
    if !listed.status.success() || !headers.contains("LOAD") {
        bail!("`readelf` can't read {}", file.display());
    }
    if headers.contains("INTERP") {
        bail!("{} needs a loader and libraries", file.display());
    }
    Ok(())
}

fn weigh(program: &Program, file: &Path) -> Result<()> {
    let bytes = fs::metadata(file)?.len();
    let gzip = Command::new("gzip").args(["-9", "--stdout"]).arg(file).stdout(Stdio::piped()).output()?;
    let compressed = u64::try_from(gzip.stdout.len()).context("a length")?;
    println!("{:7} {} compressed {}", program.name, megabytes(bytes), megabytes(compressed));
    if !gzip.status.success() || bytes > program.most_bytes || compressed > program.most_compressed_bytes {
        let (most, compressed) = (megabytes(program.most_bytes), megabytes(program.most_compressed_bytes));
        bail!("{} may have {most}, compressed {compressed}", program.name);
    }
    Ok(())
}

/// Rounded up, so that what is printed is never less than what is there.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(MEGABYTE / 10);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_never_less_than_what_is_there() {
        assert_eq!(megabytes(8 * MEGABYTE), "8.0 MB");
        assert_eq!(megabytes(8 * MEGABYTE + 1), "8.1 MB");
    }

    #[test]
    fn a_program_that_wants_libraries_is_refused() {
        // The shell of every system that the checks run on is linked with its C library.
        let error = ensure_alone(&PathBuf::from("/bin/sh")).unwrap_err().to_string();
        assert!(error.contains("needs a loader"), "{error}");
        assert!(ensure_alone(&PathBuf::from("/etc/passwd")).is_err());
    }
}
