//! The whole stack edition, driven from outside while its parts come and go.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod crowd;
mod failures;
mod figures;
mod keys;
mod memory;
mod observing;
mod revocation;
mod rolling_restart;
mod secrecy;
mod signatures;
mod waiting;
mod walk;
