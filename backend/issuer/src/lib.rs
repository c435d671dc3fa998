//! The issuer: proves who someone is, and issues tokens.
//!
//! A request goes handler → service → port → adapter. [`router`] is the table of what exists; [`state`] wires services
//! to the ports that an edition plugs in; [`background`] does what no answer waits
//! for; [`metrics`] shows what was counted.

pub mod adapters;
pub mod background;
pub mod handlers;
pub mod metrics;
mod router;
pub mod services;
pub mod state;

pub use router::router;
