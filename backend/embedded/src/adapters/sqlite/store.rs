//! Opening the file.

use std::{
    borrow::Cow,
    fs, io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use async_trait::async_trait;
use shared::{
    domain::{
        store::StoreError,
        unit_of_work::{Store, UnitOfWork},
    },
    metrics::Connections,
};
use sqlx::{
    ConnectOptions, Sqlite, SqlitePool, Transaction,
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{SqliteUnitOfWork, outcome::store_error};

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// How long a statement waits while another process writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a caller waits for its turn with a connection.
const TURN_TIMEOUT: Duration = Duration::from_secs(10);
/// Reads are short and come from memory; more connections would only wait for the processor.
const READERS: u32 = 4;
/// What SQLite says of a file that holds something else (`SQLITE_NOTADB`).
const NOT_A_DATABASE: &str = "26";

/// The file can't serve as the record.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("{} is not a database", .0.display())]
    NotADatabase(PathBuf),

    #[error("{} was written by a newer version of this program (migration {migration}): start that version", path.display())]
    Newer { path: PathBuf, migration: i64 },

    #[error("{} was made by another migration {migration} than this program has", path.display())]
    Altered { path: PathBuf, migration: i64 },

    #[error("{} can't be made or opened", path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: io::Error,
    },

    #[error("{} can't be used as a database", path.display())]
    Unusable {
        path: PathBuf,
        #[source]
        source: sqlx::Error,
    },
}

/// The record: users, sessions, audit and what else lasts, in one file. Clones share the connections.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl SqliteStore {
    /// Opens the file at `path`, makes it (readable by its owner only) when there is none, and brings its tables up to
    /// date.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        make_private(path).map_err(|source| OpenError::Io { path: path.into(), source })?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY_TIMEOUT)
            .disable_statement_logging();
        let unusable = |error| unusable(path, error);
        // Until the first write that anybody is told of, nothing has to be on the disk: that write takes along what came
        // before it, and migrations that a crash undid are made again.
        let relaxed = options.clone().synchronous(SqliteSynchronous::Normal);
        let migrator = pool(1).connect_with(relaxed).await.map_err(unusable)?;
        MIGRATIONS.run(&migrator).await.map_err(|error| not_migrated(path, error))?;
        let writer = pool(1).connect_with(options.clone()).await.map_err(unusable)?;
        let readers = pool(READERS).connect_with(options.read_only(true)).await.map_err(unusable)?;
        migrator.close().await;
        Ok(Self { writer, readers })
    }

    /// Opens the file as it is, for whoever only looks: nothing is made and nothing is brought up to date.
    pub async fn look_at(path: &Path) -> Result<Self, OpenError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .read_only(true)
            .busy_timeout(BUSY_TIMEOUT)
            .disable_statement_logging();
        let readers = pool(1).connect_with(options).await.map_err(|error| unusable(path, error))?;
        Ok(Self { writer: readers.clone(), readers })
    }

    /// Waits for what is under way, then closes the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// What the connections do now.
    pub fn connections(&self) -> Vec<(&'static str, Connections)> {
        let of = |pool: &SqlitePool| {
            let (open, idle) = (pool.size() as usize, pool.num_idle());
            let most = pool.options().get_max_connections() as usize;
            Connections { most, idle, in_use: open.saturating_sub(idle), waiting: None }
        };
        vec![("writer", of(&self.writer)), ("readers", of(&self.readers))]
    }

    /// The connections that only read.
    pub(super) fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    /// A transaction that holds the write lock from its beginning, so that what it read stays true until it commits.
    pub(super) async fn write(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(store_error)
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(SqliteUnitOfWork::new(self.write().await?)))
    }

    async fn read(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(SqliteUnitOfWork::new(self.readers.begin().await.map_err(store_error)?)))
    }
}

/// Connections are kept for good and not asked whether they are alive: there is no network that could cut them.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(TURN_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

/// Makes the file when there is none. SQLite gives its companions (`-wal`, `-shm`) the same mode.
fn make_private(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new().append(true).create(true).mode(0o600).open(path).map(drop)
}

fn unusable(path: &Path, source: sqlx::Error) -> OpenError {
    let code = source.as_database_error().and_then(|error| error.code().map(Cow::into_owned));
    if code.as_deref() == Some(NOT_A_DATABASE) {
        OpenError::NotADatabase(path.into())
    } else {
        OpenError::Unusable { path: path.into(), source }
    }
}

fn not_migrated(path: &Path, error: MigrateError) -> OpenError {
    let path: PathBuf = path.into();
    match error {
        MigrateError::VersionMissing(migration) => OpenError::Newer { path, migration },
        MigrateError::VersionMismatch(migration) => OpenError::Altered { path, migration },
        MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => unusable(&path, source),
        other => OpenError::Unusable { path, source: other.into() },
    }
}
