//! The audit record, read by admins.

use shared::domain::{
    audit::{AuditFilter, AuditRecord},
    ids::AuditId,
    store::StoreError,
};

use super::Ports;

/// One page of the record, the latest first.
#[derive(Debug)]
pub struct AuditPage {
    pub items: Vec<AuditRecord>,
    /// Where the next page begins, if there is one.
    pub next: Option<AuditId>,
}

/// Reads the record.
#[derive(Clone, Debug)]
pub struct Audit {
    ports: Ports,
}

impl Audit {
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    pub async fn list(&self, mut filter: AuditFilter) -> Result<AuditPage, StoreError> {
        let limit = filter.limit;
        // One more than asked for tells whether there is a next page.
        filter.limit += 1;
        let mut items = self.ports.store.read().await?.audit().list(&filter).await?;
        let more = items.len() > limit as usize;
        items.truncate(limit as usize);
        let next = items.last().filter(|_| more).map(|record| record.id);
        Ok(AuditPage { items, next })
    }
}
