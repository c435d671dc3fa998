//! The audit record, read by admins.

use shared::domain::{
    audit::{AuditFilter, AuditRecord},
    ids::AuditId,
    store::StoreError,
};

use super::{
    Ports,
    paging::{Page, one_more},
};

/// Reads the record.
#[derive(Clone, Debug)]
pub struct Audit {
    ports: Ports,
}

impl Audit {
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// One page, the latest first.
    pub async fn list(&self, filter: AuditFilter) -> Result<Page<AuditRecord, AuditId>, StoreError> {
        let limit = filter.limit;
        let wider = AuditFilter { limit: one_more(limit), ..filter };
        let items = self.ports.store.read().await?.audit().list(&wider).await?;
        Ok(Page::cut(items, limit, |record| record.id))
    }
}
