//! A fast store whose writes get lost, or whose answers do.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

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

/// What becomes of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writes {
    Done,
    /// It is not done.
    Refused,
    /// It is done, and the answer says that it may not be.
    Unheard,
    /// Neither is anything read, and that is known before anybody asks.
    Away,
}

/// Stands before the fast store.
pub struct LostWrites {
    inner: Arc<dyn SessionCache>,
    writes: Mutex<Writes>,
}

impl LostWrites {
    /// Puts one in place, which does everything at first.
    pub fn plug(ports: &mut IssuerPorts) -> Arc<Self> {
        let cache = Arc::new(Self { inner: ports.session_cache.clone(), writes: Mutex::new(Writes::Done) });
        ports.session_cache = cache.clone();
        cache
    }

    /// What becomes of writes from now on.
    pub fn set(&self, writes: Writes) {
        *self.writes.lock().unwrap_or_else(PoisonError::into_inner) = writes;
    }

    fn now(&self) -> Writes {
        *self.writes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn write<T>(&self, write: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        match self.now() {
            Writes::Done => write.await,
            Writes::Refused | Writes::Away => Err(StoreError::unavailable("the test refuses it")),
            Writes::Unheard => {
                write.await?;
                Err(StoreError::unavailable("the test loses the answer"))
            }
        }
    }

    async fn read_of<T>(&self, read: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        if self.now() == Writes::Away { Err(StoreError::unavailable("the test sent it away")) } else { read.await }
    }
}

impl fmt::Debug for LostWrites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LostWrites").field("writes", &self.now()).finish_non_exhaustive()
    }
}

#[async_trait]
impl SessionCache for LostWrites {
    async fn read(&self, session: &SessionId) -> Result<SessionView, StoreError> {
        self.read_of(self.inner.read(session)).await
    }

    async fn read_pair(&self, session: &SessionId, user: &UserId) -> Result<SessionView, StoreError> {
        self.read_of(self.inner.read_pair(session, user)).await
    }

    async fn epoch(&self) -> Result<Epoch, StoreError> {
        self.read_of(self.inner.epoch()).await
    }

    async fn put(&self, session: &Session, role: &RoleValue) -> Result<(), StoreError> {
        self.write(self.inner.put(session, role)).await
    }

    async fn step(&self, session: &SessionId, presented: Generation) -> Result<StepOutcome, StoreError> {
        self.write(self.inner.step(session, presented)).await
    }

    async fn restore(
        &self,
        session: &Session,
        state: CachedState,
        epoch: &Epoch,
        expected: Option<&CachedSession>,
    ) -> Result<bool, StoreError> {
        self.write(self.inner.restore(session, state, epoch, expected)).await
    }

    async fn bury(&self, session: &SessionId, expires_at: Timestamp) -> Result<(), StoreError> {
        self.write(self.inner.bury(session, expires_at)).await
    }

    async fn bury_unrecorded(
        &self,
        session: &SessionId,
        expires_at: Timestamp,
        reason: EndReason,
    ) -> Result<(), StoreError> {
        self.write(self.inner.bury_unrecorded(session, expires_at, reason)).await
    }

    async fn put_role(&self, user: &UserId, role: &RoleValue) -> Result<(), StoreError> {
        self.write(self.inner.put_role(user, role)).await
    }
}
