//! Threads that work off a bounded queue.

mod figures;
#[cfg(test)]
mod tests;

use std::{
    collections::VecDeque,
    fmt, io,
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};

use shared::domain::{clock::Clock, passwords::HasherBusy};
use tokio::sync::oneshot;

pub use self::figures::PoolFigures;

/// So many jobs wait at most, however short they are; it bounds the memory.
const MOST_JOBS: usize = 1_000;

/// Runs jobs in the order they came. Dropping the pool ends its threads, each after the job it is at; what is still
/// queued is not done.
pub(super) struct Pool {
    core: Arc<Core>,
    threads: Vec<JoinHandle<()>>,
}

struct Core {
    state: Mutex<State>,
    changed: Condvar,
    threads: u32,
    most_waiting: Duration,
    clock: Arc<dyn Clock>,
    figures: PoolFigures,
}

struct State {
    queue: VecDeque<Queued>,
    /// How long a job takes: a moving average of which the latest job makes an eighth.
    job_time: Duration,
    closed: bool,
}

struct Queued {
    job: Box<dyn Job>,
    /// By the clock's monotonic time.
    since: Duration,
}

/// Something to run that somebody waits for.
trait Job: Send {
    /// Whether the one who waits is still there.
    fn is_wanted(&self) -> bool;

    fn run(self: Box<Self>);
}

struct Call<W, T> {
    work: W,
    reply: oneshot::Sender<T>,
}

impl<T: Send, W: FnOnce() -> T + Send> Job for Call<W, T> {
    fn is_wanted(&self) -> bool {
        !self.reply.is_closed()
    }

    fn run(self: Box<Self>) {
        let Self { work, reply } = *self;
        // Who went away in the meantime doesn't need the result.
        let _ = reply.send(work());
    }
}

impl Pool {
    /// Starts the threads. `job_time` is the first guess at how long a job takes.
    pub(super) fn start(
        threads: NonZeroUsize,
        job_time: Duration,
        most_waiting: Duration,
        clock: Arc<dyn Clock>,
    ) -> io::Result<Self> {
        let state = Mutex::new(State { queue: VecDeque::new(), job_time, closed: false });
        let count = u32::try_from(threads.get()).unwrap_or(u32::MAX);
        let (changed, figures) = (Condvar::new(), PoolFigures::default());
        let core = Arc::new(Core { state, changed, threads: count, most_waiting, clock, figures });
        let mut pool = Self { core, threads: Vec::new() };
        for number in 0..threads.get() {
            let core = pool.core.clone();
            let thread = thread::Builder::new().name(format!("password-{number}")).spawn(move || core.work_off())?;
            pool.threads.push(thread);
        }
        Ok(pool)
    }

    pub(super) fn figures(&self) -> &PoolFigures {
        &self.core.figures
    }

    /// How many jobs wait.
    pub(super) fn waiting(&self) -> usize {
        self.core.lock().queue.len()
    }

    /// Runs `work` when its turn comes. Dropping the future gives its place to another, unless the work has begun.
    ///
    /// [`HasherBusy`] at once when too much is queued, and when the work panics.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HasherBusy> {
        self.submit(work)?.await.map_err(|_| HasherBusy { retry_after_seconds: 1 })
    }

    fn submit<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<oneshot::Receiver<T>, HasherBusy> {
        let (reply, answer) = oneshot::channel();
        self.core.admit(Box::new(Call { work, reply }))?;
        Ok(answer)
    }
}

impl Core {
    fn admit(&self, job: Box<dyn Job>) -> Result<(), HasherBusy> {
        let mut state = self.lock();
        if self.is_full(&state) {
            state.queue.retain(|queued| queued.job.is_wanted());
        }
        if self.is_full(&state) {
            self.figures.refused.add_one();
            return Err(self.busy(&state));
        }
        state.queue.push_back(Queued { job, since: self.clock.monotonic() });
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    fn is_full(&self, state: &State) -> bool {
        self.waiting(state) > self.most_waiting || state.queue.len() >= MOST_JOBS
    }

    /// How long it takes to work off what is queued.
    fn waiting(&self, state: &State) -> Duration {
        state.job_time.saturating_mul(u32::try_from(state.queue.len()).unwrap_or(u32::MAX)) / self.threads
    }

    fn busy(&self, state: &State) -> HasherBusy {
        let excess = self.waiting(state).saturating_sub(self.most_waiting);
        let rounded_up = excess.as_secs() + u64::from(excess.subsec_nanos() > 0);
        HasherBusy { retry_after_seconds: rounded_up.max(1) }
    }

    /// What each thread does until the pool is dropped.
    fn work_off(&self) {
        while let Some(Queued { job, since }) = self.next() {
            let began = self.clock.monotonic();
            self.figures.waited.observe_time(began.saturating_sub(since));
            // A job that panics costs its caller the answer, and nobody else a thread.
            let _ = catch_unwind(AssertUnwindSafe(|| job.run()));
            let took = self.clock.monotonic().saturating_sub(began);
            self.figures.took.observe_time(took);
            let mut state = self.lock();
            state.job_time = state.job_time / 8 * 7 + took / 8;
        }
    }

    /// The next job that somebody still waits for; `None` when the pool is dropped.
    fn next(&self) -> Option<Queued> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            match state.queue.pop_front() {
                Some(queued) if queued.job.is_wanted() => return Some(queued),
                Some(_) => {}
                None => state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let mut state = self.core.lock();
        state.closed = true;
        state.queue.clear();
        drop(state);
        self.core.changed.notify_all();
        for thread in self.threads.drain(..) {
            // A thread can't panic: its jobs are caught.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").field("threads", &self.core.threads).finish_non_exhaustive()
    }
}
