//! Browsers that refresh without a pause, and what came of it.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use shared::{
    adapters::{
        redis::{RedisMaster, RedisSessionCache},
        system_clock::SystemClock,
    },
    domain::{
        clock::Clock,
        ids::SessionId,
        sessions::{
            CachedSession, CachedState, Generation, RoleValue, Session, SessionCache, SessionView,
            rule::{self, Assessment, Rebuild, StepOutcome},
        },
        store::StoreError,
        users::UserStatus,
    },
};
use testkit::{
    clock::TestClock,
    samples::{SESSION_LIFE, Samples},
    servers::redis::RedisServers,
};
use tokio::{task::JoinSet, time::Instant};

use super::record::Record;
use crate::instance;

/// Through each process. A quarter of them are signed out one after the other.
const BROWSERS: usize = 24;
/// How often each must have refreshed for the load to have gone on.
const ROUNDS: u64 = 60;
const CHECKPOINT_EVERY: Duration = Duration::from_secs(1);
const SIGN_OUT_EVERY: Duration = Duration::from_millis(150);

#[derive(Debug, Default)]
struct Seen {
    rotations: AtomicU64,
    repeats: AtomicU64,
    rebuilds: AtomicU64,
    ahead: AtomicU64,
    unavailable: AtomicU64,
    sign_outs: AtomicU64,
    slowest: Mutex<Duration>,
    /// When the last refresh succeeded, and the longest time between two.
    last: Mutex<Option<Instant>>,
    longest_gap: Mutex<Duration>,
    violations: Mutex<Vec<String>>,
}

impl Seen {
    fn success(&self) {
        let now = Instant::now();
        if let Some(last) = self.last.lock().unwrap().replace(now) {
            let mut gap = self.longest_gap.lock().unwrap();
            *gap = gap.max(now.saturating_duration_since(last));
        }
    }

    fn took(&self, time: Duration) {
        let mut slowest = self.slowest.lock().unwrap();
        *slowest = slowest.max(time);
    }

    fn violation(&self, what: impl Into<String>) {
        self.violations.lock().unwrap().push(what.into());
    }
}

/// One process of ours.
#[derive(Debug)]
struct Process {
    cache: RedisSessionCache,
    master: RedisMaster,
    record: Arc<Record>,
    seen: Arc<Seen>,
}

/// One session in the hands of one browser.
#[derive(Debug)]
struct Browser {
    id: SessionId,
    /// The generation of its token.
    held: AtomicU64,
    rounds: AtomicU64,
    /// The end was recorded, so it may be refused.
    is_ending: AtomicBool,
    /// The tombstone was acknowledged, so it must be refused.
    is_buried: AtomicBool,
}

pub(super) struct Load {
    browsers: Vec<Arc<Browser>>,
    seen: Arc<Seen>,
    tasks: JoinSet<()>,
}

/// What came of it all.
pub(super) struct Figures {
    name: &'static str,
    longest_gap: Duration,
}

impl Load {
    pub(super) async fn start(servers: &RedisServers) -> Self {
        let (record, seen) = (Arc::new(Record::default()), Arc::new(Seen::default()));
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let (names, _) = instance::names();
        let samples = Samples::new(Arc::new(TestClock::new()));
        let (mut browsers, mut tasks) = (Vec::new(), JoinSet::new());
        for process in 0..2 {
            let master = RedisMaster::start(instance::settings(servers)).unwrap();
            let cache = instance::cache(&master, &names, clock.clone());
            let process_record = (record.clone(), seen.clone());
            let ours = Arc::new(Process { cache, master, record: process_record.0, seen: process_record.1 });
            for number in 0..BROWSERS {
                let user = samples.user(&format!("user-{process}-{number}@example.com"));
                let expires_at = clock.now() + SESSION_LIFE;
                let session = Session { expires_at, ..samples.session(&user) };
                record.insert(&session, &user);
                ours.cache.put(&session, &RoleValue::of(&user)).await.unwrap();
                let browser = Arc::new(Browser::new(&session));
                browsers.push(browser.clone());
                tasks.spawn(browse(ours.clone(), browser, clock.clone()));
            }
            let mine = browsers[process * BROWSERS..].iter().take(BROWSERS / 4).cloned().collect();
            tasks.spawn(sign_out(ours.clone(), mine, clock.clone()));
            tasks.spawn(bury_again(ours));
        }
        let rows = record.clone();
        tasks.spawn(async move {
            let mut ticks = tokio::time::interval(CHECKPOINT_EVERY);
            loop {
                ticks.tick().await;
                rows.checkpoint();
            }
        });
        let load = Self { browsers, seen, tasks };
        load.goes_on().await;
        load
    }

