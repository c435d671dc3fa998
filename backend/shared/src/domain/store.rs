//! What can go wrong in a store, in words that no service has to translate.

use std::error::Error;

/// A store did not do what was asked of it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Away, too slow, read-only or out of connections. Nothing was changed; the same call may work later.
    #[error("the store is not available")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),

    /// Another unit of work wanted the same rows in another order, and the store undid this one for it. Nothing was
    /// changed; begun anew, it waits for the other and goes through.
    #[error("the store let another unit of work go first")]
    Conflict(#[source] Box<dyn Error + Send + Sync>),

    /// A unique key is taken already. Nothing was changed.
    #[error("a record with this key exists already")]
    Duplicate,

    /// What was read can't be what was written: the data was changed from outside.
    #[error("a stored value is not valid: {0}")]
    Corrupt(String),
}

impl StoreError {
    /// Wraps the cause that made the store unavailable.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable(source.into())
    }
}
