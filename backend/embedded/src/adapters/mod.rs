//! What this edition plugs into the ports.

pub mod local_key;
pub mod sqlite;
