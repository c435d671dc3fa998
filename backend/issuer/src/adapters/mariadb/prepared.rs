//! The record, closed until a start has made sure that it can be used.

use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use shared::domain::{
    store::StoreError,
    unit_of_work::{Store, UnitOfWork},
};

use super::MariaDbStore;

/// A store that is unavailable until it is opened: its tables may be old, or hold accounts that production refuses.
/// Meanwhile the process listens and does what needs no record.
#[derive(Debug)]
pub struct PreparedStore {
    store: MariaDbStore,
    is_open: AtomicBool,
}

/// Not opened yet.
#[derive(Debug, thiserror::Error)]
#[error("the database has not been prepared yet")]
struct NotPrepared;

impl PreparedStore {
    /// Closed for now.
    pub fn new(store: MariaDbStore) -> Self {
        Self { store, is_open: AtomicBool::new(false) }
    }

    /// Open at once, for a database that somebody has prepared already.
    pub fn opened_already(store: MariaDbStore) -> Self {
        Self { store, is_open: AtomicBool::new(true) }
    }

    /// The store behind, for whoever prepares it.
    pub fn unprepared(&self) -> &MariaDbStore {
        &self.store
    }

    /// From now on everybody may use it.
    pub fn open(&self) {
        self.is_open.store(true, Ordering::Release);
    }

    /// The store, once it is open.
    pub(super) fn opened(&self) -> Result<&MariaDbStore, StoreError> {
        if self.is_open.load(Ordering::Acquire) { Ok(&self.store) } else { Err(StoreError::unavailable(NotPrepared)) }
    }
}

#[async_trait]
impl Store for PreparedStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.opened()?.begin().await
    }

    async fn read(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.opened()?.read().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobody_gets_in_before_it_is_opened() {
        let store = MariaDbStore::new("mysql://nobody@127.0.0.1:1/nothing", 1).unwrap();
        let prepared = PreparedStore::new(store);
        let refused = |error: &StoreError| matches!(error, StoreError::Unavailable(cause) if cause.downcast_ref::<NotPrepared>().is_some());
        assert!(prepared.begin().await.err().is_some_and(|error| refused(&error)));
        assert!(prepared.read().await.err().is_some_and(|error| refused(&error)));
        prepared.open();
        assert!(prepared.begin().await.err().is_some_and(|error| !refused(&error)), "it asks the server now");
    }
}
