//! The audit record, read by admins.

use std::time::Duration;

use shared::domain::{
    audit::{AuditEvent, AuditFilter, AuditRecord, AuditRepository},
    clock::Timestamp,
    ids::AuditId,
    store::StoreError,
    users::UserCounts,
};

use super::{
    Ports,
    paging::{Page, one_more},
};

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// What the record counts at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    pub users: UserCounts,
    pub live_sessions: u64,
    pub last_hour: SignIns,
    pub last_day: SignIns,
}

/// Sign-ins of some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignIns {
    pub succeeded: u64,
    pub failed: u64,
}

impl SignIns {
    async fn since(moment: Timestamp, record: &mut dyn AuditRepository) -> Result<Self, StoreError> {
        Ok(Self {
            succeeded: record.count_since(AuditEvent::SIGN_IN_SUCCEEDED, moment).await?,
            failed: record.count_since(AuditEvent::SIGN_IN_FAILED, moment).await?,
        })
    }
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

    /// One page, the latest first.
    pub async fn list(&self, filter: AuditFilter) -> Result<Page<AuditRecord, AuditId>, StoreError> {
        let limit = filter.limit;
        let wider = AuditFilter { limit: one_more(limit), ..filter };
        let items = self.ports.store.read().await?.audit().list(&wider).await?;
        Ok(Page::cut(items, limit, |record| record.id))
    }

    /// Counts users, sessions and sign-ins, all of one moment. `None` while the record is away.
    pub async fn counts(&self) -> Result<Option<Counts>, StoreError> {
        match self.count().await {
            Err(StoreError::Unavailable(_)) => Ok(None),
            counts => counts.map(Some),
        }
    }

    async fn count(&self) -> Result<Counts, StoreError> {
        let now = self.ports.clock.now();
        let mut work = self.ports.store.read().await?;
        Ok(Counts {
            users: work.users().count().await?,
            live_sessions: work.sessions().count_live(now).await?,
            last_hour: SignIns::since(now - HOUR, work.audit()).await?,
            last_day: SignIns::since(now - DAY, work.audit()).await?,
        })
    }
}
