use std::sync::{
    atomic::{AtomicUsize, Ordering},
    mpsc,
};

use testkit::clock::TestClock;

use super::*;

/// What one job is said to take.
const JOB: Duration = Duration::from_millis(300);

/// So many such jobs may wait on one thread: 6 × 0.3 s are not more than 2 s, 7 are.
const PLACES: usize = 7;

fn pool(threads: usize, clock: &Arc<TestClock>) -> Pool {
    Pool::start(NonZeroUsize::new(threads).unwrap(), JOB, Duration::from_secs(2), clock.clone()).unwrap()
}

/// A pool of one thread, which is at a job that ends when the gate is dropped.
fn occupied(clock: &Arc<TestClock>) -> (Pool, mpsc::Sender<()>) {
    let pool = pool(1, clock);
    let gate = occupy(&pool);
    (pool, gate)
}

fn occupy(pool: &Pool) -> mpsc::Sender<()> {
    let (gate, closed_gate) = mpsc::channel::<()>();
    let (begun, has_begun) = mpsc::channel();
    let job = move || {
        begun.send(()).unwrap();
        let _ = closed_gate.recv();
    };
    // Nobody takes the answer, but a job that has begun goes on.
    let answer = pool.submit(job).unwrap();
    has_begun.recv().unwrap();
    drop(answer);
    gate
}

#[tokio::test]
async fn jobs_are_done_in_order_and_answered() {
    let (pool, gate) = occupied(&Arc::default());
    let (done, order) = mpsc::channel();
    let answers: Vec<_> = (0..PLACES)
        .map(|number| {
            let done = done.clone();
            pool.submit(move || done.send(number).map(|()| number * 10)).unwrap()
        })
        .collect();
    drop((gate, done));
    for (number, answer) in answers.into_iter().enumerate() {
        assert_eq!(answer.await.unwrap(), Ok(number * 10));
    }
    assert_eq!(order.iter().collect::<Vec<_>>(), (0..PLACES).collect::<Vec<_>>());
}

#[tokio::test]
async fn more_than_two_seconds_of_work_are_refused_at_once_until_some_is_done() {
    let (pool, gate) = occupied(&Arc::default());
    let answers: Vec<_> = (0..PLACES).map(|_| pool.submit(|| ()).unwrap()).collect();
    assert_eq!(pool.submit(|| ()).unwrap_err(), HasherBusy { retry_after_seconds: 1 });
    assert_eq!(pool.run(|| ()).await, Err(HasherBusy { retry_after_seconds: 1 }));
    drop(gate);
    for answer in answers {
        answer.await.unwrap();
    }
    assert_eq!(pool.run(|| 5).await, Ok(5));
}

#[tokio::test]
async fn every_thread_adds_its_places() {
    let clock = Arc::default();
    let pool = pool(2, &clock);
    let gates = (occupy(&pool), occupy(&pool));
    let answers: Vec<_> = std::iter::from_fn(|| pool.submit(|| ()).ok()).take(100).collect();
    // 13 × 0.3 s on two threads are 1.95 s, 14 are 2.1 s.
    assert_eq!(answers.len(), 14);
    drop(gates);
}

#[tokio::test]
async fn a_caller_who_goes_away_frees_the_place_and_its_work_is_not_done() {
    let (pool, gate) = occupied(&Arc::default());
    let done = Arc::new(AtomicUsize::new(0));
    let submit = |pool: &Pool| {
        let done = done.clone();
        pool.submit(move || done.fetch_add(1, Ordering::SeqCst))
    };
    let mut answers: Vec<_> = (0..PLACES).map(|_| submit(&pool).unwrap()).collect();
    assert!(submit(&pool).is_err());
    answers.truncate(PLACES - 3);
    answers.extend((0..3).map(|_| submit(&pool).unwrap()));
    assert!(submit(&pool).is_err());
    // One more that is still queued, unwanted, when its turn comes.
    answers.remove(0);
    drop(gate);
    for answer in answers {
        answer.await.unwrap();
    }
    assert_eq!(pool.run(|| ()).await, Ok(()));
    assert_eq!(done.load(Ordering::SeqCst), PLACES - 1);
}

