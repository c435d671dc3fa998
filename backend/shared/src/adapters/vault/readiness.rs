//! Vault as something to stand on.

use std::sync::Arc;

use async_trait::async_trait;

use super::VaultClient;
use crate::middleware::health::{Dependency, Health};

/// The signer. Without it, sealed for instance, nobody signs in or refreshes; checks go on.
///
/// It is asked for our token and not for a signature, so that signatures made and tokens issued still agree.
#[derive(Clone, Debug)]
pub struct Signer(pub Arc<VaultClient>);

#[async_trait]
impl Dependency for Signer {
    fn name(&self) -> &'static str {
        "signer"
    }

    fn without_it(&self) -> Health {
        Health::Degraded
    }

    async fn answers(&self) -> bool {
        self.0.is_ready().await
    }
}
