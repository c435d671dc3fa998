//! Redis as something to stand on. Nobody has to be asked: the connections are tried all the time.

use async_trait::async_trait;

use super::{RedisChangeFeed, RedisMaster};
use crate::middleware::health::{Dependency, Health};

/// The fast store. Without it nobody signs in or refreshes, and checks end when what is remembered is too old.
#[derive(Clone, Debug)]
pub struct Sessions(pub RedisMaster);

/// News of changes. Without it nothing that is remembered is believed longer than 30 s.
#[derive(Clone, Debug)]
pub struct News(pub RedisChangeFeed);

#[async_trait]
impl Dependency for Sessions {
    fn name(&self) -> &'static str {
        "sessions"
    }

    fn without_it(&self) -> Health {
        Health::Down
    }

    async fn answers(&self) -> bool {
        self.0.epoch().is_some()
    }
}

#[async_trait]
impl Dependency for News {
    fn name(&self) -> &'static str {
        "change_feed"
    }

    fn without_it(&self) -> Health {
        Health::Degraded
    }

    async fn answers(&self) -> bool {
        self.0.is_up()
    }
}
