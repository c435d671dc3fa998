//! MariaDB as something to stand on.

use std::sync::Arc;

use async_trait::async_trait;
use shared::middleware::health::{Dependency, Health};

use super::PreparedStore;

/// The record. Without it, or while it is read-only, nobody signs in anew; refreshes and checks go on.
#[derive(Clone, Debug)]
pub struct Record(pub Arc<PreparedStore>);

#[async_trait]
impl Dependency for Record {
    fn name(&self) -> &'static str {
        "record"
    }

    fn without_it(&self) -> Health {
        Health::Degraded
    }

    async fn answers(&self) -> bool {
        match self.0.opened() {
            Ok(store) => store.takes_writes().await.unwrap_or(false),
            Err(_) => false,
        }
    }
}
