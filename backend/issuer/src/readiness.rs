//! What the issuer of the stack stands on, for `/health/ready`.

use std::sync::Arc;

use async_trait::async_trait;
use shared::{
    domain::unit_of_work::Store,
    middleware::health::{Dependencies, Dependency, Health},
};

use crate::stack::Stack;

/// Users, sessions, audit.
struct Record(Arc<dyn Store>);

#[async_trait]
impl Dependency for Record {
    fn name(&self) -> &'static str {
        "mariadb"
    }

    fn without_it(&self) -> Health {
        Health::Degraded
    }

    async fn answers(&self) -> bool {
        let Ok(mut work) = self.0.read().await else { return false };
        work.users().seeded_active().await.is_ok()
    }
}

/// All of them.
pub(crate) fn dependencies(stack: &Stack) -> Dependencies {
    Dependencies(Arc::new([Arc::new(Record(stack.ports.store.clone()))]))
}
