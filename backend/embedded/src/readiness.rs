//! What this edition stands on.

use std::sync::Arc;

use async_trait::async_trait;
use shared::{
    domain::unit_of_work::Store,
    middleware::health::{Dependency, Health},
};

/// The one file.
pub(crate) struct Sqlite(pub(crate) Arc<dyn Store>);

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
