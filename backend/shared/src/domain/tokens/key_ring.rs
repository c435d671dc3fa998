//! The keys that are good now, and when to look for new ones.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use arc_swap::ArcSwap;
use futures::{
    FutureExt,
    future::{BoxFuture, Shared},
};

use super::{
    key::{KeyId, KeyStatus, PublishedKey},
    ports::{KeysUnavailable, PublicKeys},
};
use crate::domain::clock::Clock;

/// The times don't fit each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("keys must be reloaded at least three times while a new one is only published")]
pub struct InvalidKeyTimes;

/// How often keys are read, and how long before its first signature a new one can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyTimes {
    reload: Duration,
    publish_ahead: Duration,
}

impl KeyTimes {
    /// `KEY_RELOAD` and `KEY_PUBLISH_AHEAD`; the first is at most a third of the second, so that a verifier may miss two
    /// reloads and still know a key before it signs.
    pub fn new(reload: Duration, publish_ahead: Duration) -> Result<Self, InvalidKeyTimes> {
        let fits = !reload.is_zero() && reload <= publish_ahead / 3;
        if fits { Ok(Self { reload, publish_ahead }) } else { Err(InvalidKeyTimes) }
    }

    /// The time from one scheduled reload to the next.
    pub fn reload(&self) -> Duration {
        self.reload
    }

    /// The time that a new key is published before it signs.
    pub fn publish_ahead(&self) -> Duration {
        self.publish_ahead
    }
}

impl Default for KeyTimes {
    /// 10 s and 600 s.
    fn default() -> Self {
        Self { reload: Duration::from_secs(10), publish_ahead: Duration::from_mins(10) }
    }
}

/// Why there is no key for an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyLookup {
    /// No such key is published.
    #[error("no published key has this id")]
    Unknown,
    /// The last good reload is so old that a new key may sign without being known here.
    #[error("the published keys have not been read for too long")]
    Unavailable,
}

/// The published keys as of the last good reload. Reads take no lock; a failed reload changes nothing.
#[derive(Debug)]
pub struct KeyRing {
    known: Arc<Known>,
    clock: Arc<dyn Clock>,
    times: KeyTimes,
    unknown_id: Mutex<Option<ReloadForUnknownId>>,
}

/// One reload that all callers with an unknown id share. Whoever waits drives it, so a caller who goes away stops nothing.
#[derive(Debug)]
struct ReloadForUnknownId {
    started: Duration,
    done: Shared<BoxFuture<'static, ()>>,
}

impl KeyRing {
    /// The least time between two reloads that unknown ids cause.
    pub const UNKNOWN_ID_PAUSE: Duration = Duration::from_secs(5);

    /// An empty ring. It knows keys after the first good [`Self::reload`].
    pub fn new(source: Arc<dyn PublicKeys>, times: KeyTimes, clock: Arc<dyn Clock>) -> Self {
        let known = Arc::new(Known::new(source, Arc::clone(&clock)));
        Self { known, clock, times, unknown_id: Mutex::new(None) }
    }

    /// The key with this id, if it was published at the last good reload.
    pub fn find(&self, id: &KeyId) -> Option<PublishedKey> {
        self.known.snapshot.load().keys.iter().find(|key| key.id() == id).cloned()
    }

    /// The key that signs new tokens.
    pub fn current(&self) -> Option<PublishedKey> {
        self.known.snapshot.load().keys.iter().find(|key| key.status() == KeyStatus::Current).cloned()
    }

    /// All published keys, in the order of their versions.
    pub fn published(&self) -> Vec<PublishedKey> {
        self.known.snapshot.load().keys.clone()
    }

    /// How often a reload took keys away. What was concluded from a key holds only while this number stands: read it
    /// before the check, remember it with the result.
    pub fn removals(&self) -> u64 {
        self.known.removals.load(Ordering::Acquire)
    }

    /// Whether the next scheduled reload is due. The process asks this regularly and calls [`Self::reload`].
    pub fn reload_due(&self) -> bool {
        self.age().is_none_or(|age| age >= self.times.reload)
    }