    /// Waits until every browser that is still signed in has refreshed a few times more, and some have signed out.
    pub(super) async fn goes_on(&self) {
        let rounds = |browser: &Arc<Browser>| browser.rounds.load(Ordering::Acquire);
        let goals: Vec<_> = self.browsers.iter().map(|browser| rounds(browser) + ROUNDS).collect();
        let is_done = |(browser, goal): (&Arc<Browser>, &u64)| browser.is_ending() || rounds(browser) >= *goal;
        let has_gone_on = async {
            while self.seen.sign_outs.load(Ordering::Acquire) < 2 || !self.browsers.iter().zip(&goals).all(is_done) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(30), has_gone_on).await;
        assert!(waited.is_ok(), "browsers wait in vain: {:?}", self.seen);
    }

    #[expect(clippy::print_stdout, reason = "the figures are what the test is for")]
    pub(super) async fn finish(mut self, name: &'static str) -> Figures {
        self.tasks.shutdown().await;
        let seen = &self.seen;
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let longest_gap = *seen.longest_gap.lock().unwrap();
        println!(
            "{name}: longest time without a refresh {longest_gap:?}, slowest call {:?}; {} rotations, {} repeats, \
             {} rebuilds, {} ahead, {} unavailable, {} signed out, violations: {:?}",
            seen.slowest.lock().unwrap(),
            count(&seen.rotations),
            count(&seen.repeats),
            count(&seen.rebuilds),
            count(&seen.ahead),
            count(&seen.unavailable),
            count(&seen.sign_outs),
            seen.violations.lock().unwrap(),
        );
        assert!(seen.violations.lock().unwrap().is_empty());
        assert!(count(&seen.rotations) > 0 && count(&seen.sign_outs) > 0);
        Figures { name, longest_gap }
    }
}

impl Figures {
    pub(super) fn assert_back_within(&self, bound: Duration) {
        assert!(self.longest_gap <= bound, "{}: {:?}", self.name, self.longest_gap);
    }
}

impl Browser {
    fn new(session: &Session) -> Self {
        Self {
            id: session.id.clone(),
            held: AtomicU64::new(session.checkpoint.generation.number()),
            rounds: AtomicU64::new(0),
            is_ending: AtomicBool::new(false),
            is_buried: AtomicBool::new(false),
        }
    }

    fn is_ending(&self) -> bool {
        self.is_ending.load(Ordering::Acquire)
    }

    fn held(&self) -> Generation {
        Generation::new(self.held.load(Ordering::Acquire))
    }
}

