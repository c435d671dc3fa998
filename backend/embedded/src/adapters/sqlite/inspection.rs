//! What the file says about itself, for whoever looks for what is wrong.

use issuer::adapters::migrations::MigrationFacts;

use super::store::{MIGRATIONS, SqliteStore};

/// How many flaws are told.
const MOST_FLAWS: usize = 3;

/// What the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFacts {
    /// Where the file contradicts itself; empty is right.
    pub flaws: Vec<String>,
    pub migrations: MigrationFacts,
}

impl SqliteStore {
    /// Reads the whole file. Nothing is changed.
    pub async fn inspect(&self) -> Result<FileFacts, sqlx::Error> {
        let flaws: Vec<String> = sqlx::query_scalar("PRAGMA quick_check(3)").fetch_all(self.readers()).await?;
        let flaws: Vec<String> = flaws.into_iter().filter(|flaw| flaw != "ok").take(MOST_FLAWS).collect();
        if !flaws.is_empty() {
            return Ok(FileFacts { flaws, ..FileFacts::default() });
        }
        let tables = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = '_sqlx_migrations'";
        let tables: i64 = sqlx::query_scalar(tables).fetch_one(self.readers()).await?;
        let made: Vec<(i64, bool, Vec<u8>)> = if tables == 0 {
            Vec::new()
        } else {
            let query = sqlx::query_as("SELECT version, success, checksum FROM _sqlx_migrations ORDER BY version");
            query.fetch_all(self.readers()).await?
        };
        Ok(FileFacts { flaws, migrations: MigrationFacts::compare(&MIGRATIONS, &made) })
    }
}
