//! A MariaDB database that vanishes with the test.

use std::sync::Arc;

use async_trait::async_trait;
use issuer::adapters::mariadb::{MariaDbStore, POOL_SIZE};

use crate::{
    clock::TestClock,
    servers::mariadb::MariaDbServer,
    sqlite::TempSqlite,
    stories::{Backend, Stores},
};

/// A database of its own on a server.
#[derive(Debug)]
pub struct TempMariaDb {
    url: String,
    fast: TempSqlite,
}

impl TempMariaDb {
    /// An empty database on the server that tests share.
    pub fn new() -> Self {
        Self::on(MariaDbServer::shared())
    }

    /// An empty database on this server.
    pub fn on(server: &MariaDbServer) -> Self {
        Self { url: format!("{}?ssl-mode=DISABLED", server.database()), fast: TempSqlite::new() }
    }

    /// Where the database is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What the server calls it.
    pub fn name(&self) -> &str {
        let address = self.url.split('?').next().unwrap_or_default();
        address.rsplit('/').next().unwrap_or_default()
    }

    /// Connects and brings the tables up to date. A second time it is as another issuer does it.
    pub async fn open_store(&self) -> MariaDbStore {
        self.open_store_with(POOL_SIZE).await
    }

    /// The same with another limit of connections.
    pub async fn open_store_with(&self, connections: usize) -> MariaDbStore {
        let store = MariaDbStore::new(&self.url, connections).unwrap();
        store.migrate().await.unwrap();
        store
    }
}

impl Default for TempMariaDb {
    fn default() -> Self {
        Self::new()
    }
}

/// The record is in MariaDB. What is not the record's is in SQLite, and no story of the record looks at it.
#[async_trait]
impl Backend for TempMariaDb {
    async fn open(&self, clock: Arc<TestClock>) -> Stores {
        let store = Arc::new(self.open_store().await);
        Stores { store, ..self.fast.open(clock).await }
    }
}
