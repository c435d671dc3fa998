//! A record that may be away, refuse, or do a thing and not say so.

use std::{future::pending, sync::Arc};

use async_trait::async_trait;
use shared::domain::{
    audit::{AuditEntry, AuditFilter, AuditRecord, AuditRepository},
    clock::Timestamp,
    external_sign_in::{LinkTicketRepository, LoginTransactionRepository},
    identities::{IdentityRepository, LogoutTokenRepository, UpstreamSessionRepository},
    mail::Outbox,
    providers::ProviderRepository,
    sessions::{AuthorityChanges, SessionRepository},
    setup::SetupTokenRepository,
    store::StoreError,
    unit_of_work::{Store, UnitOfWork},
    users::UserRepository,
};

use super::crossing::Crossing;
use crate::schedule::Port;

const BEGIN: (Port, &str) = (Port::Record, "begin");
const READ: (Port, &str) = (Port::Record, "read-record");
const AUDIT: (Port, &str) = (Port::Record, "audit");
const COMMIT: (Port, &str) = (Port::Record, "commit");

pub(super) struct FaultyStore {
    pub(super) inner: Arc<dyn Store>,
    pub(super) crossing: Arc<Crossing>,
}

impl FaultyStore {
    fn around(&self, inner: Box<dyn UnitOfWork>) -> Box<dyn UnitOfWork> {
        Box::new(FaultyUnitOfWork { inner: Some(inner), crossing: self.crossing.clone() })
    }
}

#[async_trait]
impl Store for FaultyStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        // Held after it, it would hold what others wait for.
        let ready = async { Ok(()) };
        self.crossing.call(BEGIN, true, StoreError::unavailable, ready).await?;
        self.inner.begin().await.map(|unit| self.around(unit))
    }

    async fn read(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let unit = self.crossing.call(READ, true, StoreError::unavailable, self.inner.read()).await?;
        Ok(self.around(unit))
    }
}

/// Of what is done in it, the audit entry and the commit can fail: between the two and before them nothing is settled.
struct FaultyUnitOfWork {
    /// There until the commit, or until the process ends.
    inner: Option<Box<dyn UnitOfWork>>,
    crossing: Arc<Crossing>,
}

impl FaultyUnitOfWork {
    fn inner(&mut self) -> &mut dyn UnitOfWork {
        &mut **self.inner.as_mut().expect("whoever uses it is alive")
    }
}

#[async_trait]
impl UnitOfWork for FaultyUnitOfWork {
    fn users(&mut self) -> &mut dyn UserRepository {
        self.inner().users()
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self.inner().sessions()
    }

    fn authority_changes(&mut self) -> &mut dyn AuthorityChanges {
        self.inner().authority_changes()
    }

    fn audit(&mut self) -> &mut dyn AuditRepository {
        self
    }

    fn setup_tokens(&mut self) -> &mut dyn SetupTokenRepository {
        self.inner().setup_tokens()
    }

    fn providers(&mut self) -> &mut dyn ProviderRepository {
        self.inner().providers()
    }

    fn identities(&mut self) -> &mut dyn IdentityRepository {
        self.inner().identities()
    }

    fn upstream_sessions(&mut self) -> &mut dyn UpstreamSessionRepository {
        self.inner().upstream_sessions()
    }

    fn logout_tokens(&mut self) -> &mut dyn LogoutTokenRepository {
        self.inner().logout_tokens()
    }

    fn login_transactions(&mut self) -> &mut dyn LoginTransactionRepository {
        self.inner().login_transactions()
    }

    fn link_tickets(&mut self) -> &mut dyn LinkTicketRepository {
        self.inner().link_tickets()
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self.inner().outbox()
    }

    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        let inner = self.inner.take().expect("it is committed once");
        self.crossing.call(COMMIT, false, StoreError::unavailable, inner.commit()).await
    }
}

#[async_trait]
impl AuditRepository for FaultyUnitOfWork {
    async fn add(&mut self, entry: &AuditEntry) -> Result<(), StoreError> {
        let crossing = self.crossing.clone();
        let add = self.inner().audit().add(entry);
        if let Some(result) = crossing.mortal_call(AUDIT, false, StoreError::unavailable, add).await {
            return result;
        }
        // As the server does when a connection is gone.
        self.inner = None;
        pending().await
    }

    async fn list(&mut self, filter: &AuditFilter) -> Result<Vec<AuditRecord>, StoreError> {
        self.inner().audit().list(filter).await
    }

    async fn count_since(&mut self, kind: &str, moment: Timestamp) -> Result<u64, StoreError> {
        self.inner().audit().count_since(kind, moment).await
    }
}
