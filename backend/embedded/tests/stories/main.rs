//! The contract of every port, told to the SQLite adapters, and what is special about the file.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod data_key;
mod file;
mod signing;

use testkit::{sqlite::TempSqlite, stories::World};

async fn world() -> World {
    World::new(TempSqlite::new()).await
}

testkit::contract!(crate::world);
