//! Figures that what counts keeps for itself: plain numbers in memory, read by whoever shows them.
//!
//! Counting is one or two relaxed additions, and nothing here knows where the numbers are shown.

use std::{
    marker::PhantomData,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// Counts up from the start of the process.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    pub fn add_one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The kinds of something that is counted by kind. There are a handful, fixed when the program was written: what a
/// caller sends is never one.
pub trait Kind: Copy + Eq + 'static {
    /// Every kind, with its word.
    const ALL: &'static [(Self, &'static str)];

    /// The word for this kind.
    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("unknown", |(_, word)| word)
    }
}

/// Counts by kind.
#[derive(Debug)]
pub struct Tally<K> {
    counts: Box<[Count]>,
    kinds: PhantomData<fn() -> K>,
}

impl<K: Kind> Tally<K> {
    pub fn add_one(&self, kind: K) {
        if let Some(count) = self.place(kind) {
            count.add_one();
        }
    }

    pub fn of(&self, kind: K) -> u64 {
        self.place(kind).map_or(0, Count::get)
    }

    /// The word and the count of every kind, also of those that never were.
    pub fn read(&self) -> impl Iterator<Item = (&'static str, u64)> {
        K::ALL.iter().zip(&self.counts).map(|((_, word), count)| (*word, count.get()))
    }

    fn place(&self, kind: K) -> Option<&Count> {
        K::ALL.iter().zip(&self.counts).find_map(|((known, _), count)| (*known == kind).then_some(count))
    }
}

impl<K: Kind> Default for Tally<K> {
    fn default() -> Self {
        Self { counts: K::ALL.iter().map(|_| Count::default()).collect(), kinds: PhantomData }
    }
}

/// How values are spread, in buckets with fixed bounds.
#[derive(Debug)]
pub struct Histogram {
    bounds: &'static [f64],
    /// One for each bound, and one for what is above them all.
    buckets: Box<[Count]>,
    /// The bits of an `f64`.
    sum: AtomicU64,
}

/// What a [`Histogram`] says at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    pub sum: f64,
    pub count: u64,
    /// Each upper bound, the last infinite, with the number of values up to it and above the one before.
    pub buckets: Vec<(f64, u64)>,
}

impl Histogram {
    /// For times from a millisecond to ten seconds.
    const SECONDS: &'static [f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
    /// For sizes up to some hundred.
    const SIZES: &'static [f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

    /// Of times, in seconds.
    pub fn of_times() -> Self {
        Self::new(Self::SECONDS)
    }

    /// Of how many there are in something.
    pub fn of_sizes() -> Self {
        Self::new(Self::SIZES)
    }

    fn new(bounds: &'static [f64]) -> Self {
        let buckets = (0..=bounds.len()).map(|_| Count::default()).collect();
        Self { bounds, buckets, sum: AtomicU64::new(0) }
    }

    pub fn observe_time(&self, time: Duration) {
        self.observe(time.as_secs_f64());
    }

    #[expect(clippy::cast_precision_loss, reason = "nothing has so many parts")]
    pub fn observe_size(&self, size: usize) {
        self.observe(size as f64);
    }

    fn observe(&self, value: f64) {
        self.buckets[self.bounds.partition_point(|bound| *bound < value)].add_one();
        let add = |bits| Some((f64::from_bits(bits) + value).to_bits());
        // It never gives up: there is always a sum.
        let _ = self.sum.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }

    /// Values that come in meanwhile may be in the buckets and not yet in the sum.
    pub fn read(&self) -> Distribution {
        let bounds = self.bounds.iter().copied().chain([f64::INFINITY]);
        let buckets: Vec<_> = bounds.zip(self.buckets.iter().map(Count::get)).collect();
        let count = buckets.iter().map(|(_, count)| count).sum();
        Distribution { sum: f64::from_bits(self.sum.load(Ordering::Relaxed)), count, buckets }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Fruit {
        Apple,
        Pear,
    }

    impl Kind for Fruit {
        const ALL: &'static [(Self, &'static str)] = &[(Self::Apple, "apple"), (Self::Pear, "pear")];
    }

    #[test]
    fn each_kind_is_counted_for_itself_and_none_is_left_out() {
        let tally = Tally::default();
        tally.add_one(Fruit::Pear);
        tally.add_one(Fruit::Pear);
        assert_eq!(tally.read().collect::<Vec<_>>(), [("apple", 0), ("pear", 2)]);
        assert_eq!((tally.of(Fruit::Apple), tally.of(Fruit::Pear)), (0, 2));
    }

    #[test]
    fn a_value_is_in_the_bucket_of_the_first_bound_that_it_does_not_pass() {
        let histogram = Histogram::of_sizes();
        for size in [1, 2, 3, 4, 1000] {
            histogram.observe_size(size);
        }
        let Distribution { sum, count, buckets } = histogram.read();
        assert_eq!((sum, count), (1010.0, 5));
        let filled: Vec<_> = buckets.into_iter().filter(|(_, count)| *count > 0).collect();
        assert_eq!(filled, [(1.0, 1), (2.0, 1), (4.0, 2), (f64::INFINITY, 1)]);
    }

    #[test]
    fn no_value_is_lost_between_threads() {
        let histogram = Histogram::of_times();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..10_000).for_each(|_| histogram.observe_time(Duration::from_millis(500))));
            }
        });
        let Distribution { sum, count, .. } = histogram.read();
        assert_eq!((sum, count), (20_000.0, 40_000));
    }
}
