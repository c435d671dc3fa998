//! What this edition plugs into the ports.

pub mod data_key;
pub mod local_key;
pub mod mail_folder;
pub mod sqlite;
