//! Figures of host and process, with a short history that a plot can use.
//!
//! Whoever drives the monitor calls [`SystemMonitor::sample`] every [`SAMPLE_INTERVAL`]; readers get what the last
//! sample saw, so that many readers cost no more than one.

mod probe;
mod snapshot;
#[cfg(test)]
mod tests;

use std::{
    collections::VecDeque,
    error::Error,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};

use shared::domain::{
    clock::{Clock, Timestamp},
    requests::{RequestCounter, RequestCounts},
};

use self::probe::{Probe, Reading, round};
pub use self::snapshot::{
    HostFigures, LoadAverage, OperatorFigures, ProcessFigures, RequestFigures, Sample, Snapshot, StatusClasses,
};

/// How often a sample should be taken.
pub const SAMPLE_INTERVAL: Duration = Duration::from_secs(5);

/// How many samples the history keeps: ten minutes.
pub const HISTORY_LENGTH: usize = 120;

/// The operating system offers no figures at all.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no figures of host and process")]
pub struct MonitorError(#[source] Box<dyn Error + Send + Sync>);

/// Watches host, process and requests.
#[derive(Debug)]
pub struct SystemMonitor {
    clock: Arc<dyn Clock>,
    requests: Arc<RequestCounter>,
    product_version: String,
    started: Duration,
    sampler: Mutex<Sampler>,
    latest: RwLock<Arc<Snapshot>>,
}

/// What a sample needs to know of the ones before it.
#[derive(Debug)]
struct Sampler {
    probe: Probe,
    last_at: Duration,
    last_total: u64,
    last_cpu_time: Duration,
    history: VecDeque<Sample>,
}

impl SystemMonitor {
    /// A monitor that has taken its first sample. The process counts as started now.
    pub fn new(
        clock: Arc<dyn Clock>,
        requests: Arc<RequestCounter>,
        product_version: impl Into<String>,
    ) -> Result<Self, MonitorError> {
        let started = clock.monotonic();
        let mut probe = Probe::new()?;
        let mut sampler = Sampler {
            last_cpu_time: probe.read().process_cpu_time,
            probe,
            last_at: started,
            last_total: requests.counts().total(),
            history: VecDeque::with_capacity(HISTORY_LENGTH),
        };
        let first = sampler.sample(clock.as_ref(), started, requests.counts());
        Ok(Self {
            clock,
            requests,
            product_version: product_version.into(),
            started,
            sampler: Mutex::new(sampler),
            latest: RwLock::new(Arc::new(first)),
        })
    }

    /// Takes a sample. Reads a few files of the operating system: well under a millisecond.
    pub fn sample(&self) {
        let mut sampler = self.sampler.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = sampler.sample(self.clock.as_ref(), self.started, self.requests.counts());
        // Published under the sampler's lock, so that an older sample never replaces a newer one.
        *self.latest.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
    }

    /// What the last sample saw.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.latest.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What only an operator may see, read now.
    pub fn operator_figures(&self) -> OperatorFigures {
        let sampler = self.sampler.lock().unwrap_or_else(PoisonError::into_inner);
        sampler.probe.operator_figures(self.product_version.clone())
    }
}

impl Sampler {
    fn sample(&mut self, clock: &dyn Clock, started: Duration, counts: RequestCounts) -> Snapshot {
        let now = clock.monotonic();
        let reading = self.probe.read();
        let Rates { requests_per_second, process_cpu_percent } = self.rates(now, counts.total(), &reading);
        self.remember(Sample {
            at: to_millisecond(clock.now()),
            cpu_percent: reading.host.cpu_percent,
            memory_used_bytes: reading.host.memory_used_bytes,
            load_one: reading.host.load_average.one,
            requests_per_second,
            process_memory_bytes: reading.process_memory_bytes,
        });
        Snapshot {
            host: reading.host,
            process: ProcessFigures {
                cpu_percent: process_cpu_percent,
                memory_resident_bytes: reading.process_memory_bytes,
                uptime_seconds: now.saturating_sub(started).as_secs(),
                threads: reading.threads,
            },
            requests: RequestFigures {
                total: counts.total(),
                per_second: requests_per_second,
                by_status: counts.into(),
            },
            history: self.history.iter().copied().collect(),
        }
    }

    /// What happened since the sample before; nothing, if no time has passed.
    #[expect(clippy::cast_precision_loss, reason = "requests between two samples and cores are far below 2^52")]
    fn rates(&mut self, now: Duration, total: u64, reading: &Reading) -> Rates {
        let seconds = now.saturating_sub(self.last_at).as_secs_f64();
        if seconds == 0.0 {
            // What happened meanwhile stays for the next sample that has an interval.
            return Rates::default();
        }
        let answered = total.saturating_sub(self.last_total) as f64;
        let cpu_seconds = reading.process_cpu_time.saturating_sub(self.last_cpu_time).as_secs_f64();
        (self.last_at, self.last_total, self.last_cpu_time) = (now, total, reading.process_cpu_time);
        Rates {
            requests_per_second: round(answered / seconds),
            process_cpu_percent: round((cpu_seconds / seconds / reading.host.cores as f64 * 100.0).min(100.0)),
        }
    }

    fn remember(&mut self, sample: Sample) {
        if self.history.len() == HISTORY_LENGTH {
            self.history.pop_front();
        }
        self.history.push_back(sample);
    }
}

/// What is measured between two samples.
#[derive(Clone, Copy, Debug, Default)]
struct Rates {
    requests_per_second: f64,
    process_cpu_percent: f64,
}

/// Finer digits would only make the answer longer.
fn to_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

impl From<RequestCounts> for StatusClasses {
    fn from(counts: RequestCounts) -> Self {
        let RequestCounts { informational, success, redirection, client_error, server_error } = counts;
        Self { informational, success, redirection, client_error, server_error }
    }
}
