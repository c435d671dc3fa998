//! Serves holders of Paseport's tokens.
//!
//! - [`handlers`]: one file for each endpoint.
//! - [`services`]: the rules behind them; they know nothing of HTTP.
//! - [`router`]: the table of what exists.
//! - [`state`]: what the handlers share. [`background`]: what runs beside them.

pub mod background;
pub mod config;
pub mod handlers;
mod router;
pub mod serve;
pub mod services;
pub mod stack;
pub mod state;

pub use router::{document, router};
