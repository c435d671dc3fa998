//! The issuer: proves who someone is, and issues tokens.
//!
//! A request goes handler → service → port → adapter. [`router`] is the table of what exists; [`state`] wires services
//! to the ports that an edition plugs in; [`background`] does what no answer waits for.

pub mod adapters;
pub mod background;
pub mod handlers;
mod router;
pub mod services;
pub mod state;

pub use router::{document, router};
