//! The keys that are good now, and when to look for new ones.

mod on_demand;

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use arc_swap::ArcSwap;

use self::on_demand::ReloadOnDemand;
use super::{
    key::{KeyId, KeyStatus, KeyVersion, PublishedKey},
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
    for_unknown_id: ReloadOnDemand,
    for_signing: ReloadOnDemand,
}

impl KeyRing {
    /// The least time between two reloads that unknown ids cause.
    pub const UNKNOWN_ID_PAUSE: Duration = Duration::from_secs(5);
    /// The least time between two reloads that a signature causes. No caller can bring one about: the signer refused.
    pub const SIGNING_PAUSE: Duration = Duration::from_secs(1);

    /// An empty ring. It knows keys after the first good [`Self::reload`].
    pub fn new(source: Arc<dyn PublicKeys>, times: KeyTimes, clock: Arc<dyn Clock>) -> Self {
        let known = Arc::new(Known::new(source, Arc::clone(&clock)));
        let for_unknown_id = ReloadOnDemand::new(Self::UNKNOWN_ID_PAUSE);
        let for_signing = ReloadOnDemand::new(Self::SIGNING_PAUSE);
        Self { known, clock, times, for_unknown_id, for_signing }
    }

    /// The key with this id, if it was published at the last good reload.
    pub fn find(&self, id: &KeyId) -> Option<PublishedKey> {
        self.known.snapshot.load().keys.iter().find(|key| key.id() == id).cloned()
    }

    /// The key that signs new tokens.
    ///
    /// None is known when the last good reload is `KEY_PUBLISH_AHEAD` old. A version made since then may sign by now: the
    /// one that was current is retiring, and its tokens would be refused before their end.
    pub fn current(&self) -> Option<PublishedKey> {
        let certain = self.age().is_some_and(|age| age < self.times.publish_ahead);
        self.last_current().filter(|_| certain)
    }

    /// The key that signs new tokens. Where none is known the keys are read, once for all callers in
    /// [`Self::SIGNING_PAUSE`].
    pub async fn current_or_reload(&self) -> Option<PublishedKey> {
        if let Some(key) = self.current() {
            return Some(key);
        }
        self.for_signing.reload(&self.known, &*self.clock).await;
        self.current()
    }

    /// The key that signs instead of a version that the signer refused: an operator took it away since the last reload.
    /// Reads the keys as [`Self::current_or_reload`] does.
    pub async fn current_instead_of(&self, refused: KeyVersion) -> Option<PublishedKey> {
        self.for_signing.reload(&self.known, &*self.clock).await;
        self.current().filter(|key| key.version() != refused)
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
        let age = self.clock.now().duration_since(self.last_current()?.created_at());
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
        self.for_unknown_id.reload(&self.known, &*self.clock).await;
        self.find(id).ok_or_else(|| match self.age() {
            Some(age) if age <= self.times.publish_ahead => KeyLookup::Unknown,
            _ => KeyLookup::Unavailable,
        })
    }

    fn last_current(&self) -> Option<PublishedKey> {
        self.known.snapshot.load().keys.iter().find(|key| key.status() == KeyStatus::Current).cloned()
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
