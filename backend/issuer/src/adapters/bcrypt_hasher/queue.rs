//! A bounded queue of work on threads of its own, measured in time rather than in places.

use std::{
    fmt,
    num::NonZeroUsize,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use shared::domain::{clock::Clock, passwords::HasherBusy};
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

/// Runs work in the order it came. The threads end when the queue is dropped.
pub(super) struct Queue {
    jobs: mpsc::Sender<Job>,
    load: Arc<Load>,
    threads: usize,
    most_waiting: Duration,
}

/// What the threads have before them.
struct Load {
    waiting: AtomicUsize,
    /// How long a job takes, as a moving average in nanoseconds.
    job_nanos: AtomicU64,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("threads", &self.threads).finish_non_exhaustive()
    }
}

/// One place in the queue; given back when the job is done or its caller went away.
struct Place(Arc<Load>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Queue {
    pub(super) fn start(
        threads: NonZeroUsize,
        job: Duration,
        most_waiting: Duration,
        clock: Arc<dyn Clock>,
    ) -> std::io::Result<Self> {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let inbox = Arc::new(Mutex::new(inbox));
        for number in 0..threads.get() {
            let inbox = inbox.clone();
            thread::Builder::new().name(format!("password-{number}")).spawn(move || work(&inbox))?;
        }
        let job_nanos = AtomicU64::new(u64::try_from(job.as_nanos()).unwrap_or(u64::MAX));
        let load = Arc::new(Load { waiting: AtomicUsize::new(0), job_nanos, clock });
        Ok(Self { jobs, load, threads: threads.get(), most_waiting })
    }

    /// Runs `work` when its turn comes; refuses at once when too much is before it.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HasherBusy> {
        let place = self.take_place()?;
        let (answer, answered) = oneshot::channel();
        let load = self.load.clone();
        let job = move || {
            let place = place;
            // Nobody waits for it any more: the thread goes on with the next.
            if answer.is_closed() {
                return;
            }
            let began = load.clock.monotonic();
            let result = work();
            load.note(load.clock.monotonic().saturating_sub(began));
            drop(place);
            let _ = answer.send(result);
        };
        let busy = HasherBusy { retry_after_seconds: 1 };
        self.jobs.send(Box::new(job)).map_err(|_| busy)?;
        answered.await.map_err(|_| busy)
    }

    fn take_place(&self) -> Result<Place, HasherBusy> {
        let before = self.load.waiting.fetch_add(1, Ordering::AcqRel);
        let place = Place(self.load.clone());
        let wait = self.load.job().saturating_mul(u32::try_from(before / self.threads).unwrap_or(u32::MAX));
        if wait <= self.most_waiting {
            Ok(place)
        } else {
            Err(HasherBusy { retry_after_seconds: wait.as_secs().max(1) })
        }
    }
}

impl Load {
    fn job(&self) -> Duration {
        Duration::from_nanos(self.job_nanos.load(Ordering::Relaxed))
    }

    /// Seven parts of what was known, one part of what was seen.
    fn note(&self, seen: Duration) {
        let seen = u64::try_from(seen.as_nanos()).unwrap_or(u64::MAX);
        let known = self.job_nanos.load(Ordering::Relaxed);
        self.job_nanos.store(known / 8 * 7 + seen / 8, Ordering::Relaxed);
    }
}

fn work(inbox: &Mutex<mpsc::Receiver<Job>>) {
    loop {
        let job = inbox.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // A job that panics costs its caller the answer, not the others a thread.
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(job));
    }
}
