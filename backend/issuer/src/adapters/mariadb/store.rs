//! The database as a whole: units of work on it, and its tables brought up to date.

use async_trait::async_trait;
use shared::{
    domain::{
        store::StoreError,
        unit_of_work::{Store, UnitOfWork},
    },
    metrics::Connections as Figures,
};
use sqlx::{
    MySqlPool,
    migrate::{MigrateError, Migrator},
};

use super::{
    MariaDbUnitOfWork,
    connections::{Connections, InvalidMariaDbUrl, options},
    outcome::{in_time, store_error},
};

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

const TO_WRITE: &str = "START TRANSACTION READ WRITE";
const TO_READ: &str = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
                       START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY";

/// The tables could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    #[error("the database was written by a newer version of this program (migration {0}): start that version")]
    Newer(i64),

    #[error("the database was made by another migration {0} than this program has")]
    Altered(i64),

    /// MariaDB can't undo a change of tables, so somebody has to look.
    #[error("migration {0} was begun and not finished: restore the backup from before it")]
    Unfinished(i64),

    #[error("the database can't be brought up to date")]
    Unavailable(#[source] MigrateError),
}

/// The record: users, sessions, audit and what else lasts, in one database. Clones share the connections.
#[derive(Clone, Debug)]
pub struct MariaDbStore {
    connections: Connections,
}

impl MariaDbStore {
    /// Takes the address of the database and how many connections to hold at most. Connects when it is first used, so
    /// that a server which is away keeps nobody from starting.
    pub fn new(url: &str, connections: usize) -> Result<Self, InvalidMariaDbUrl> {
        Ok(Self { connections: Connections::new(options(url)?, connections) })
    }

    /// Whether [`MariaDbStore::new`] would take the address.
    pub fn check_url(url: &str) -> Result<(), InvalidMariaDbUrl> {
        options(url).map(drop)
    }

    /// Brings the tables up to date. Of several issuers that do it at once, one does it and the others wait.
    pub async fn migrate(&self) -> Result<(), MigrationError> {
        let connections = self.connections.patient().await.map_err(unavailable)?;
        let migrated = migrate_alone(&connections).await;
        connections.close().await;
        migrated
    }

    /// For whoever needs one of his own.
    pub(super) fn pool(&self) -> &Connections {
        &self.connections
    }

    /// What the connections do now.
    pub fn connections(&self) -> Vec<(&'static str, Figures)> {
        vec![("mariadb", self.connections.figures())]
    }

    /// Whether the server answers, and takes writes.
    pub(super) async fn takes_writes(&self) -> Result<bool, StoreError> {
        let mut connection = self.connections.get().await?;
        let read_only = sqlx::query_scalar("SELECT @@GLOBAL.read_only <> 0").fetch_one(&mut *connection);
        let read_only: bool = in_time(read_only).await.map_err(store_error)?;
        Ok(!read_only)
    }

    /// Ends what is not in use; nothing new can be begun.
    pub fn close(&self) {
        self.connections.close();
    }

    async fn start(&self, statements: &'static str) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(MariaDbUnitOfWork::start(self.connections.get().await?, statements).await?))
    }
}

#[async_trait]
impl Store for MariaDbStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.start(TO_WRITE).await
    }

    async fn read(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.start(TO_READ).await
    }
}

/// The lock that sqlx takes itself waits for nobody here: MariaDB doesn't know its time-out of -1.
async fn migrate_alone(connections: &MySqlPool) -> Result<(), MigrationError> {
    let mut holder = connections.acquire().await.map_err(unavailable)?;
    let lock = sqlx::query_scalar!("SELECT GET_LOCK(CONCAT('migrations of ', DATABASE()), 60)");
    if lock.fetch_one(&mut *holder).await.map_err(unavailable)? != Some(1) {
        return Err(unavailable(sqlx::Error::PoolTimedOut));
    }
    // The lock ends with the connection that holds it.
    MIGRATIONS.run(connections).await.map_err(not_migrated)
}

fn unavailable(error: sqlx::Error) -> MigrationError {
    MigrationError::Unavailable(error.into())
}

fn not_migrated(error: MigrateError) -> MigrationError {
    match error {
        MigrateError::VersionMissing(migration) => MigrationError::Newer(migration),
        MigrateError::VersionMismatch(migration) => MigrationError::Altered(migration),
        MigrateError::Dirty(migration) => MigrationError::Unfinished(migration),
        other => MigrationError::Unavailable(other),
    }
}
