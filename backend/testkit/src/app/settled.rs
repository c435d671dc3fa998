//! A session cache that returns when its change has been heard of.
//!
//! In the stack a change reaches the memory of a process a moment later, its own too. How long that takes is measured
//! elsewhere, on the whole edition; a spec is about what holds afterwards.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use shared::{
    adapters::os_randomness::OsRandomness,
    domain::{
        clock::{Clock, Timestamp},
        ids::{SessionId, UserId},
        sessions::{
            CachedSession, CachedState, ChangeFeed, ChangeListener, EndReason, Epoch, Generation, RoleState, RoleValue,
            Session, SessionCache, SessionView, rule::StepOutcome,
        },
        store::StoreError,
    },
};
use tokio::sync::{Mutex, watch};

/// Follows every change with one of its own, and waits until that is heard: the feed keeps the order.
pub(super) struct SettledSessionCache {
    inner: Arc<dyn SessionCache>,
    marker: UserId,
    version: AtomicU64,
    heard: Arc<Heard>,
    /// Held, so that it goes on listening when a test gives the product another one.
    _feed: Arc<dyn ChangeFeed>,
    one_at_a_time: Mutex<()>,
}

impl fmt::Debug for SettledSessionCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SettledSessionCache").finish_non_exhaustive()
    }
}

/// How often the marker was heard of.
struct Heard {
    marker: UserId,
    times: watch::Sender<u64>,
}

impl ChangeListener for Heard {
    fn session_changed(&self, _session: &SessionId) {}

    fn user_changed(&self, user: &UserId) {
        if *user == self.marker {
            self.times.send_modify(|times| *times += 1);
        }
    }

    /// Nothing from before is remembered any more, which is as good as having heard of all of it.
    fn flush(&self) {
        self.times.send_modify(|times| *times += 1);
    }
}

impl SettledSessionCache {
    /// `feed` tells of the changes of `inner`.
    pub(super) fn new(inner: Arc<dyn SessionCache>, feed: Arc<dyn ChangeFeed>, clock: &dyn Clock) -> Self {
        let marker = UserId::new(clock, &OsRandomness);
        let heard = Arc::new(Heard { marker, times: watch::Sender::new(0) });
        feed.subscribe(heard.clone());
        Self { inner, marker, version: AtomicU64::new(1), heard, _feed: feed, one_at_a_time: Mutex::default() }
    }

    async fn settle(&self) -> Result<(), StoreError> {
        let _alone = self.one_at_a_time.lock().await;
        let mut times = self.heard.times.subscribe();
        let before = *times.borrow_and_update();
        let version = self.version.fetch_add(1, Ordering::Relaxed);
        self.inner.put_role(&self.marker, &RoleValue { version, state: RoleState::Deleted }).await?;
        times.wait_for(|times| *times > before).await.map(drop).map_err(StoreError::unavailable)
    }
}

#[async_trait]
impl SessionCache for SettledSessionCache {
    async fn read(&self, session: &SessionId) -> Result<SessionView, StoreError> {
        self.inner.read(session).await
    }

    async fn read_pair(&self, session: &SessionId, user: &UserId) -> Result<SessionView, StoreError> {
        self.inner.read_pair(session, user).await
    }

    async fn epoch(&self) -> Result<Epoch, StoreError> {
        self.inner.epoch().await
    }

    async fn put(&self, session: &Session, role: &RoleValue) -> Result<(), StoreError> {
        self.inner.put(session, role).await?;
        self.settle().await
    }

    async fn step(&self, session: &SessionId, presented: Generation) -> Result<StepOutcome, StoreError> {
        let outcome = self.inner.step(session, presented).await?;
        self.settle().await?;
        Ok(outcome)
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
        self.inner.bury(session, expires_at).await?;
        self.settle().await
    }

    async fn bury_unrecorded(
        &self,
        session: &SessionId,
        expires_at: Timestamp,
        reason: EndReason,
    ) -> Result<(), StoreError> {
        self.inner.bury_unrecorded(session, expires_at, reason).await?;
        self.settle().await
    }

    async fn put_role(&self, user: &UserId, role: &RoleValue) -> Result<(), StoreError> {
        self.inner.put_role(user, role).await?;
        self.settle().await
    }
}
