//! The issuer: proves who someone is, and issues tokens.
//!
//! A request goes handler → service → port → adapter. [`router`] is the table of what exists; [`state`] wires services
//! to the ports that an edition plugs in; [`background`] does what no answer waits
//! for; [`metrics`] shows what was counted.

pub mod adapters;
pub mod assembly;
pub mod background;
pub mod cli;
pub mod commands;
pub mod config;
pub mod greeting;
pub mod handlers;
pub mod metrics;
mod router;
pub mod seed;
pub mod serve;
pub mod services;
pub mod stack;
pub mod state;
pub mod swagger;

pub use router::{document, router};
