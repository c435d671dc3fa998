//! A clock that stands still until it is moved.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use shared::domain::clock::{Clock, SignedDuration, Timestamp};

/// Where every test begins: 2026-01-01T00:00:00Z, in seconds since the Unix epoch.
const START: i64 = 1_767_225_600;

/// Time as a test wants it.
#[derive(Debug)]
pub struct TestClock {
    now: Mutex<Times>,
}

#[derive(Clone, Copy, Debug)]
struct Times {
    wall: Timestamp,
    monotonic: Duration,
}

impl TestClock {
    /// A clock that shows 2026-01-01T00:00:00Z.
    pub fn new() -> Self {
        let wall = Timestamp::from_second(START).unwrap();
        Self { now: Mutex::new(Times { wall, monotonic: Duration::ZERO }) }
    }

    /// Lets time pass.
    pub fn advance(&self, by: Duration) {
        self.change(|times| {
            times.wall += by;
            times.monotonic += by;
        });
    }

    /// Shows another wall time. Monotonic time moves along, but never back.
    pub fn set(&self, wall: Timestamp) {
        self.change(|times| {
            let passed = wall.duration_since(times.wall).max(SignedDuration::ZERO);
            times.monotonic += passed.unsigned_abs();
            times.wall = wall;
        });
    }

    fn change<T>(&self, change: impl FnOnce(&mut Times) -> T) -> T {
        change(&mut self.now.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.change(|times| times.wall)
    }

    fn monotonic(&self) -> Duration {
        self.change(|times| times.monotonic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_begins_with_2026_and_passes_only_when_told() {
        let clock = TestClock::new();
        assert_eq!(clock.now().to_string(), "2026-01-01T00:00:00Z");
        clock.advance(Duration::from_millis(1500));
        assert_eq!(clock.now().to_string(), "2026-01-01T00:00:01.5Z");
        assert_eq!(clock.monotonic(), Duration::from_millis(1500));
    }

    #[test]
    fn monotonic_time_follows_forward_but_never_back() {
        let clock = TestClock::new();
        let start = clock.now();
        clock.set(start + Duration::from_mins(1));
        clock.set(start);
        assert_eq!(clock.now(), start);
        assert_eq!(clock.monotonic(), Duration::from_mins(1));
    }
}