async fn browse(process: Arc<Process>, browser: Arc<Browser>, clock: Arc<dyn Clock>) {
    loop {
        let began = Instant::now();
        if process.refresh(&browser, &*clock).await.is_err() {
            process.seen.unavailable.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        process.seen.took(began.elapsed());
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// The row, then the tombstone, as every ending goes.
async fn sign_out(process: Arc<Process>, browsers: Vec<Arc<Browser>>, clock: Arc<dyn Clock>) {
    for browser in browsers {
        tokio::time::sleep(SIGN_OUT_EVERY).await;
        browser.is_ending.store(true, Ordering::Release);
        process.record.end(&browser.id, clock.now());
        let expires_at = process.record.find(&browser.id).0.expires_at;
        while process.cache.bury(&browser.id, expires_at).await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        browser.is_buried.store(true, Ordering::Release);
        process.seen.sign_outs.fetch_add(1, Ordering::Relaxed);
    }
    std::future::pending::<()>().await;
}

/// After a change of epoch the ends of the last minutes are applied again.
async fn bury_again(process: Arc<Process>) {
    let mut known = process.master.epoch();
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let epoch = process.master.epoch();
        if epoch.is_none() || epoch == known {
            continue;
        }
        for session in process.record.ended() {
            process.cache.bury(&session.id, session.expires_at).await.ok();
        }
        known = epoch;
    }
}

impl Process {
    /// One round of a refresh, as the issuer does it.
    async fn refresh(&self, browser: &Browser, clock: &dyn Clock) -> Result<(), StoreError> {
        // Looked at before anything is asked: what was buried by then must not work.
        let was_buried = browser.is_buried.load(Ordering::Acquire);
        let view = self.cache.read(&browser.id).await?;
        self.look_for_loss(browser, &view);
        match rule::assess(view.session.as_ref(), view.role.as_ref(), &view.epoch, |_| true, clock.now()) {
            Assessment::Refuse(refusal) => self.refused(browser, &format!("{refusal:?}")),
            Assessment::Rebuild => self.rebuild(browser, &view, clock).await?,
            Assessment::Proceed => {
                let outcome = self.cache.step(&browser.id, browser.held()).await?;
                self.outcome(browser, &view, outcome, was_buried, clock).await?;
            }
        }
        Ok(())
    }

    /// In one epoch the store never falls behind what it acknowledged.
    fn look_for_loss(&self, browser: &Browser, view: &SessionView) {
        if let Some(CachedSession { state: CachedState::Live { generation, .. }, epoch, .. }) = &view.session
            && *epoch == view.epoch
            && *generation < browser.held()
        {
            self.seen.violation(format!("{}: {generation} after {}", browser.id, browser.held()));
        }
    }

    async fn outcome(
        &self,
        browser: &Browser,
        view: &SessionView,
        outcome: StepOutcome,
        was_buried: bool,
        clock: &dyn Clock,
    ) -> Result<(), StoreError> {
        let seen = &self.seen;
        match outcome {
            StepOutcome::Rotated(next) | StepOutcome::Repeated(next) => {
                let is_rotation = matches!(outcome, StepOutcome::Rotated(_));
                if is_rotation { &seen.rotations } else { &seen.repeats }.fetch_add(1, Ordering::Relaxed);
                if was_buried {
                    seen.violation(format!("{}: revived", browser.id));
                }
                if next != browser.held().successor() {
                    seen.violation(format!("{}: {next} for {}", browser.id, browser.held()));
                }
                self.record.note_rotation(&browser.id, next, clock.now());
                browser.held.store(next.number(), Ordering::Release);
                browser.rounds.fetch_add(1, Ordering::Release);
                seen.success();
            }
            StepOutcome::Ahead => {
                seen.ahead.fetch_add(1, Ordering::Relaxed);
                self.rebuild(browser, view, clock).await?;
            }
            StepOutcome::Reused | StepOutcome::NotLive => self.refused(browser, &format!("{outcome:?}")),
            StepOutcome::Missing => {}
        }
        Ok(())
    }

    async fn rebuild(&self, browser: &Browser, view: &SessionView, clock: &dyn Clock) -> Result<(), StoreError> {
        self.seen.rebuilds.fetch_add(1, Ordering::Relaxed);
        let (session, user) = self.record.find(&browser.id);
        let copy = view.session.as_ref();
        let state = copy.map(|copy| copy.state);
        match rule::rebuild(&session, state, Some(UserStatus::Active), browser.held(), true, clock.now()) {
            Rebuild::Live(state) => {
                self.cache.put_role(&user.id, &RoleValue::of(&user)).await?;
                self.cache.restore(&session, state, &view.epoch, copy).await?;
            }
            refused => {
                self.cache.bury(&session.id, session.expires_at).await?;
                self.refused(browser, &format!("{refused:?}"));
            }
        }
        Ok(())
    }

    fn refused(&self, browser: &Browser, why: &str) {
        if !browser.is_ending() {
            self.seen.violation(format!("{}: signed out: {why}", browser.id));
        }
    }
}
