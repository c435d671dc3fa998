//! The counters of guesses as a port.

use async_trait::async_trait;

use super::{Admission, BucketKey, BucketPolicy, Settlement};
use crate::domain::{clock::Timestamp, store::StoreError};

/// Keeps the buckets, outside any unit of work: what was counted stays counted when a transaction is undone.
///
/// Contract: [`AttemptCounters::admit`] is atomic per bucket and durable before it answers, so that of many guesses at
/// once no more are admitted than one after the other would be, and a restart forgets nothing.
#[async_trait]
pub trait AttemptCounters: Send + Sync {
    /// Applies [`super::rule::admit`].
    async fn admit(&self, bucket: &BucketKey, policy: &BucketPolicy) -> Result<Admission, StoreError>;

    /// Applies [`super::rule::settle`].
    async fn settle(&self, bucket: &BucketKey, policy: &BucketPolicy, settlement: Settlement)
    -> Result<(), StoreError>;

    /// Forgets buckets that began before a time; returns how many.
    async fn forget_before(&self, before: Timestamp) -> Result<u64, StoreError>;
}
