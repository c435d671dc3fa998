//! How much the threads have to do.

use shared::figures::{Count, Histogram};

/// Counts jobs and their times.
#[derive(Debug)]
pub struct PoolFigures {
    /// How long jobs waited for their turn.
    pub waited: Histogram,
    /// How long they took from then on.
    pub took: Histogram,
    /// Jobs that were not let in, because too many waited.
    pub refused: Count,
}

impl Default for PoolFigures {
    fn default() -> Self {
        Self { waited: Histogram::of_times(), took: Histogram::of_times(), refused: Count::default() }
    }
}
