//! What a failover of the fast store may have lost, made good from the record.

use std::sync::{Mutex, PoisonError};

use shared::domain::{sessions::Epoch, store::StoreError};

use super::{Ports, authority::KEEP_CHANGES, endings::Endings};

/// Remembers the epoch whose losses were made good.
///
/// A copy of another epoch is looked up in the record before a *refresh* believes it. Who only checks tokens has no
/// record: he believes a tombstone or a role value that the new master never got to see, until it is written again.
#[derive(Debug)]
pub struct Failovers {
    ports: Ports,
    endings: Endings,
    seen: Mutex<Option<Epoch>>,
}

impl Failovers {
    pub fn new(ports: Ports, endings: Endings) -> Self {
        Self { ports, endings, seen: Mutex::default() }
    }

    /// Applies the changes of authority that are remembered once more, if the fast store is in another epoch than the
    /// last time. What fails is tried again at the next look; several issuers may do it at once.
    pub async fn make_good(&self) -> Result<usize, StoreError> {
        let epoch = self.ports.session_cache.epoch().await?;
        if self.seen().as_ref() == Some(&epoch) {
            return Ok(0);
        }
        let from = self.ports.clock.now() - KEEP_CHANGES;
        let changes = self.ports.store.read().await?.authority_changes().since(from).await?;
        self.endings.write(&changes).await?;
        tracing::info!(event = "authority.applied_again", changes = changes.len(), epoch = epoch.as_str());
        *self.seen() = Some(epoch);
        Ok(changes.len())
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Option<Epoch>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
