//! The record in MariaDB: the contract of its ports, and what is special about this server.

mod conflicts;
mod external_sign_in;
mod outages;
mod schema;

use testkit::{mariadb::TempMariaDb, stories::World};

async fn world() -> World {
    World::new(TempMariaDb::new()).await
}

testkit::contract!(records crate::mariadb::world);
