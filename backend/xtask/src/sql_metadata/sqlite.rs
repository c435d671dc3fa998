//! A SQLite file made by the command-line program.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::system;

/// Makes the database file anew and feeds it the migrations in order.
pub(super) fn make(database: &Path, migrations: &[PathBuf]) -> Result<()> {
    if !system::is_installed("sqlite3") {
        bail!("the command sqlite3 is missing; `cargo xtask test` installs it or tells how");
    }
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
