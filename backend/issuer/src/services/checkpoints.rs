//! Rotations on their way to the record, in batches: a refresh never waits for the database.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use shared::domain::{
    ids::SessionId,
    sessions::{Checkpoint, Seen},
    store::StoreError,
};

use super::{Ports, repeat::repeated};

/// Beyond this many sessions further ones are not noted: memory is not eaten while the database is away.
const MOST_WAITING: usize = 100_000;

/// Collects the latest rotation of each session until [`Checkpoints::write`].
#[derive(Debug)]
pub struct Checkpoints {
    ports: Ports,
    /// In the order of their ids: two issuers that write the same sessions never wait for each other in a circle.
    waiting: Mutex<BTreeMap<SessionId, (Checkpoint, Seen)>>,
}

impl Checkpoints {
    pub fn new(ports: Ports) -> Self {
        Self { ports, waiting: Mutex::default() }
    }

    /// Notes a rotation. Cheap; loses at most what happens in the seconds before a crash.
    pub fn note(&self, session: &SessionId, checkpoint: Checkpoint, seen: Seen) {
        let mut waiting = self.waiting();
        if waiting.len() < MOST_WAITING || waiting.contains_key(session) {
            let latest = waiting.entry(session.clone()).or_insert_with(|| (checkpoint, seen.clone()));
            if latest.0.generation <= checkpoint.generation {
                *latest = (checkpoint, seen);
            }
        }
    }

    /// Writes what was noted, in one unit of work. What could not be written, or was noted meanwhile, is kept for the
    /// next time, also when the future is dropped.
    pub async fn write(&self) -> Result<usize, StoreError> {
        let batch = self.waiting().clone();
        if batch.is_empty() {
            return Ok(0);
        }
        repeated(|| self.write_batch(&batch)).await?;
        self.waiting().retain(|session, latest| batch.get(session) != Some(latest));
        Ok(batch.len())
    }

    async fn write_batch(&self, batch: &BTreeMap<SessionId, (Checkpoint, Seen)>) -> Result<(), StoreError> {
        let mut work = self.ports.store.begin().await?;
        for (session, (checkpoint, seen)) in batch {
            work.sessions().checkpoint(session, checkpoint, seen).await?;
        }
        work.commit().await
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<SessionId, (Checkpoint, Seen)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
