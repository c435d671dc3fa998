//! Fast stores that break their contract.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use issuer::assembly::IssuerPorts;
use shared::domain::{
    clock::Timestamp,
    ids::{SessionId, UserId},
    sessions::{
        CachedSession, CachedState, EndReason, Epoch, Generation, RoleValue, Session, SessionCache, SessionView,
        rule::StepOutcome,
    },
    store::StoreError,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CacheMistake {
    LosesTombstones,
    SecondSuccessor,
    NoGrace,
    EndlessGrace,
    KeepsRoles,
    ForeignRoles,
}

pub(super) fn plug(ports: &mut IssuerPorts, mistake: CacheMistake) {
    let inner = ports.session_cache.clone();
    ports.session_cache = Arc::new(MistakenCache { inner, mistake, last_role: Mutex::default() });
}

struct MistakenCache {
    inner: Arc<dyn SessionCache>,
    mistake: CacheMistake,
    last_role: Mutex<Option<RoleValue>>,
}

impl MistakenCache {
    fn makes(&self, mistake: CacheMistake) -> bool {
        self.mistake == mistake
    }
}

#[async_trait]
impl SessionCache for MistakenCache {
    async fn read(&self, session: &SessionId) -> Result<SessionView, StoreError> {
        let mut view = self.inner.read(session).await?;
        if self.makes(CacheMistake::ForeignRoles) && view.role.is_some() {
            let mut last = self.last_role.lock().unwrap_or_else(PoisonError::into_inner);
            let own = view.role.clone();
            view.role = std::mem::replace(&mut *last, own.clone()).or(own);
        }
        Ok(view)
    }

    async fn read_pair(&self, session: &SessionId, user: &UserId) -> Result<SessionView, StoreError> {
        self.inner.read_pair(session, user).await
    }

    async fn epoch(&self) -> Result<Epoch, StoreError> {
        self.inner.epoch().await
    }

    async fn put(&self, session: &Session, role: &RoleValue) -> Result<(), StoreError> {
        self.inner.put(session, role).await
    }

    async fn step(&self, session: &SessionId, presented: Generation) -> Result<StepOutcome, StoreError> {
        let outcome = self.inner.step(session, presented).await?;
        match (self.mistake, outcome) {
            (CacheMistake::SecondSuccessor, StepOutcome::Repeated(current)) => self.inner.step(session, current).await,
            (CacheMistake::NoGrace, StepOutcome::Repeated(_)) => Ok(StepOutcome::NotLive),
            (CacheMistake::EndlessGrace, StepOutcome::Reused) => Ok(StepOutcome::Repeated(presented.successor())),
            _ => Ok(outcome),
        }
    }

    async fn restore(
        &self,
        session: &Session,
        state: CachedState,
        epoch: &Epoch,
        expected: Option<&CachedSession>,
    ) -> Result<bool, StoreError> {
        self.inner.restore(session, state, epoch, expected).await
    }

    async fn bury(&self, session: &SessionId, expires_at: Timestamp) -> Result<(), StoreError> {
        if self.makes(CacheMistake::LosesTombstones) { Ok(()) } else { self.inner.bury(session, expires_at).await }
    }

    async fn bury_unrecorded(
        &self,
        session: &SessionId,
        expires_at: Timestamp,
        reason: EndReason,
    ) -> Result<(), StoreError> {
        self.inner.bury_unrecorded(session, expires_at, reason).await
    }

    async fn put_role(&self, user: &UserId, role: &RoleValue) -> Result<(), StoreError> {
        if self.makes(CacheMistake::KeepsRoles) { Ok(()) } else { self.inner.put_role(user, role).await }
    }
}
