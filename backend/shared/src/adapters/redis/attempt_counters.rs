//! Buckets of guesses in Redis.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use redis::{Cmd, FromRedisValue};

use super::{
    copies::{micros, optional_micros},
    local_buckets::LocalBuckets,
    master::{RedisMaster, Repeat},
    scripts,
};
use crate::{
    domain::{
        clock::{Clock, SignedDuration, Timestamp},
        sessions::Epoch,
        store::StoreError,
        throttle::{Admission, AttemptCounters, Bucket, BucketKey, BucketPolicy, Settlement, rule},
    },
    logging::Chain,
};

/// How often a bucket is read anew because somebody else changed it meanwhile.
const MOST_ROUNDS: usize = 100;
/// Keys looked at in one round trip when old buckets are forgotten.
const SCANNED: usize = 500;

/// Counts guesses in Redis: a bucket is read, the rule applied here, and written only if it is still what was read.
///
/// While Redis is away the guesses are counted in this process, from what was known last; the next guess after that
/// takes the stricter of the two. So it never answers [`StoreError::Unavailable`] to a guess.
pub struct RedisAttemptCounters {
    master: RedisMaster,
    prefix: String,
    clock: Arc<dyn Clock>,
    local: LocalBuckets,
}

impl fmt::Debug for RedisAttemptCounters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisAttemptCounters").field("master", &self.master).finish_non_exhaustive()
    }
}

impl RedisAttemptCounters {
    /// `prefix` stands before the names of buckets.
    pub fn new(master: RedisMaster, prefix: &str, clock: Arc<dyn Clock>) -> Self {
        Self { master, prefix: prefix.to_owned(), clock, local: LocalBuckets::default() }
    }

    /// Applies `change` to a bucket, here when Redis is away. `change` gives the bucket that is to be, and an answer.
    async fn apply<T>(
        &self,
        key: &BucketKey,
        policy: &BucketPolicy,
        change: impl Fn(Option<Bucket>) -> (Option<Bucket>, T) + Sync,
    ) -> Result<T, StoreError> {
        match self.apply_in_redis(key, policy, &change).await {
            Err(StoreError::Unavailable(error)) => {
                tracing::warn!(event = "throttle.counted_locally", error = %Chain(&*error));
                Ok(self.local.count(key, change))
            }
            done => done,
        }
    }

    async fn apply_in_redis<T>(
        &self,
        key: &BucketKey,
        policy: &BucketPolicy,
        change: &(impl Fn(Option<Bucket>) -> (Option<Bucket>, T) + Sync),
    ) -> Result<T, StoreError> {
        let name = format!("{}{}", self.prefix, URL_SAFE_NO_PAD.encode(key.as_bytes()));
        for _ in 0..MOST_ROUNDS {
            let get = redis::cmd("GET").arg(&name).clone();
            let stored: Option<String> = self.run(Repeat::Safe, &get).await?;
            let stored = stored.unwrap_or_default();
            let known = stricter(decode(&stored)?, self.local.ahead(key));
            let (next, answer) = change(known);
            let replacement = next.map(encode).unwrap_or_default();
            if replacement == stored || self.swap(&name, &stored, &replacement, policy).await? {
                self.local.note(key, next);
                return Ok(answer);
            }
        }
        Err(StoreError::unavailable("a bucket is changing too fast"))
    }

    async fn swap(&self, name: &str, old: &str, new: &str, policy: &BucketPolicy) -> Result<bool, StoreError> {
        let life = Duration::try_from(policy.window).unwrap_or_default().as_millis().max(1);
        let mut swap = scripts::call(&scripts::SWAP, name);
        swap.arg(old).arg(new).arg(u64::try_from(life).unwrap_or(u64::MAX));
        // Sent again it would find its own work and take it for somebody else's.
        self.run(Repeat::Never, &swap).await
    }

    async fn run<T: FromRedisValue>(&self, repeat: Repeat, command: &Cmd) -> Result<T, StoreError> {
        let commands = |_: &Epoch| {
            let mut pipeline = redis::pipe();
            pipeline.add_command(command.clone());
            pipeline
        };
        let ((reply,), _) = self.master.run(repeat, commands).await?;
        Ok(reply)
    }

