//! Buckets in the process, for while Redis is away.

use std::sync::{Mutex, PoisonError};

use quick_cache::unsync::Cache;

use crate::domain::throttle::{Bucket, BucketKey};

/// So many buckets are remembered; then the ones that were not asked for lately go.
const MOST_BUCKETS: usize = 50_000;

/// A bucket as this process knows it.
#[derive(Clone, Copy, Debug)]
struct Known {
    bucket: Bucket,
    /// Counted here and not in Redis.
    is_ahead: bool,
}

/// What this process knows of buckets: as Redis had them last, and what was counted while it was away.
#[derive(Debug)]
pub(super) struct LocalBuckets(Mutex<Cache<BucketKey, Known>>);

impl Default for LocalBuckets {
    fn default() -> Self {
        Self(Mutex::new(Cache::new(MOST_BUCKETS)))
    }
}

impl LocalBuckets {
    /// Notes what Redis has.
    pub(super) fn note(&self, key: &BucketKey, bucket: Option<Bucket>) {
        self.change(key, |_| (bucket.map(|bucket| Known { bucket, is_ahead: false }), ()));
    }

    /// What was counted here while Redis was away, which Redis does not know of.
    pub(super) fn ahead(&self, key: &BucketKey) -> Option<Bucket> {
        let buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.peek(key).filter(|known| known.is_ahead).map(|known| known.bucket)
    }

    /// Counts here.
    pub(super) fn count<T>(&self, key: &BucketKey, rule: impl FnOnce(Option<Bucket>) -> (Option<Bucket>, T)) -> T {
        self.change(key, |known| {
            let (bucket, answer) = rule(known.map(|known| known.bucket));
            (bucket.map(|bucket| Known { bucket, is_ahead: true }), answer)
        })
    }

    fn change<T>(&self, key: &BucketKey, change: impl FnOnce(Option<Known>) -> (Option<Known>, T)) -> T {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, answer) = change(buckets.get(key).copied());
        match known {
            Some(known) => buckets.insert(*key, known),
            None => drop(buckets.remove(key)),
        }
        answer
    }
}
