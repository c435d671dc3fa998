//! People who use the whole stack without a pause while something fails, and what came of it.
//!
//! Every request goes into one [`History`]. Some keep refreshing with their newest cookie, some read pages with one
//! token, some sign in and out again, one tries what was signed out before. Whoever gets no answer, or 503, does the
//! same again with the same cookie, as the app does.

mod accounts;
mod demotion;
mod history;
mod people;
mod replay;
mod report;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use testkit::stack::Stack;
use tokio::{sync::watch, task::JoinSet};

use self::people::{Family, Reader, Visitor, Work};
pub(crate) use self::{
    accounts::Accounts,
    demotion::Demotion,
    history::{Action, History},
    report::{Outage, Report},
};

const REFRESHERS: usize = 12;
/// At each API, asked directly: each has a memory of its own.
const READERS: usize = 2;
const VISITORS: usize = 3;
/// Nothing failed for so long: it is over.
const QUIET: Duration = Duration::from_millis(1500);
/// Until that must be so.
const LIMIT: Duration = Duration::from_secs(45);

/// People at work.
pub(crate) struct Crowd {
    work: Work,
    stop: watch::Sender<bool>,
    refreshers: JoinSet<Family>,
    others: JoinSet<()>,
}

impl Crowd {
    /// Lets everybody in. Returns when all are at work.
    pub(crate) async fn gather(stack: &Stack, accounts: &Accounts) -> Self {
        let (stop, stopped) = watch::channel(false);
        let (history, loses_answers) = (Arc::new(History::new()), Arc::new(AtomicBool::new(true)));
        let work = Work { history, cemetery: Arc::default(), stopped, loses_answers };
        let mut crowd = Self { work, stop, refreshers: JoinSet::new(), others: JoinSet::new() };
        for number in 0..REFRESHERS {
            let family = Family::new(number, accounts.signed_in(number).await);
            crowd.refreshers.spawn(family.keeps_refreshing(crowd.work.clone()));
        }
        for (number, api) in (0..READERS).flat_map(|_| &stack.apis).enumerate() {
            let browser = accounts.signed_in(number).await;
            let reader = Reader { number: REFRESHERS + number, browser, api: format!("http://{}", api.address()) };
            crowd.others.spawn(reader.keeps_reading(crowd.work.clone()));
        }
        for number in 0..VISITORS {
            let visitor = Visitor { number: 100 + number, nobody: accounts.nobody(), email: accounts::visitor(number) };
            crowd.others.spawn(visitor.comes_and_goes(crowd.work.clone()));
        }
        crowd.others.spawn(people::haunt(crowd.work.clone()));
        crowd.settles_after(Duration::ZERO).await;
        crowd
    }

    /// Sees to it that nobody waits to repeat a refresh whose answer was lost: that works for ten seconds only, and what
    /// comes may take longer.
    pub(crate) async fn loses_no_answers(&self) {
        self.work.loses_answers.store(false, Ordering::Relaxed);
        self.settles_after(self.now()).await;
    }

    /// The time in the history.
    pub(crate) fn now(&self) -> Duration {
        self.work.history.now()
    }

    /// Takes the admin's role away, and lets him try from then on whether it comes back.
    pub(crate) async fn demote(&mut self, demotion: Demotion) {
        for watch in demotion.happens(&self.work).await {
            self.others.spawn(watch);
        }
    }

    /// Waits until everything works again: all that people do succeeded after `event`, and nothing failed for a while.
    ///
    /// # Panics
    /// When that doesn't come about in time.
    pub(crate) async fn settles_after(&self, event: Duration) {
        let history = &self.work.history;
        let settled = wait_until(LIMIT, || history.is_settled(event, QUIET)).await;
        assert!(settled, "it doesn't work again\n{}", history.excerpt(event));
    }

    /// Waits until each of these things failed a few times after `event`.
    ///
    /// # Panics
    /// When one of them goes on working.
    pub(crate) async fn feels(&self, event: Duration, actions: &[Action]) {
        let history = &self.work.history;
        let felt = wait_until(LIMIT, || actions.iter().all(|action| history.failures(*action, event) >= 3)).await;
        assert!(felt, "nobody noticed\n{}", history.excerpt(event));
    }

    /// Waits until each of these things took so long a few times after `event`, and was done in the end.
    ///
    /// # Panics
    /// When one of them is always faster.
    pub(crate) async fn waits(&self, event: Duration, at_least: Duration, actions: &[Action]) {
        let history = &self.work.history;
        let waited =
            wait_until(LIMIT, || actions.iter().all(|action| history.slow(*action, event, at_least) >= 3)).await;
        assert!(waited, "nobody waited\n{}", history.excerpt(event));
    }

    /// Asserts that nobody noticed anything since then.
    ///
    /// # Panics
    /// When somebody did.
    pub(crate) fn assert_no_failure_since(&self, event: Duration) {
        let history = &self.work.history;
        let failures: usize = Action::SERVICE.iter().map(|action| history.failures(*action, event)).sum();
        assert_eq!(failures, 0, "somebody noticed\n{}", history.excerpt(event));
    }

    /// Sends everybody home, presents every cookie that anybody ever got, and judges.
    ///
    /// # Panics
    /// With the history around it, when a session was lost, an ended one worked again, a family had two lives, or an
    /// answer was neither right nor a 503 that says when to come again.
    pub(crate) async fn goes_home(mut self, what: &'static str, outage: Outage) -> Report {
        self.stop.send_replace(true);
        let families = std::mem::take(&mut self.refreshers).join_all().await;
        std::mem::take(&mut self.others).join_all().await;
        let report = Report::of(what, self.work.history.clone(), outage);
        replay::present_all(families, &self.work.history).await;
        replay::present_ended(&self.work).await;
        report.hold()
    }
}

/// Whether something comes to hold in time.
pub(crate) async fn wait_until(limit: Duration, holds: impl Fn() -> bool) -> bool {
    let waiting = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(limit, waiting).await.is_ok()
}
