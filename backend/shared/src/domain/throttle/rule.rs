//! What a bucket says to the next attempt. Pure; a store applies it under its own lock.

use jiff::SignedDuration;

use crate::domain::clock::Timestamp;

/// The first delay.
const FIRST_DELAY: SignedDuration = SignedDuration::from_secs(1);
/// No delay is longer.
const LONGEST_DELAY: SignedDuration = SignedDuration::from_mins(15);

/// How a kind of bucket counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BucketPolicy {
    /// So many failures pass without a delay.
    pub free_failures: u32,
    /// A bucket is forgotten this long after its first failure.
    pub window: SignedDuration,
}

/// The counter of one bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Failures, and attempts whose outcome isn't known yet.
    pub failures: u32,
    pub window_started_at: Timestamp,
    /// No attempt passes before this time.
    pub blocked_until: Option<Timestamp>,
    /// Whether a refusal of the present block was told of already.
    pub refusal_noted: bool,
}

/// What becomes of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It was counted as a failure; settle it when the outcome is known.
    Admitted,
    Refused {
        /// Whole seconds, at least 1.
        retry_after_seconds: u64,
        /// The first refusal of this block: worth an entry in the audit record.
        first: bool,
    },
}

/// How an admitted attempt came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The password was right: the bucket is empty again.
    Cleared,
    /// This attempt doesn't count: it was right while others' failures stand, or the work could not be done.
    Uncounted,
}

/// Counts an attempt before any work is done for it.
pub fn admit(bucket: Option<Bucket>, policy: &BucketPolicy, now: Timestamp) -> (Bucket, Admission) {
    let fresh = Bucket { failures: 0, window_started_at: now, blocked_until: None, refusal_noted: false };
    let mut bucket =
        bucket.filter(|known| now.duration_since(known.window_started_at) < policy.window).unwrap_or(fresh);
    if let Some(until) = bucket.blocked_until.filter(|until| now < *until) {
        let first = !bucket.refusal_noted;
        bucket.refusal_noted = true;
        return (bucket, Admission::Refused { retry_after_seconds: seconds_up(until.duration_since(now)), first });
    }
    bucket.failures = bucket.failures.saturating_add(1);
    bucket.refusal_noted = false;
    bucket.blocked_until = bucket.failures.checked_sub(policy.free_failures).map(|excess| now + delay(excess));
    (bucket, Admission::Admitted)
}

/// The bucket after an admitted attempt came out well or came to nothing; `None`: the bucket is forgotten.
///
/// A failure needs no settlement: it was counted when it was admitted.
pub fn settle(bucket: Bucket, policy: &BucketPolicy, settlement: Settlement) -> Option<Bucket> {
    if settlement == Settlement::Cleared || bucket.failures <= 1 {
        return None;
    }
    let failures = bucket.failures - 1;
    let blocked_until = bucket.blocked_until.filter(|_| failures >= policy.free_failures);
    Some(Bucket { failures, blocked_until, ..bucket })
}

/// 1 s, doubling with each failure beyond the free ones, up to the longest.
fn delay(excess: u32) -> SignedDuration {
    let factor = 1_i32.checked_shl(excess.min(20)).unwrap_or(i32::MAX);
    FIRST_DELAY.saturating_mul(factor).min(LONGEST_DELAY)
}

fn seconds_up(duration: SignedDuration) -> u64 {
    let seconds = duration.as_secs() + i64::from(duration.subsec_nanos() > 0);
    u64::try_from(seconds).unwrap_or(0).max(1)
}
