//! A fast store that may be away, refuse, do a thing and not say so, and fail over to another life.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use async_trait::async_trait;
use shared::domain::{
    clock::Timestamp,
    ids::{SessionId, UserId},
    sessions::{
        CachedSession, CachedState, EndReason, Epoch, Generation, RoleValue, Session, SessionCache, SessionView,
        rule::StepOutcome,
    },
    store::StoreError,
};

use super::crossing::Crossing;
use crate::schedule::Port;

/// The life that the fast store is in. What Redis calls an epoch is one and the same all the time here, because its
/// servers belong to other runs too; a copy of an earlier life carries `<epoch>#<life>`, which is none that it is in.
#[derive(Debug, Default)]
pub(crate) struct Lives(AtomicU64);

impl Lives {
    pub(crate) fn present(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    pub(crate) fn begin_the_next(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn named(&self, epoch: &Epoch) -> Epoch {
        Epoch::new(&format!("{}#{}", epoch.as_str(), self.present()))
    }

    /// As the store itself names it, if it is the present one.
    fn unnamed(&self, epoch: &Epoch) -> Epoch {
        let bare = epoch.as_str().strip_suffix(&format!("#{}", self.present()));
        bare.map_or_else(|| epoch.clone(), Epoch::new)
    }
}

pub(super) struct FaultySessionCache {
    pub(super) inner: Arc<dyn SessionCache>,
    pub(super) lives: Arc<Lives>,
    pub(super) crossing: Arc<Crossing>,
}

impl FaultySessionCache {
    async fn call<T: Send>(
        &self,
        name: &'static str,
        call: impl Future<Output = Result<T, StoreError>> + Send,
    ) -> Result<T, StoreError> {
        self.crossing.call((Port::FastStore, name), true, StoreError::unavailable, call).await
    }

    /// Reads, and names the lives before anything else can happen.
    async fn view(
        &self,
        read: impl Future<Output = Result<SessionView, StoreError>> + Send,
    ) -> Result<SessionView, StoreError> {
        let mut view = read.await?;
        let of_now = |copy: &CachedSession| copy.epoch == view.epoch;
        if let Some(copy) = view.session.take_if(|copy| of_now(copy)) {
            view.session = Some(CachedSession { epoch: self.lives.named(&copy.epoch), ..copy });
        }
        view.epoch = self.lives.named(&view.epoch);
        Ok(view)
    }
}

#[async_trait]
impl SessionCache for FaultySessionCache {
    async fn read(&self, session: &SessionId) -> Result<SessionView, StoreError> {
        self.call("read", self.view(self.inner.read(session))).await
    }

    async fn read_pair(&self, session: &SessionId, user: &UserId) -> Result<SessionView, StoreError> {
        self.call("read-pair", self.view(self.inner.read_pair(session, user))).await
    }

    async fn epoch(&self) -> Result<Epoch, StoreError> {
        let epoch = async { self.inner.epoch().await.map(|epoch| self.lives.named(&epoch)) };
        // Asked within a unit of work, which others wait for.
        self.crossing.call((Port::FastStore, "epoch"), false, StoreError::unavailable, epoch).await
    }

    async fn put(&self, session: &Session, role: &RoleValue) -> Result<(), StoreError> {
        self.call("put", self.inner.put(session, role)).await
    }

    async fn step(&self, session: &SessionId, presented: Generation) -> Result<StepOutcome, StoreError> {
        self.call("step", self.inner.step(session, presented)).await
    }

    async fn restore(
        &self,
        session: &Session,
        state: CachedState,
        epoch: &Epoch,
        expected: Option<&CachedSession>,
    ) -> Result<bool, StoreError> {
        let restore = async {
            let epoch = self.lives.unnamed(epoch);
            let unnamed =
                |copy: &CachedSession| CachedSession { epoch: self.lives.unnamed(&copy.epoch), ..copy.clone() };
            self.inner.restore(session, state, &epoch, expected.map(unnamed).as_ref()).await
        };
        self.call("restore", restore).await
    }

    async fn bury(&self, session: &SessionId, expires_at: Timestamp) -> Result<(), StoreError> {
        self.call("bury", self.inner.bury(session, expires_at)).await
    }

    async fn bury_unrecorded(
        &self,
        session: &SessionId,
        expires_at: Timestamp,
        reason: EndReason,
    ) -> Result<(), StoreError> {
        self.call("bury", self.inner.bury_unrecorded(session, expires_at, reason)).await
    }

    async fn put_role(&self, user: &UserId, role: &RoleValue) -> Result<(), StoreError> {
        self.call("put-role", self.inner.put_role(user, role)).await
    }
}
