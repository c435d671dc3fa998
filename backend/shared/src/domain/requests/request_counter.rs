//! How many requests a process has answered, by class of status code.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts answers since the process started. Cheap enough for every request: one relaxed addition.
#[derive(Debug, Default)]
pub struct RequestCounter {
    informational: AtomicU64,
    success: AtomicU64,
    redirection: AtomicU64,
    client_error: AtomicU64,
    server_error: AtomicU64,
}

/// Answers since the start, by class of status code (RFC 9110, section 15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RequestCounts {
    /// 1xx.
    pub informational: u64,
    /// 2xx.
    pub success: u64,
    /// 3xx.
    pub redirection: u64,
    /// 4xx.
    pub client_error: u64,
    /// 5xx, and whatever is no status code at all.
    pub server_error: u64,
}

impl RequestCounter {
    /// Counts one answer with this status code.
    pub fn record(&self, status: u16) {
        let class = match status {
            100..=199 => &self.informational,
            200..=299 => &self.success,
            300..=399 => &self.redirection,
            400..=499 => &self.client_error,
            _ => &self.server_error,
        };
        class.fetch_add(1, Ordering::Relaxed);
    }

    /// The counts now. Each class is exact; answers that are counted meanwhile may be in one and not yet in another.
    pub fn counts(&self) -> RequestCounts {
        RequestCounts {
            informational: self.informational.load(Ordering::Relaxed),
            success: self.success.load(Ordering::Relaxed),
            redirection: self.redirection.load(Ordering::Relaxed),
            client_error: self.client_error.load(Ordering::Relaxed),
            server_error: self.server_error.load(Ordering::Relaxed),
        }
    }
}

impl RequestCounts {
    /// All classes together.
    pub fn total(&self) -> u64 {
        self.informational + self.success + self.redirection + self.client_error + self.server_error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_is_counted_once_and_in_its_class() {
        let counter = RequestCounter::default();
        for status in [101, 200, 299, 303, 401, 404, 499, 503] {
            counter.record(status);
        }
        let counts = counter.counts();
        let expected = RequestCounts { informational: 1, success: 2, redirection: 1, client_error: 3, server_error: 1 };
        assert_eq!(counts, expected);
        assert_eq!(counts.total(), 8);
    }

    #[test]
    fn no_answer_is_lost_between_threads() {
        let counter = RequestCounter::default();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..10_000).for_each(|_| counter.record(200)));
            }
        });
        assert_eq!(counter.counts().success, 40_000);
    }
}
