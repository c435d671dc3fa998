//! The published keys as something to stand on.

use std::sync::Arc;

use async_trait::async_trait;

use super::{Dependency, Health};
use crate::domain::tokens::KeyRing;

/// Whether the keys of access tokens are read as often as they should be.
///
/// It asks nobody: the scheduled reloads tell. Keys that were read once stay good while the signer is away, so only a
/// service that never had any is down.
#[derive(Clone, Debug)]
pub struct FreshKeys(pub Arc<KeyRing>);

#[async_trait]
impl Dependency for FreshKeys {
    fn name(&self) -> &'static str {
        "keys"
    }

    fn without_it(&self) -> Health {
        if self.0.published().is_empty() { Health::Down } else { Health::Degraded }
    }

    async fn answers(&self) -> bool {
        self.0.is_fresh()
    }
}
