//! The machine's clock.

use std::time::{Duration, Instant};

use crate::domain::clock::{Clock, Timestamp};

/// Reads the operating system's clocks.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// A clock whose monotonic time starts now.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clocks")]
    pub fn new() -> Self {
        Self { start: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clocks")]
    fn now(&self) -> Timestamp {
        // Stores keep milliseconds: an answer must not say more of a time than the next one will.
        Timestamp::from_millisecond(Timestamp::now().as_millisecond()).expect("a time of this age is in range")
    }

    fn monotonic(&self) -> Duration {
        self.start.elapsed()
    }
}
