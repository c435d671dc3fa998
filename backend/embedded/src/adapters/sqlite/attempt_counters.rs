//! The table `attempt_buckets`.

use std::sync::Arc;

use async_trait::async_trait;
use shared::domain::{
    clock::{Clock, Timestamp},
    store::StoreError,
    throttle::{Admission, AttemptCounters, Bucket, BucketKey, BucketPolicy, Settlement, rule},
};
use sqlx::SqliteConnection;

use super::{
    SqliteStore,
    columns::{millis, number, optional_time, time},
    outcome::{exactly_one, one_or_none, store_error},
};

/// Counts guesses in transactions of its own.
///
/// The file has one writer: a caller that waits for a counter while it holds a unit of work that writes waits for
/// itself and gets [`StoreError::Unavailable`].
#[derive(Debug)]
pub struct SqliteAttemptCounters {
    store: SqliteStore,
    clock: Arc<dyn Clock>,
}

impl SqliteAttemptCounters {
    pub fn new(store: SqliteStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }
}

#[async_trait]
impl AttemptCounters for SqliteAttemptCounters {
    async fn admit(&self, bucket: &BucketKey, policy: &BucketPolicy) -> Result<Admission, StoreError> {
        let mut transaction = self.store.write().await?;
        let known = find(&mut transaction, bucket).await?;
        let (counted, admission) = rule::admit(known, policy, self.clock.now());
        // A flood of refusals writes once, not once for each.
        if known != Some(counted) {
            put(&mut transaction, bucket, &counted).await?;
        }
        transaction.commit().await.map_err(store_error)?;
        Ok(admission)
    }

    async fn settle(
        &self,
        bucket: &BucketKey,
        policy: &BucketPolicy,
        settlement: Settlement,
    ) -> Result<(), StoreError> {
        let mut transaction = self.store.write().await?;
        let Some(known) = find(&mut transaction, bucket).await? else { return Ok(()) };
        match rule::settle(known, policy, settlement) {
            Some(settled) => put(&mut transaction, bucket, &settled).await?,
            None => remove(&mut transaction, bucket).await?,
        }
        transaction.commit().await.map_err(store_error)
    }

    async fn forget_before(&self, before: Timestamp) -> Result<u64, StoreError> {
        let before = millis(before);
        let mut transaction = self.store.write().await?;
        let query = sqlx::query!("DELETE FROM attempt_buckets WHERE window_started_at < ?1", before);
        let forgotten = query.execute(&mut *transaction).await.map_err(store_error)?.rows_affected();
        transaction.commit().await.map_err(store_error)?;
        Ok(forgotten)
    }
}

async fn find(connection: &mut SqliteConnection, bucket: &BucketKey) -> Result<Option<Bucket>, StoreError> {
    let key = bucket.as_bytes().as_slice();
    let query = sqlx::query!(
        r#"SELECT failures, window_started_at, blocked_until, refusal_noted AS "refusal_noted: bool"
           FROM attempt_buckets WHERE bucket = ?1"#,
        key
    );
    let Some(row) = query.fetch_optional(connection).await.map_err(store_error)? else { return Ok(None) };
    Ok(Some(Bucket {
        failures: number("attempt_buckets.failures", row.failures)?,
        window_started_at: time("attempt_buckets.window_started_at", row.window_started_at)?,
        blocked_until: optional_time("attempt_buckets.blocked_until", row.blocked_until)?,
        refusal_noted: row.refusal_noted,
    }))
}

async fn put(connection: &mut SqliteConnection, key: &BucketKey, bucket: &Bucket) -> Result<(), StoreError> {
    let key = key.as_bytes().as_slice();
    let window_started_at = millis(bucket.window_started_at);
    let blocked_until = bucket.blocked_until.map(millis);
    let query = sqlx::query!(
        "INSERT INTO attempt_buckets (bucket, failures, window_started_at, blocked_until, refusal_noted)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (bucket) DO UPDATE
         SET failures = ?2, window_started_at = ?3, blocked_until = ?4, refusal_noted = ?5",
        key,
        bucket.failures,
        window_started_at,
        blocked_until,
        bucket.refusal_noted
    );
    exactly_one(&query.execute(connection).await.map_err(store_error)?)
}

async fn remove(connection: &mut SqliteConnection, bucket: &BucketKey) -> Result<(), StoreError> {
    let key = bucket.as_bytes().as_slice();
    let query = sqlx::query!("DELETE FROM attempt_buckets WHERE bucket = ?1", key);
    one_or_none(&query.execute(connection).await.map_err(store_error)?).map(drop)
}
