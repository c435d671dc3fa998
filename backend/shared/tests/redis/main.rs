//! The adapters on real Redis servers with Sentinels: the contract of the fast store, and what a failover does to it.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod access;
mod failover;
mod feed;
mod instance;
mod outage;
mod step_rule;
mod turn;
mod upkeep;

use crate::instance::RedisBackend;
use testkit::stories::World;

async fn world() -> World {
    // A story is short; it only must not begin while somebody measures.
    drop(turn::beside_others().await);
    World::new(RedisBackend::new()).await
}

testkit::contract!(fast crate::world);
