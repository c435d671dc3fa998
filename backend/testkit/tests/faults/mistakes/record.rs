//! Records that break their contract.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use issuer::assembly::IssuerPorts;
use shared::{
    adapters::os_randomness::OsRandomness,
    domain::{
        audit::{AuditEntry, AuditEvent, AuditFilter, AuditRecord, AuditRepository},
        clock::{Clock, Timestamp},
        external_sign_in::{LinkTicketRepository, LoginTransactionRepository},
        identities::{IdentityRepository, LogoutTokenRepository, UpstreamSessionRepository},
        ids::AuditId,
        mail::Outbox,
        providers::ProviderRepository,
        sessions::{AuthorityChanges, SessionRepository},
        setup::SetupTokenRepository,
        store::StoreError,
        unit_of_work::{Store, UnitOfWork},
        users::UserRepository,
    },
};

/// One unit of work of so many is lost.
const LOST: usize = 7;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RecordMistake {
    DropsEntries,
    DoublesEntries,
    LosesCommits,
}

pub(super) fn plug(ports: &mut IssuerPorts, mistake: RecordMistake) {
    let (inner, clock) = (ports.store.clone(), ports.clock.clone());
    ports.store = Arc::new(MistakenStore { inner, clock, mistake, commits: Arc::default() });
}

struct MistakenStore {
    inner: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    mistake: RecordMistake,
    commits: Arc<AtomicUsize>,
}

#[async_trait]
impl Store for MistakenStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let inner = self.inner.begin().await?;
        let (clock, commits) = (self.clock.clone(), self.commits.clone());
        Ok(Box::new(MistakenUnitOfWork { inner, clock, mistake: self.mistake, commits }))
    }

    async fn read(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.inner.read().await
    }
}

struct MistakenUnitOfWork {
    inner: Box<dyn UnitOfWork>,
    clock: Arc<dyn Clock>,
    mistake: RecordMistake,
    commits: Arc<AtomicUsize>,
}

#[async_trait]
impl UnitOfWork for MistakenUnitOfWork {
    fn users(&mut self) -> &mut dyn UserRepository {
        self.inner.users()
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self.inner.sessions()
    }

    fn authority_changes(&mut self) -> &mut dyn AuthorityChanges {
        self.inner.authority_changes()
    }

    fn audit(&mut self) -> &mut dyn AuditRepository {
        self
    }

    fn setup_tokens(&mut self) -> &mut dyn SetupTokenRepository {
        self.inner.setup_tokens()
    }

    fn providers(&mut self) -> &mut dyn ProviderRepository {
        self.inner.providers()
    }

    fn identities(&mut self) -> &mut dyn IdentityRepository {
        self.inner.identities()
    }

    fn upstream_sessions(&mut self) -> &mut dyn UpstreamSessionRepository {
        self.inner.upstream_sessions()
    }

    fn logout_tokens(&mut self) -> &mut dyn LogoutTokenRepository {
        self.inner.logout_tokens()
    }

    fn login_transactions(&mut self) -> &mut dyn LoginTransactionRepository {
        self.inner.login_transactions()
    }

    fn link_tickets(&mut self) -> &mut dyn LinkTicketRepository {
        self.inner.link_tickets()
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self.inner.outbox()
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        let number = self.commits.fetch_add(1, Ordering::Relaxed);
        let is_lost = self.mistake == RecordMistake::LosesCommits && number % LOST == LOST - 1;
        if is_lost { Ok(()) } else { self.inner.commit().await }
    }
}

#[async_trait]
impl AuditRepository for MistakenUnitOfWork {
    async fn add(&mut self, entry: &AuditEntry) -> Result<(), StoreError> {
        let is_end = matches!(entry.event, AuditEvent::SessionEnded { .. });
        if self.mistake == RecordMistake::DropsEntries && is_end {
            return Ok(());
        }
        if self.mistake == RecordMistake::DoublesEntries && is_end {
            let twin = AuditEntry { id: AuditId::new(&*self.clock, &OsRandomness), ..entry.clone() };
            self.inner.audit().add(&twin).await?;
        }
        self.inner.audit().add(entry).await
    }

    async fn list(&mut self, filter: &AuditFilter) -> Result<Vec<AuditRecord>, StoreError> {
        self.inner.audit().list(filter).await
    }

    async fn count_since(&mut self, kind: &str, moment: Timestamp) -> Result<u64, StoreError> {
        self.inner.audit().count_since(kind, moment).await
    }
}
