//! Something that is costly to read, remembered for a while and read once for all who wait for it.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use shared::domain::clock::Clock;

/// So long it is not asked for again.
pub(super) const FRESH: Duration = Duration::from_mins(10);

/// So long it is used where it can't be read again.
pub(super) const USABLE: Duration = Duration::from_hours(1);

/// At most so often it is tried to read it, whatever the reason.
pub(super) const PAUSE: Duration = Duration::from_secs(5);

/// A value of somebody else's, and an error that all who waited get alike.
#[derive(Debug)]
pub(super) struct Remembered<T, E> {
    held: Mutex<Option<Held<T>>>,
    /// Whoever has it reads; the last failure since the last success.
    reading: tokio::sync::Mutex<Option<Failed<E>>>,
}

#[derive(Debug)]
struct Held<T> {
    value: Arc<T>,
    /// When reading began.
    read_at: Duration,
}

#[derive(Debug)]
struct Failed<E> {
    why: E,
    at: Duration,
}

impl<T, E: Clone> Remembered<T, E> {
    pub(super) fn nothing() -> Self {
        Self { held: Mutex::new(None), reading: tokio::sync::Mutex::new(None) }
    }

    /// The value, read if it is not remembered or no longer fresh.
    pub(super) async fn get(&self, clock: &dyn Clock, read: impl Future<Output = Result<T, E>>) -> Result<Arc<T>, E> {
        if let Some(fresh) = self.held(clock, FRESH) {
            return Ok(fresh);
        }
        let mut failed = self.reading.lock().await;
        if let Some(fresh) = self.held(clock, FRESH) {
            return Ok(fresh);
        }
        let recent =
            failed.as_ref().filter(|failed| is_within(clock, failed.at, PAUSE)).map(|failed| failed.why.clone());
        let tried = match recent {
            Some(why) => Err(why),
            None => self.read(clock, &mut failed, read).await,
        };
        tried.or_else(|why| self.held(clock, USABLE).ok_or(why))
    }

    /// The value if it is another than this one, which was found wanting; read anew unless that was done just now.
    pub(super) async fn newer_than(
        &self,
        known: &Arc<T>,
        clock: &dyn Clock,
        read: impl Future<Output = Result<T, E>>,
    ) -> Option<Arc<T>> {
        let mut failed = self.reading.lock().await;
        let held = self.held(clock, USABLE).filter(|held| !Arc::ptr_eq(held, known));
        let tried_at = [self.read_at(), failed.as_ref().map(|failed| failed.at)].into_iter().flatten().max();
        if held.is_some() || tried_at.is_some_and(|at| is_within(clock, at, PAUSE)) {
            return held;
        }
        self.read(clock, &mut failed, read).await.ok()
    }

    /// Remembers a value that was read by somebody else just now.
    pub(super) fn put(&self, clock: &dyn Clock, value: T) {
        self.set(Arc::new(value), clock.monotonic());
    }

    async fn read(
        &self,
        clock: &dyn Clock,
        failed: &mut Option<Failed<E>>,
        read: impl Future<Output = Result<T, E>>,
    ) -> Result<Arc<T>, E> {
        let read_at = clock.monotonic();
        match read.await {
            Ok(value) => {
                *failed = None;
                let value = Arc::new(value);
                self.set(Arc::clone(&value), read_at);
                Ok(value)
            }
            Err(why) => {
                *failed = Some(Failed { why: why.clone(), at: clock.monotonic() });
                Err(why)
            }
        }
    }

    fn held(&self, clock: &dyn Clock, life: Duration) -> Option<Arc<T>> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().filter(|held| is_within(clock, held.read_at, life)).map(|held| Arc::clone(&held.value))
    }

    fn read_at(&self) -> Option<Duration> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|held| held.read_at)
    }

    fn set(&self, value: Arc<T>, read_at: Duration) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(Held { value, read_at });
    }
}

