//! What people do all day.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use testkit::stack::Browser;
use tokio::sync::{mpsc, watch};

use super::{
    accounts::PASSWORD,
    history::{Action, Answer, History},
};

/// Between two rounds of one person.
const ROUND: Duration = Duration::from_millis(120);
/// Until somebody who was told to come again does: sooner than he was told, to see when it works again.
const AGAIN_AFTER: Duration = Duration::from_millis(50);
/// One of so many answers is lost.
const LOST: usize = 4;
/// Sessions that a visitor has at once; with fewer there would be nothing to sign out of in a longer outage.
const STAYING: usize = 16;
/// The ended sessions that are tried in each round.
const HAUNTED: usize = 4;
const PAGE: &str = "/api/dashboard";

/// What all of them share.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    pub(crate) history: Arc<History>,
    pub(crate) cemetery: Arc<Cemetery>,
    pub(crate) stopped: watch::Receiver<bool>,
    /// Whether answers are lost on the way now and then.
    pub(crate) loses_answers: Arc<AtomicBool>,
}

impl Work {
    pub(crate) fn is_over(&self) -> bool {
        *self.stopped.borrow()
    }

    pub(crate) async fn pause(&self) {
        tokio::time::sleep(if self.is_over() { Duration::ZERO } else { ROUND }).await;
    }

    async fn pause_before_again(&self) {
        tokio::time::sleep(AGAIN_AFTER).await;
    }

    /// Whether it is worth trying again. An answer that is neither right nor "try again" must not be.
    async fn may_try_again(&self, who: usize, action: Action, answer: &Answer) -> bool {
        if !answer.is_try_again() {
            self.history.violation(who, &format!("{action:?} got {answer:?}\n{}", self.history.of(who)));
            return false;
        }
        self.pause_before_again().await;
        !self.is_over()
    }

    /// Looks at a page. On 401 the app refreshes and looks again, and then it must work. `Err`: nothing more to do.
    async fn look(&self, who: usize, action: Action, at: &str, browser: &mut Browser) -> Result<(), GaveUp> {
        for refreshed in [false, true] {
            let mut there = browser.at(at);
            let answer = self.history.note(who, action, None, there.get(PAGE)).await;
            if answer.is(401) && !refreshed {
                self.refresh(who, browser).await?;
                continue;
            }
            if !answer.is(200) && !answer.is_try_again() {
                self.may_try_again(who, action, &answer).await;
                return Err(GaveUp);
            }
            break;
        }
        Ok(())
    }

    /// Refreshes until it works. `Err`: all is over, or the session is lost.
    async fn refresh(&self, who: usize, browser: &mut Browser) -> Result<(), GaveUp> {
        loop {
            let held = browser.refresh_token().map(str::to_owned);
            let answer = self.history.note(who, Action::Refresh, None, browser.refresh()).await;
            if answer.is(200) {
                return Ok(());
            }
            if browser.refresh_token() != held.as_deref() {
                self.history.violation(who, "the cookie changed without a success");
            }
            if !self.may_try_again(who, Action::Refresh, &answer).await {
                return Err(GaveUp);
            }
        }
    }
}

/// Nothing more can be done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GaveUp;

/// A session in the hands of one browser, and all that it ever held.
#[derive(Debug)]
pub(crate) struct Family {
    pub(crate) number: usize,
    pub(crate) browser: Browser,
    pub(crate) held: Vec<Browser>,
}

impl Family {
    pub(crate) fn new(number: usize, browser: Browser) -> Self {
        Self { number, held: vec![browser.clone()], browser }
    }

    /// Refreshes with the newest cookie, and looks at a page with what it earned.
    pub(crate) async fn keeps_refreshing(mut self, work: Work) -> Self {
        let address = self.browser.address().to_owned();
        while !work.is_over() {
            let lost = self.loses_an_answer(&work).await;
            if work.refresh(self.number, &mut self.browser).await.is_err() {
                break;
            }
            if lost.is_some_and(|lost| lost.refresh_token() != self.browser.refresh_token()) {
                work.history.violation(self.number, "a repeated refresh gave another successor");
            }
            self.held.push(self.browser.clone());
            let before = self.browser.refresh_token().map(str::to_owned);
            if work.look(self.number, Action::Check, &address, &mut self.browser).await.is_err() {
                break;
            }
            if self.browser.refresh_token() != before.as_deref() {
                self.held.push(self.browser.clone());
            }
            work.pause().await;
        }
        self
    }
}

impl Family {
    /// Refreshes now and then without hearing what came of it. Returns what he didn't hear, if it was a success.
    async fn loses_an_answer(&self, work: &Work) -> Option<Browser> {
        if !self.held.len().is_multiple_of(LOST) || !work.loses_answers.load(Ordering::Relaxed) {
            return None;
        }
        let mut unheard = self.browser.clone();
        let answer = work.history.note(self.number, Action::Refresh, None, unheard.refresh()).await;
        answer.is(200).then_some(unheard)
    }
}

