//! What `sqlx::query!` learned from a database, so that a build needs none: the files of a crate's `.sqlx`.

mod mariadb;
mod sqlite;

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use self::mariadb::MariaDb;
use crate::process;
use crate::workspace::Workspace;

/// A package with checked queries.
#[derive(Clone, Copy)]
pub(crate) struct Package {
    pub(crate) name: &'static str,
    /// Below `backend`. The package's `sqlx.toml` must name the variable `<FOLDER>_CHECK_URL`.
    pub(crate) folder: &'static str,
}

/// Makes the metadata against a fresh SQLite file made from the package's migrations.
pub(crate) fn of_sqlite(workspace: &Workspace, package: Package, into: &Path) -> Result<()> {
    let database = workspace.target.join("generate").join(format!("{}.sqlite", package.folder));
    sqlite::make(&database, &package.migrations(workspace)?)?;
    package.compile(workspace, &format!("sqlite://{}", database.display()), &database, into)
}

/// The same against a MariaDB that lives as long as this takes.
pub(crate) fn of_mariadb(workspace: &Workspace, package: Package, into: &Path) -> Result<()> {
    let server = MariaDb::start()?;
    server.make(&package.migrations(workspace)?)?;
    package.compile(workspace, &server.url(), server.folder(), into)
}

impl Package {
    fn migrations(self, workspace: &Workspace) -> Result<Vec<PathBuf>> {
        migrations_of(&workspace.backend.join(self.folder).join("migrations"))
    }

    /// Compiles against the database; the query macros write into `into`. `newer` was made just before.
    fn compile(self, workspace: &Workspace, url: &str, newer: &Path, into: &Path) -> Result<()> {
        let _touched = Touched::new(&workspace.backend.join(self.folder).join("src/lib.rs"), newer)?;
        process::run(
            workspace
                .cargo()
                .args(["check", "--locked", "--package", self.name])
                .env(format!("{}_CHECK_URL", self.folder.to_uppercase()), url)
                .env("SQLX_OFFLINE", "false")
                .env("SQLX_OFFLINE_DIR", into),
        )
    }
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
