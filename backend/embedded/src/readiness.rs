//! What this edition stands on, for `/health/ready`.

use std::sync::Arc;

use async_trait::async_trait;
use issuer::assembly::IssuerPorts;
use shared::{
    domain::{tokens::KeyRing, unit_of_work::Store},
    middleware::health::{Dependencies, Dependency, FreshKeys, Health},
};

/// The one file.
struct Sqlite(Arc<dyn Store>);

#[async_trait]
impl Dependency for Sqlite {
    fn name(&self) -> &'static str {
        "sqlite"
    }

    fn without_it(&self) -> Health {
        Health::Down
    }

    async fn answers(&self) -> bool {
        let Ok(mut work) = self.0.read().await else { return false };
        work.users().seeded_active().await.is_ok()
    }
}

/// All of them.
pub(crate) fn dependencies(ports: &IssuerPorts, keys: Arc<KeyRing>) -> Dependencies {
    Dependencies::new(ports.clock.clone(), vec![Arc::new(Sqlite(ports.store.clone())), Arc::new(FreshKeys(keys))])
}
