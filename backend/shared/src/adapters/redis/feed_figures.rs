//! How well the change feed hears.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::figures::Histogram;

/// What the feed keeps of its connection.
///
/// Redis sends what it tells and what it answers on one connection in order. So when a PING is answered, every change
/// from before it was sent has been heard of, and its round trip is the longest that any of them can have taken.
#[derive(Debug)]
pub struct FeedFigures {
    pub round_trips: Histogram,
    state: Mutex<State>,
}

#[derive(Clone, Copy, Debug)]
struct State {
    changed: Instant,
    complete_until: Option<Instant>,
}

impl FeedFigures {
    pub(super) fn new() -> Self {
        let state = State { changed: Instant::now(), complete_until: None };
        Self { round_trips: Histogram::of_times(), state: Mutex::new(state) }
    }

    /// How long it has been connected, or not connected.
    pub fn since(&self) -> Duration {
        self.state().changed.elapsed()
    }

    /// The age of the latest moment before which every change has been heard of; `None` as long as there was none.
    pub fn complete_until(&self) -> Option<Duration> {
        self.state().complete_until.map(|moment| moment.elapsed())
    }

    /// It began to listen at this moment, or ceased to.
    pub(super) fn changed(&self) {
        self.state().changed = Instant::now();
    }

    /// What was sent at `sent` has been answered.
    pub(super) fn answered(&self, sent: Instant) {
        self.round_trips.observe_time(sent.elapsed());
        self.state().complete_until = Some(sent);
    }

    /// Nothing under this lock can be left half done, so a panic of another holder is of no interest.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
