//! The rules of the issuer. A service takes ports and knows neither HTTP nor a database.

pub mod account;
mod acting;
pub mod audit;
pub mod authority;
pub mod checkpoints;
pub mod endings;
pub mod external_sign_in;
pub mod failovers;
pub mod guesses;
pub mod mails;
pub mod paging;
pub mod providers;
mod repeat;
pub mod sessions;
pub mod setup;
pub mod sign_in;
pub mod users;

pub use external_sign_in::identities;

use std::{fmt, sync::Arc};

use shared::domain::{
    audit::{Actor, AuditEntry, AuditEvent, Origin},
    clock::Clock,
    ids::UserId,
    randomness::Randomness,
    sessions::SessionCache,
    store::StoreError,
    unit_of_work::{Store, UnitOfWork},
};

use self::repeat::repeated;

/// The ports that nearly every service needs.
#[derive(Clone)]
pub struct Ports {
    pub clock: Arc<dyn Clock>,
    pub randomness: Arc<dyn Randomness>,
    pub store: Arc<dyn Store>,
    pub session_cache: Arc<dyn SessionCache>,
}

impl fmt::Debug for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ports").finish_non_exhaustive()
    }
}

impl Ports {
    /// Writes one audit entry in the unit of work of the change it tells of.
    async fn audit(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        target: Option<UserId>,
        event: AuditEvent,
        origin: Option<&Origin>,
    ) -> Result<(), StoreError> {
        let entry = AuditEntry::new(&*self.clock, &*self.randomness, actor, target, event, origin);
        work.audit().add(&entry).await
    }

    /// Writes one audit entry about something that changed nothing else.
    async fn audit_alone(
        &self,
        actor: Actor,
        target: Option<UserId>,
        event: AuditEvent,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let entry = AuditEntry::new(&*self.clock, &*self.randomness, actor, target, event, Some(origin));
        repeated(|| self.add(&entry)).await
    }

    async fn add(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut work = self.store.begin().await?;
        work.audit().add(entry).await?;
        work.commit().await
    }
}
