//! What `sqlx::query!` learned from a database, so that a build needs none: the files of a crate's `.sqlx`.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{process, system};

/// Compiles `package` against a fresh database made from its migrations; the query macros write into `into`.
/// The package's `sqlx.toml` must name the variable `<PACKAGE>_CHECK_URL`.
pub(crate) fn make(workspace: &Workspace, package: &str, into: &Path) -> Result<()> {
    if !system::is_installed("sqlite3") {
        bail!("the command sqlite3 is missing; `cargo xtask test` installs it or tells how");
    }
    let folder = workspace.backend.join(package);
    let database = workspace.target.join("generate").join(format!("{package}.sqlite"));
    let migrations = migrations_of(&folder.join("migrations"))?;
    make_database(&database, &migrations)?;
    let _touched = Touched::new(&folder.join("src/lib.rs"), &database)?;
    process::run(
        workspace
            .cargo()
            .args(["check", "--locked", "--package", package])
            .env(format!("{}_CHECK_URL", package.to_uppercase()), format!("sqlite://{}", database.display()))
            .env("SQLX_OFFLINE", "false")
            .env("SQLX_OFFLINE_DIR", into),
    )
}

/// The SQL files in the order of their names; none when the folder is absent.
fn migrations_of(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.with_context(|| format!("can't list {}", folder.display()))?,
    };
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "sql"));
    files.sort();
    Ok(files)
}

/// Makes the database file anew and feeds it the migrations in order.
fn make_database(database: &Path, migrations: &[PathBuf]) -> Result<()> {
    File::create(database).with_context(|| format!("can't make {}", database.display()))?;
    for migration in migrations {
        let sql = File::open(migration).with_context(|| format!("can't read {}", migration.display()))?;
        let output = Command::new("sqlite3").args(["-batch", "-bail"]).arg(database).stdin(sql).output()?;
        if !output.status.success() || !output.stderr.is_empty() {
            bail!("{} failed: {}", migration.display(), String::from_utf8_lossy(&output.stderr).trim());
        }
    }
    Ok(())
}

/// A source file that looks changed to Cargo until this is dropped.
///
/// The query macros write only while their crate compiles, and Cargo compiles only what looks changed. The old time
/// comes back afterwards, so nothing else that was built from the file has to be built again.
struct Touched {
    file: File,
    modified: std::time::SystemTime,
}

impl Touched {
    /// Gives `source` the time of `newer`, a file made just before.
    fn new(source: &Path, newer: &Path) -> Result<Self> {
        let open = || -> std::io::Result<Self> {
            let file = File::options().append(true).open(source)?;
            let modified = file.metadata()?.modified()?;
            file.set_modified(fs::metadata(newer)?.modified()?)?;
            Ok(Self { file, modified })
        };
        open().with_context(|| format!("can't touch {}", source.display()))
    }
}

impl Drop for Touched {
    fn drop(&mut self) {
        // If this fails, the file only looks newer than it is, and the next build takes a little longer.
        let _ = self.file.set_modified(self.modified);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sql_files_are_migrations_and_their_names_order_them() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["0002_b.sql", "0001_a.sql", "notes.md"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let expected = ["0001_a.sql", "0002_b.sql"].map(|name| folder.path().join(name));
        assert_eq!(migrations_of(folder.path()).unwrap(), expected);
        assert!(migrations_of(&folder.path().join("absent")).unwrap().is_empty());
    }

    #[test]
    fn a_touched_file_gets_its_time_back() {
        let folder = tempfile::tempdir().unwrap();
        let (source, newer) = (folder.path().join("lib.rs"), folder.path().join("newer"));
        fs::write(&source, "//! Kept.").unwrap();
        let old = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
        File::options().append(true).open(&source).unwrap().set_modified(old).unwrap();
        fs::write(&newer, "").unwrap();

        let time = || fs::metadata(&source).unwrap().modified().unwrap();
        let touched = Touched::new(&source, &newer).unwrap();
        assert_eq!(time(), fs::metadata(&newer).unwrap().modified().unwrap());
        drop(touched);
        assert_eq!(time(), old);
        assert_eq!(fs::read_to_string(&source).unwrap(), "//! Kept.");
    }
}
