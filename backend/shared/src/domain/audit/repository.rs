//! The audit record as a port.

use async_trait::async_trait;
use serde_json::Value;

use super::AuditEntry;
use crate::domain::{
    clock::Timestamp,
    ids::{AuditId, UserId},
    store::StoreError,
};

/// Which entries a reader wants.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    pub actor: Option<UserId>,
    pub target: Option<UserId>,
    pub kind: Option<String>,
    /// From this time on.
    pub from: Option<Timestamp>,
    /// Before this time.
    pub to: Option<Timestamp>,
    /// Only entries older than this one.
    pub after: Option<AuditId>,
    /// At most so many.
    pub limit: u32,
}

/// An entry as it is read back: plain values, so that the record outlives the code that wrote it.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditRecord {
    pub id: AuditId,
    pub at: Timestamp,
    /// `user`, `anonymous` or `system`.
    pub actor_kind: String,
    pub actor: Option<UserId>,
    pub target: Option<UserId>,
    pub kind: String,
    pub reason: Option<String>,
    pub request_id: Option<String>,
    pub session_id: Option<String>,
    pub ip: Option<String>,
    pub details: Value,
}

/// The table `audit_entries`. Entries are only ever added.
#[async_trait]
pub trait AuditRepository: Send {
    async fn add(&mut self, entry: &AuditEntry) -> Result<(), StoreError>;

    /// The latest first.
    async fn list(&mut self, filter: &AuditFilter) -> Result<Vec<AuditRecord>, StoreError>;

    /// How many entries of a kind were written since a moment.
    async fn count_since(&mut self, kind: &str, moment: Timestamp) -> Result<u64, StoreError>;
}