    /// Removes those of these buckets that began before a time and have not changed since they were read.
    async fn forget(&self, names: &[String], before: Timestamp) -> Result<u64, StoreError> {
        let mget = redis::cmd("MGET").arg(names).clone();
        let values: Vec<Option<String>> = self.run(Repeat::Safe, &mget).await?;
        let mut forgotten = 0;
        for (name, value) in names.iter().zip(values) {
            let Some(value) = value else { continue };
            if decode(&value)?.is_some_and(|bucket| bucket.window_started_at < before) {
                let window = BucketPolicy { free_failures: 0, window: SignedDuration::ZERO };
                forgotten += u64::from(self.swap(name, &value, "", &window).await?);
            }
        }
        Ok(forgotten)
    }
}

#[async_trait]
impl AttemptCounters for RedisAttemptCounters {
    async fn admit(&self, bucket: &BucketKey, policy: &BucketPolicy) -> Result<Admission, StoreError> {
        let now = self.clock.now();
        let admit = |known| {
            let (counted, admission) = rule::admit(known, policy, now);
            (Some(counted), admission)
        };
        self.apply(bucket, policy, admit).await
    }

    async fn settle(
        &self,
        bucket: &BucketKey,
        policy: &BucketPolicy,
        settlement: Settlement,
    ) -> Result<(), StoreError> {
        let settle = |known: Option<Bucket>| (known.and_then(|known| rule::settle(known, policy, settlement)), ());
        self.apply(bucket, policy, settle).await
    }

    /// Redis forgets a bucket by itself a window after its last change; this finds the ones that began earlier.
    async fn forget_before(&self, before: Timestamp) -> Result<u64, StoreError> {
        let (mut cursor, mut forgotten) = ("0".to_owned(), 0);
        loop {
            let mut scan = redis::cmd("SCAN");
            scan.arg(&cursor).arg("MATCH").arg(format!("{}*", self.prefix)).arg("COUNT").arg(SCANNED);
            let (next, names): (String, Vec<String>) = self.run(Repeat::Safe, &scan).await?;
            if !names.is_empty() {
                forgotten += self.forget(&names, before).await?;
            }
            if next == "0" {
                return Ok(forgotten);
            }
            cursor = next;
        }
    }
}

/// The bucket with more failures: what Redis has, or what was counted here while it was away.
fn stricter(stored: Option<Bucket>, local: Option<Bucket>) -> Option<Bucket> {
    stored.into_iter().chain(local).max_by_key(|bucket| (bucket.failures, bucket.blocked_until))
}

/// `failures window_started_at blocked_until refusal_noted`, times in microseconds.
fn encode(bucket: Bucket) -> String {
    let Bucket { failures, window_started_at, blocked_until, refusal_noted } = bucket;
    let (started, blocked) = (micros(window_started_at), optional_micros(blocked_until));
    format!("{failures} {started} {blocked} {}", u8::from(refusal_noted))
}

/// What [`encode`] wrote; nothing for an empty text.
fn decode(text: &str) -> Result<Option<Bucket>, StoreError> {
    if text.is_empty() {
        return Ok(None);
    }
    let time = |text: &str| text.parse().ok().and_then(|micros| Timestamp::from_microsecond(micros).ok());
    let bucket = || {
        let [failures, started, blocked, noted] = text.split(' ').collect::<Vec<_>>()[..] else { return None };
        Some(Bucket {
            failures: failures.parse().ok()?,
            window_started_at: time(started)?,
            blocked_until: if blocked.is_empty() { None } else { Some(time(blocked)?) },
            refusal_noted: noted == "1",
        })
    };
    bucket().map(Some).ok_or_else(|| StoreError::Corrupt("a bucket in Redis".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_read_as_written() {
        let second = |second| Timestamp::from_second(second).unwrap();
        let open = Bucket { failures: 3, window_started_at: second(5), blocked_until: None, refusal_noted: false };
        let shut = Bucket { blocked_until: Some(second(9)), refusal_noted: true, ..open };
        for bucket in [open, shut] {
            assert_eq!(decode(&encode(bucket)).unwrap(), Some(bucket));
        }
        assert_eq!(decode("").unwrap(), None);
        assert!(matches!(decode("3 5"), Err(StoreError::Corrupt(_))));
        assert_eq!(stricter(Some(open), Some(shut)), Some(shut));
        assert_eq!(stricter(None, Some(open)), Some(open));
    }
}
