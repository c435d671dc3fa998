//! The whole stack edition, driven from outside while its parts come and go.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod crowd;
mod documented;
mod failures;
mod figures;
mod half_done;
mod keys;
mod memory;
mod observing;
mod peppers;
mod program;
mod restore;
mod revocation;
mod rolling_restart;
mod secrecy;
mod signatures;
mod stolen;
mod turn;
mod upgrade;
mod waiting;
