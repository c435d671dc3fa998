//! The one-process edition of Paseport: a database file, a local key, everything behind one port.

pub mod adapters;
pub mod cli;
pub mod config;
pub mod data_dir;
pub mod doctor;
pub mod edition;
mod frontend;
pub mod openapi;
pub mod ports;
mod readiness;
pub mod serve;
