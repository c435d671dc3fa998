//! The whole stack edition, driven from outside while its parts come and go.

mod figures;
mod keys;
mod memory;
mod observing;
mod revocation;
mod rolling_restart;
mod secrecy;
mod walk;