/// Somebody who reads on and on with one token, at one API.
#[derive(Debug)]
pub(crate) struct Reader {
    pub(crate) number: usize,
    pub(crate) browser: Browser,
    pub(crate) api: String,
}

impl Reader {
    pub(crate) async fn keeps_reading(mut self, work: Work) {
        while !work.is_over() && work.look(self.number, Action::Read, &self.api, &mut self.browser).await.is_ok() {
            work.pause().await;
        }
    }
}

/// Somebody who signs in here and there and signs out again later, so that he has sessions to sign out of while nobody
/// gets in.
#[derive(Debug)]
pub(crate) struct Visitor {
    pub(crate) number: usize,
    pub(crate) nobody: Browser,
    pub(crate) email: String,
}

impl Visitor {
    pub(crate) async fn comes_and_goes(self, work: Work) {
        let (arrived, leaving) = mpsc::channel(STAYING);
        tokio::join!(self.keeps_coming(&work, arrived), self.keeps_leaving(&work, leaving));
    }

    async fn keeps_coming(&self, work: &Work, arrived: mpsc::Sender<Browser>) {
        while !work.is_over() {
            let Ok(browser) = self.comes(work).await else { return };
            // Waits for somebody to leave; nobody does any more when all is over.
            arrived.send(browser).await.ok();
        }
    }

    async fn keeps_leaving(&self, work: &Work, mut leaving: mpsc::Receiver<Browser>) {
        while leaving.len() < STAYING && !work.is_over() {
            work.pause().await;
        }
        while let Some(browser) = leaving.recv().await {
            if work.is_over() || self.leaves(work, browser).await.is_err() {
                return;
            }
            work.pause().await;
            work.pause().await;
        }
    }

    async fn comes(&self, work: &Work) -> Result<Browser, GaveUp> {
        let mut browser = self.nobody.clone();
        loop {
            let sign_in = browser.sign_in(&self.email, PASSWORD);
            let answer = work.history.note(self.number, Action::SignIn, None, sign_in).await;
            if answer.is(200) {
                break;
            }
            if !work.may_try_again(self.number, Action::SignIn, &answer).await {
                return Err(GaveUp);
            }
        }
        let address = browser.address().to_owned();
        work.look(self.number, Action::Check, &address, &mut browser).await?;
        Ok(browser)
    }

    async fn leaves(&self, work: &Work, mut browser: Browser) -> Result<(), GaveUp> {
        let last = browser.clone();
        loop {
            let answer = work.history.note(self.number, Action::SignOut, None, browser.sign_out()).await;
            if answer.is(204) {
                work.cemetery.bury(self.number, last, work.history.now());
                return Ok(());
            }
            if browser.refresh_token() != last.refresh_token() {
                work.history.violation(self.number, "a sign-out that failed took the cookie");
            }
            if !work.may_try_again(self.number, Action::SignOut, &answer).await {
                return Err(GaveUp);
            }
        }
    }
}

/// A session that was signed out, which was acknowledged at a time.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    who: usize,
    browser: Browser,
    at: Duration,
}

impl Ended {
    /// Tries whether cookie and token are worth anything.
    pub(crate) async fn is_tried(&self, history: &History) {
        let (mut cookie, mut token) = (self.browser.clone(), self.browser.clone());
        let refreshed = history.note(self.who, Action::EndedRefresh, Some(self.at), cookie.refresh()).await;
        if !refreshed.is(401) && !refreshed.is_try_again() {
            history.violation(self.who, &format!("a session ended at {:?} refreshed: {refreshed:?}", self.at));
        }
        let checked = history.note(self.who, Action::EndedCheck, Some(self.at), token.get(PAGE)).await;
        // Whether a 200 comes too late is judged when it is known how long the outage was.
        if !checked.is(200) && !checked.is(401) && !checked.is_try_again() {
            history.violation(self.who, &format!("the token of an ended session got {checked:?}"));
        }
    }
}

/// All that were signed out.
#[derive(Debug, Default)]
pub(crate) struct Cemetery(Mutex<Vec<Ended>>);

impl Cemetery {
    fn bury(&self, who: usize, browser: Browser, at: Duration) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Ended { who, browser, at });
    }

    pub(crate) fn all(&self) -> Vec<Ended> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Tries the sessions that were signed out last, and those from before in turn.
pub(crate) async fn haunt(work: Work) {
    let mut round = 0;
    while !work.is_over() {
        let all = work.cemetery.all();
        if !all.is_empty() {
            round += 1;
            let older = &all[round % all.len()];
            for ended in all.iter().rev().take(HAUNTED).chain([older]) {
                ended.is_tried(&work.history).await;
            }
        }
        work.pause().await;
    }
}
