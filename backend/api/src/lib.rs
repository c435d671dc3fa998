//! Serves holders of Paseport's tokens.
//!
//! - [`handlers`]: one file for each endpoint.
//! - [`services`]: the rules behind them; they know nothing of HTTP.
//! - [`state`]: what the handlers share. [`background`]: what runs beside them.

pub mod background;
pub mod handlers;
pub mod services;
pub mod state;
