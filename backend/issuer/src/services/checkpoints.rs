//! Rotations on their way to the record, in batches: a refresh never waits for the database.

use std::{
    collections::HashMap,
    mem,
    sync::{Mutex, PoisonError},
};

use shared::domain::{
    ids::SessionId,
    sessions::{Checkpoint, Seen},
    store::StoreError,
};

use super::Ports;

/// Beyond this many sessions the oldest knowledge is dropped rather than memory eaten while the database is away.
const MOST_WAITING: usize = 100_000;

/// Collects the latest rotation of each session until [`Checkpoints::write`].
#[derive(Debug)]
pub struct Checkpoints {
    ports: Ports,
    waiting: Mutex<HashMap<SessionId, (Checkpoint, Seen)>>,
}

impl Checkpoints {
    pub fn new(ports: Ports) -> Self {
        Self { ports, waiting: Mutex::default() }
    }

    /// Notes a rotation. Cheap; loses at most what happens in the seconds before a crash.
    pub fn note(&self, session: &SessionId, checkpoint: Checkpoint, seen: Seen) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MOST_WAITING || waiting.contains_key(session) {
            let latest = waiting.entry(session.clone()).or_insert_with(|| (checkpoint, seen.clone()));
            if latest.0.generation <= checkpoint.generation {
                *latest = (checkpoint, seen);
            }
        }
    }

    /// Writes what was noted, in one unit of work. On an error everything is kept for the next time.
    pub async fn write(&self) -> Result<usize, StoreError> {
        let batch = mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        if batch.is_empty() {
            return Ok(0);
        }
        match self.write_batch(&batch).await {
            Ok(()) => Ok(batch.len()),
            Err(error) => {
                for (session, (checkpoint, seen)) in batch {
                    self.note(&session, checkpoint, seen);
                }
                Err(error)
            }
        }
    }

    async fn write_batch(&self, batch: &HashMap<SessionId, (Checkpoint, Seen)>) -> Result<(), StoreError> {
        let mut work = self.ports.store.begin().await?;
        for (session, (checkpoint, seen)) in batch {
            work.sessions().checkpoint(session, checkpoint, seen).await?;
        }
        work.commit().await
    }
}