fn is_within(clock: &dyn Clock, since: Duration, life: Duration) -> bool {
    clock.monotonic().saturating_sub(since) < life
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use testkit::clock::TestClock;

    use super::*;

    /// Reads numbers that count up, or fails, and counts how often it was asked.
    struct Source {
        clock: TestClock,
        asked: AtomicUsize,
        remembered: Remembered<usize, &'static str>,
    }

    impl Source {
        fn new() -> Self {
            Self { clock: TestClock::new(), asked: AtomicUsize::new(0), remembered: Remembered::nothing() }
        }

        async fn read(&self, works: bool) -> Result<usize, &'static str> {
            let asked = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            // Others come while it is read.
            tokio::task::yield_now().await;
            if works { Ok(asked) } else { Err("away") }
        }

        async fn get(&self, works: bool) -> Result<usize, &'static str> {
            self.remembered.get(&self.clock, self.read(works)).await.map(|value| *value)
        }

        async fn newer(&self, than: &Arc<usize>, works: bool) -> Option<usize> {
            self.remembered.newer_than(than, &self.clock, self.read(works)).await.map(|value| *value)
        }

        async fn known(&self) -> Arc<usize> {
            self.remembered.get(&self.clock, self.read(true)).await.unwrap()
        }
    }

    #[tokio::test]
    async fn a_value_is_read_once_while_it_is_fresh() {
        let source = Source::new();
        assert_eq!(source.get(true).await, Ok(1));
        source.clock.advance(FRESH.saturating_sub(Duration::from_secs(1)));
        assert_eq!(source.get(true).await, Ok(1));
        source.clock.advance(Duration::from_secs(1));
        assert_eq!(source.get(true).await, Ok(2));
    }

    #[tokio::test]
    async fn who_comes_at_once_waits_for_one_reading() {
        let source = Source::new();
        let all = tokio::join!(source.get(true), source.get(true), source.get(true), source.get(true));
        assert_eq!(all, (Ok(1), Ok(1), Ok(1), Ok(1)));
        assert_eq!(source.asked.load(Ordering::SeqCst), 1);
        let source = Source::new();
        let all = tokio::join!(source.get(false), source.get(false), source.get(false));
        assert_eq!(all, (Err("away"), Err("away"), Err("away")));
        assert_eq!(source.asked.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn what_failed_is_tried_again_after_a_pause() {
        let source = Source::new();
        assert_eq!(source.get(false).await, Err("away"));
        assert_eq!(source.get(true).await, Err("away"));
        source.clock.advance(PAUSE);
        assert_eq!(source.get(true).await, Ok(2));
    }

    #[tokio::test]
    async fn an_old_value_is_used_for_a_while_where_no_new_one_comes() {
        let source = Source::new();
        assert_eq!(source.get(true).await, Ok(1));
        source.clock.advance(FRESH);
        assert_eq!(source.get(false).await, Ok(1));
        assert_eq!(source.get(false).await, Ok(1));
        assert_eq!(source.asked.load(Ordering::SeqCst), 2, "the second did not try");
        source.clock.advance(USABLE.saturating_sub(FRESH));
        assert_eq!(source.get(false).await, Err("away"));
    }

    #[tokio::test]
    async fn what_is_found_wanting_is_read_anew_but_not_at_every_call() {
        let source = Source::new();
        let first = source.known().await;
        assert_eq!(source.newer(&first, true).await, None, "it was read just now");
        source.clock.advance(PAUSE);
        assert_eq!(source.newer(&first, true).await, Some(2));
        assert_eq!(source.newer(&first, true).await, Some(2), "somebody else read it");
        let second = source.known().await;
        assert_eq!(source.newer(&second, true).await, None);
        source.clock.advance(PAUSE);
        assert_eq!(source.newer(&second, false).await, None);
        assert_eq!(source.newer(&second, true).await, None, "it failed just now");
        assert_eq!(source.asked.load(Ordering::SeqCst), 3);
        source.clock.advance(PAUSE);
        assert_eq!(source.newer(&second, true).await, Some(4));
    }
}
