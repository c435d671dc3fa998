//! Time as a port: given in, never taken from the operating system or the database.

use std::{fmt::Debug, time::Duration};

pub use jiff::{SignedDuration, Timestamp};

/// Where time comes from.
///
/// Contract: [`Clock::monotonic`] never goes back; [`Clock::now`] may, when the operator sets the machine's clock.
/// Both are cheap enough to be read on every request.
pub trait Clock: Debug + Send + Sync {
    /// Wall time, UTC. For everything that leaves the process or is stored.
    fn now(&self) -> Timestamp;

    /// Time since an arbitrary start. For ages within the process.
    fn monotonic(&self) -> Duration;
}
