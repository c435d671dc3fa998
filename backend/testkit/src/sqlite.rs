//! A SQLite store that vanishes with the test.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use embedded::{
    adapters::sqlite::{SqliteAttemptCounters, SqliteSessionCache, SqliteStore},
    data_dir::DATABASE,
};
use tempfile::TempDir;

use crate::{
    clock::TestClock,
    stories::{Backend, Stores},
};

/// Memory that looks like a disk, where the system has it: a commit then costs no write to a real one.
const MEMORY: &str = "/dev/shm";

/// A fresh folder, in memory where the system has some for files, removed when it is dropped.
pub fn folder() -> TempDir {
    let memory = Path::new(MEMORY);
    let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
    folder.unwrap()
}

/// A folder with a database file, removed when this is dropped.
#[derive(Debug)]
pub struct TempSqlite {
    folder: TempDir,
}

impl TempSqlite {
    /// A folder of its own, still without a file.
    pub fn new() -> Self {
        Self { folder: folder() }
    }

    /// Where the file is or will be.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join(DATABASE)
    }

    /// Opens the file. A second time it is as after a restart that nobody announced.
    pub async fn open_store(&self) -> SqliteStore {
        SqliteStore::open(&self.path()).await.unwrap()
    }
}

impl Default for TempSqlite {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Backend for TempSqlite {
    async fn open(&self, clock: Arc<TestClock>) -> Stores {
        let store = self.open_store().await;
        let cache = Arc::new(SqliteSessionCache::new(store.clone(), clock.clone()));
        Stores {
            counters: Arc::new(SqliteAttemptCounters::new(store.clone(), clock)),
            store: Arc::new(store),
            feed: cache.clone(),
            cache,
        }
    }
}
