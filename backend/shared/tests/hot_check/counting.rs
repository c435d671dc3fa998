//! A fast store that counts what the hot check reads, can be held in the middle of a read, and can be away.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
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
use testkit::gate::Gate;

pub(crate) struct CountingCache {
    inner: Arc<dyn SessionCache>,
    reads: AtomicU64,
    away: AtomicBool,
    gate: Gate,
}

impl CountingCache {
    pub(crate) fn plug(ports: &mut IssuerPorts) -> Arc<Self> {
        let inner = ports.session_cache.clone();
        let cache = Self { inner, reads: AtomicU64::new(0), away: AtomicBool::new(false), gate: Gate::new() };
        let cache = Arc::new(cache);
        ports.session_cache = cache.clone();
        cache
    }

    pub(crate) fn reads(&self) -> u64 {
        self.reads.load(Ordering::SeqCst)
    }

    pub(crate) fn set_away(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }

    pub(crate) fn hold(&self) {
        self.gate.hold_next();
    }

    pub(crate) async fn someone_reads(&self) {
        self.gate.held().await;
    }

    pub(crate) fn release(&self) {
        self.gate.release();
    }
}

#[async_trait]
impl SessionCache for CountingCache {
    async fn read(&self, session: &SessionId) -> Result<SessionView, StoreError> {
        self.inner.read(session).await
    }

    async fn read_pair(&self, session: &SessionId, user: &UserId) -> Result<SessionView, StoreError> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        self.gate.pass().await;
        if self.away.load(Ordering::SeqCst) {
            return Err(StoreError::unavailable("the test sent it away"));
        }
        self.inner.read_pair(session, user).await
    }

    async fn epoch(&self) -> Result<Epoch, StoreError> {
        self.inner.epoch().await
    }

    async fn put(&self, session: &Session, role: &RoleValue) -> Result<(), StoreError> {
        self.inner.put(session, role).await
    }

    async fn step(&self, session: &SessionId, presented: Generation) -> Result<StepOutcome, StoreError> {
        self.inner.step(session, presented).await
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
        self.inner.bury(session, expires_at).await
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
        self.inner.put_role(user, role).await
    }
}
