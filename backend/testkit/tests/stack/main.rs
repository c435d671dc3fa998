//! The whole stack edition, driven from outside while its parts come and go.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod crowd;
mod documented;
mod failures;
mod figures;
mod keys;
mod memory;
mod observing;
mod program;
mod revocation;
mod rolling_restart;
mod secrecy;
mod turn;
mod waiting;
