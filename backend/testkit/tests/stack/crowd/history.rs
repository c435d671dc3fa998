//! What everybody did and what came of it, in the order of the answers.

use std::{
    fmt,
    future::Future,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use testkit::stack::{Lost, Reply};
use tokio::time::Instant;

/// So many lines of a history are shown.
const SHOWN: usize = 60;

/// What somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    SignIn,
    Refresh,
    SignOut,
    /// A look at the API with a token that is new to it.
    Check,
    /// The same with a token that it has seen before.
    Read,
    /// A refresh with the cookie of a session that was signed out.
    EndedRefresh,
    /// A look at the API with the token of such a session.
    EndedCheck,
    /// A look at what only an admin may see, by somebody who no longer is one.
    LostRole,
    /// A cookie from long ago, after all is over.
    Replay,
}

impl Action {
    /// What has to work for the service to be there.
    pub(crate) const SERVICE: [Self; 5] = [Self::SignIn, Self::Refresh, Self::SignOut, Self::Check, Self::Read];
}

/// What came of it.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// `None`: there was none.
    pub(crate) status: Option<u16>,
    retry_after: Option<u64>,
    detail: String,
}

impl Answer {
    pub(crate) fn is(&self, status: u16) -> bool {
        self.status == Some(status)
    }

    /// The only answer there is to somebody who does everything right while something is away.
    pub(crate) fn is_try_again(&self) -> bool {
        self.is(503) && self.retry_after.is_some()
    }
}

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) began: Duration,
    pub(crate) ended: Duration,
    pub(crate) who: usize,
    pub(crate) action: Action,
    pub(crate) answer: Answer,
    /// When what is tried here was taken away.
    pub(crate) since: Option<Duration>,
}

impl Entry {
    pub(crate) fn took(&self) -> Duration {
        self.ended.saturating_sub(self.began)
    }

    pub(crate) fn succeeded(&self) -> bool {
        matches!(self.answer.status, Some(200 | 204))
    }

    /// A 401 at the API is no failure: the app refreshes, and [`super::people`] sees to it that it works then.
    fn failed(&self) -> bool {
        let is_look = matches!(self.action, Action::Check | Action::Read);
        !(self.succeeded() || is_look && self.answer.is(401))
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { began, who, action, answer, since, .. } = self;
        write!(f, "{:9.3} +{:6.3}  {who:3} {action:?}: ", began.as_secs_f64(), self.took().as_secs_f64())?;
        match answer.status {
            Some(status) => write!(f, "{status}")?,
            None => write!(f, "lost")?,
        }
        if let Some(seconds) = answer.retry_after {
            write!(f, " retry-after {seconds}")?;
        }
        if let Some(since) = since {
            write!(f, " (ended at {:.3})", since.as_secs_f64())?;
        }
        write!(f, " {}", answer.detail)
    }
}

/// All requests, and what should not have been.
#[derive(Debug)]
pub(crate) struct History {
    started: Instant,
    entries: Mutex<Vec<Entry>>,
    violations: Mutex<Vec<String>>,
}

impl History {
    pub(crate) fn new() -> Self {
        Self { started: Instant::now(), entries: Mutex::default(), violations: Mutex::default() }
    }

    pub(crate) fn now(&self) -> Duration {
        self.started.elapsed()
    }

    /// Sends something, and notes it with its answer.
    pub(crate) async fn note(
        &self,
        who: usize,
        action: Action,
        since: Option<Duration>,
        request: impl Future<Output = Result<Reply, Lost>>,
    ) -> Answer {
        let began = self.now();
        let answer = match request.await {
            Ok(reply) => Answer {
                status: Some(reply.status.as_u16()),
                retry_after: reply.retry_after,
                detail: reply.body["type"].as_str().unwrap_or_default().to_owned(),
            },
            Err(lost) => Answer { status: None, retry_after: None, detail: format!("{lost:?}") },
        };
        let ended = self.now();
        self.entries().push(Entry { began, ended, who, action, answer: answer.clone(), since });
        answer
    }

    /// Notes something that was answered at once.
    #[cfg(test)]
    pub(crate) fn enter(&self, at: Duration, action: Action, status: u16) {
        let answer = Answer { status: Some(status), retry_after: None, detail: String::new() };
        self.entries().push(Entry { began: at, ended: at, who: 0, action, answer, since: None });
    }

    /// Something that must never be.
    pub(crate) fn violation(&self, who: usize, what: &str) {
        let line = format!("{:9.3}          {who:3} {what}", self.now().as_secs_f64());
        self.violations.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    pub(crate) fn violations(&self) -> Vec<String> {
        self.violations.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn entries(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How often this failed after `event`.
    pub(crate) fn failures(&self, action: Action, event: Duration) -> usize {
        self.entries().iter().filter(|entry| entry.action == action && entry.ended > event && entry.failed()).count()
    }

    /// How often this succeeded after `event` and took so long.
    pub(crate) fn slow(&self, action: Action, event: Duration, at_least: Duration) -> usize {
        let is_slow = |entry: &&Entry| entry.action == action && entry.ended > event && entry.took() >= at_least;
        self.entries().iter().filter(is_slow).filter(|entry| entry.succeeded()).count()
    }

    /// Whether everything that people do succeeded after `event` and its last failure, which is some time ago.
    pub(crate) fn is_settled(&self, event: Duration, quiet: Duration) -> bool {
        let now = self.now();
        let is_quiet = |action| now >= self.last_failure(action, event).unwrap_or(event) + quiet;
        Action::SERVICE.iter().all(|action| is_quiet(*action) && self.back(*action, event).is_some())
    }

    /// When the last failure was answered, if there was one.
    pub(crate) fn last_failure(&self, action: Action, event: Duration) -> Option<Duration> {
        let entries = self.entries();
        let failures = entries.iter().filter(|entry| entry.action == action && entry.ended > event && entry.failed());
        failures.map(|entry| entry.ended).max()
    }

    /// When it succeeded first after `event` without a failure since.
    pub(crate) fn back(&self, action: Action, event: Duration) -> Option<Duration> {
        let from = self.last_failure(action, event).unwrap_or(event);
        let entries = self.entries();
        let after = entries.iter().filter(|entry| entry.action == action && entry.ended > from && entry.succeeded());
        after.map(|entry| entry.ended).min()
    }

    /// What must not have been, what happened around it, and what failed since `event`.
    pub(crate) fn excerpt(&self, event: Duration) -> String {
        let violations = self.violations();
        let entries = self.entries();
        let failed = entries.iter().filter(|entry| entry.ended > event && entry.failed());
        // Of what is refused, or tried again, a few lines say as much as a thousand.
        let mut lines: Vec<String> = failed.filter(|entry| entry.since.is_none()).map(ToString::to_string).collect();
        let left_out = lines.len().saturating_sub(2 * SHOWN);
        if left_out > 0 {
            lines.splice(SHOWN..SHOWN + left_out, [format!("… {left_out} more …")]);
        }
        format!(
            "event at {:.3}\nviolations:\n{}\nfailures since:\n{}",
            event.as_secs_f64(),
            violations.join("\n"),
            lines.join("\n")
        )
    }

    /// The last requests of somebody.
    pub(crate) fn of(&self, who: usize) -> String {
        let entries = self.entries();
        let own: Vec<String> = entries.iter().filter(|entry| entry.who == who).map(ToString::to_string).collect();
        own[own.len().saturating_sub(SHOWN / 4)..].join("\n")
    }
}