#[tokio::test]
async fn dropping_the_future_of_a_call_gives_up_its_place() {
    let (pool, gate) = occupied(&Arc::default());
    let done = Arc::new(AtomicUsize::new(0));
    let count = done.clone();
    let mut call = Box::pin(pool.run(move || count.fetch_add(1, Ordering::SeqCst)));
    assert!(futures_poll_once(call.as_mut()).await.is_none());
    drop(call);
    drop(gate);
    assert_eq!(pool.run(|| ()).await, Ok(()));
    assert_eq!(done.load(Ordering::SeqCst), 0);
}

/// Polls once; `None` when the future isn't ready.
async fn futures_poll_once<F: Future + Unpin>(mut future: F) -> Option<F::Output> {
    std::future::poll_fn(|context| match std::pin::Pin::new(&mut future).poll(context) {
        std::task::Poll::Ready(output) => std::task::Poll::Ready(Some(output)),
        std::task::Poll::Pending => std::task::Poll::Ready(None),
    })
    .await
}

#[tokio::test]
async fn the_limit_follows_the_time_that_jobs_take() {
    let clock = Arc::new(TestClock::new());
    let pool = pool(1, &clock);
    let slow = clock.clone();
    // The average becomes 7/8 × 0.3 s + 1/8 × 8 s = 1.2625 s.
    pool.run(move || slow.advance(Duration::from_secs(8))).await.unwrap();
    let gate = occupy(&pool);
    let answers: Vec<_> = std::iter::from_fn(|| pool.submit(|| ()).ok()).take(100).collect();
    assert_eq!(answers.len(), 2);
    assert_eq!(pool.submit(|| ()).unwrap_err(), HasherBusy { retry_after_seconds: 1 });
    drop(gate);
}

#[tokio::test]
async fn the_wait_that_is_told_is_rounded_up() {
    let clock = Arc::new(TestClock::new());
    let pool = pool(1, &clock);
    let slow = clock.clone();
    // The average becomes 7/8 × 0.3 s + 1/8 × 80 s = 10.2625 s: one job waits, and the queue is 8.2625 s too long.
    pool.run(move || slow.advance(Duration::from_secs(80))).await.unwrap();
    let gate = occupy(&pool);
    let waiting = pool.submit(|| ()).unwrap();
    assert_eq!(pool.submit(|| ()).unwrap_err(), HasherBusy { retry_after_seconds: 9 });
    drop((gate, waiting));
}

#[tokio::test]
async fn jobs_that_take_no_time_are_bounded_too() {
    let clock: Arc<TestClock> = Arc::default();
    let pool = Pool::start(NonZeroUsize::MIN, Duration::ZERO, Duration::from_secs(2), clock).unwrap();
    let gate = occupy(&pool);
    let answers: Vec<_> = std::iter::from_fn(|| pool.submit(|| ()).ok()).take(2 * MOST_JOBS).collect();
    assert_eq!(answers.len(), MOST_JOBS);
    drop(gate);
}

#[tokio::test]
async fn a_job_that_panics_costs_nobody_else_anything() {
    let pool = pool(1, &Arc::default());
    let outcome = pool.run(|| assert_eq!(1, 2, "a panic on purpose")).await;
    assert_eq!(outcome, Err(HasherBusy { retry_after_seconds: 1 }));
    assert_eq!(pool.run(|| 5).await, Ok(5));
}

#[tokio::test]
async fn dropping_the_pool_ends_its_threads_without_doing_what_is_queued() {
    let clock = Arc::new(TestClock::new());
    let pool = pool(3, &clock);
    let core = Arc::downgrade(&pool.core);
    assert_eq!(pool.run(|| 5).await, Ok(5));
    drop(pool);
    assert_eq!(core.strong_count(), 0, "each thread holds the core as long as it runs");
    assert_eq!(Arc::strong_count(&clock), 1);
}