    /// Whether the keys were read in the time of the last three scheduled reloads.
    pub fn is_fresh(&self) -> bool {
        self.age().is_some_and(|age| age <= self.times.reload * 3)
    }

    /// The time since the last good reload began; `None` before the first.
    pub fn age(&self) -> Option<Duration> {
        let loaded_at = self.known.snapshot.load().loaded_at?;
        Some(self.clock.monotonic().saturating_sub(loaded_at))
    }

    /// How old the key is that signs new tokens, by the wall clock. A key of a machine whose clock is ahead is new.
    pub fn current_key_age(&self) -> Option<Duration> {
        let age = self.clock.now().duration_since(self.current()?.created_at());
        Some(age.try_into().unwrap_or_default())
    }

    /// Reads the keys now. On failure everything that was known stays.
    pub async fn reload(&self) -> Result<(), KeysUnavailable> {
        self.known.reload().await
    }

    /// The key with this id. An id that is not known causes a reload, one for all callers in
    /// [`Self::UNKNOWN_ID_PAUSE`].
    pub async fn find_or_reload(&self, id: &KeyId) -> Result<PublishedKey, KeyLookup> {
        if let Some(key) = self.find(id) {
            return Ok(key);
        }
        self.reload_for_unknown_id().await;
        self.find(id).ok_or_else(|| match self.age() {
            Some(age) if age <= self.times.publish_ahead => KeyLookup::Unknown,
            _ => KeyLookup::Unavailable,
        })
    }

    fn reload_for_unknown_id(&self) -> Shared<BoxFuture<'static, ()>> {
        let now = self.clock.monotonic();
        let mut last = lock(&self.unknown_id);
        if let Some(reload) = &*last
            && (reload.done.peek().is_none() || now.saturating_sub(reload.started) < Self::UNKNOWN_ID_PAUSE)
        {
            return reload.done.clone();
        }
        let known = Arc::clone(&self.known);
        // The age of the keys tells the callers whether it failed.
        let done = async move { drop(known.reload().await) }.boxed().shared();
        *last = Some(ReloadForUnknownId { started: now, done: done.clone() });
        done
    }
}

/// What is known, and how to know more.
#[derive(Debug)]
struct Known {
    source: Arc<dyn PublicKeys>,
    clock: Arc<dyn Clock>,
    snapshot: ArcSwap<Snapshot>,
    reloads_begun: AtomicU64,
    removals: AtomicU64,
    replacing: Mutex<()>,
}

#[derive(Debug, Default)]
struct Snapshot {
    keys: Vec<PublishedKey>,
    /// Which reload this is from; later ones have higher numbers.
    reload: u64,
    loaded_at: Option<Duration>,
}

impl Known {
    fn new(source: Arc<dyn PublicKeys>, clock: Arc<dyn Clock>) -> Self {
        Self {
            source,
            clock,
            snapshot: ArcSwap::default(),
            reloads_begun: AtomicU64::new(0),
            removals: AtomicU64::new(0),
            replacing: Mutex::new(()),
        }
    }

    async fn reload(&self) -> Result<(), KeysUnavailable> {
        let reload = self.reloads_begun.fetch_add(1, Ordering::Relaxed) + 1;
        // Taken before the keys are read: they are at least as new as this.
        let loaded_at = Some(self.clock.monotonic());
        let mut keys = self.source.load().await?;
        keys.sort_by_key(PublishedKey::version);
        self.replace(Snapshot { keys, reload, loaded_at });
        Ok(())
    }

    fn replace(&self, new: Snapshot) {
        let _replacing = lock(&self.replacing);
        let old = self.snapshot.load_full();
        // A slow answer must not bring back what a later one took away.
        if old.reload > new.reload {
            return;
        }
        let removed = old.keys.iter().any(|key| new.keys.iter().all(|kept| kept.id() != key.id()));
        self.snapshot.store(Arc::new(new));
        if removed {
            // After the store: whoever reads the new number finds the new keys.
            self.removals.fetch_add(1, Ordering::Release);
        }
    }
}

/// Nothing under these locks can be left half done, so a panic of another holder is of no interest.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
