//! The judgement: what must never have been, and how long it took.

use std::{fmt::Write, sync::Arc, time::Duration};

use super::history::{Action, Entry, History};

/// What was taken away stays so from here on: the bound of `documents/sessions.md`, from when it works again.
const REVOCATION_BOUND: Duration = Duration::from_secs(2);

/// When something was away.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outage {
    began: Duration,
    /// From here on the time counts until it works again: when the cause was there, or when it was gone.
    counted_from: Duration,
    /// Whether the APIs hear of no changes meanwhile, so that what they remember counts.
    is_deaf: bool,
}

impl Outage {
    /// Of something that changes don't need to get about.
    pub(crate) fn since(began: Duration) -> Self {
        Self { began, counted_from: began, is_deaf: false }
    }

    /// Of Redis.
    pub(crate) fn of_redis(began: Duration) -> Self {
        Self { is_deaf: true, ..Self::since(began) }
    }

    /// It can't work before this.
    pub(crate) fn until(self, over: Duration) -> Self {
        Self { counted_from: over, ..self }
    }
}

/// What people met after an event.
#[derive(Debug)]
pub(crate) struct Report {
    what: &'static str,
    history: Arc<History>,
    outage: Outage,
}

impl Report {
    pub(super) fn of(what: &'static str, history: Arc<History>, outage: Outage) -> Self {
        Self { what, history, outage }
    }

    /// Prints the figures.
    ///
    /// # Panics
    /// When something was that must never be.
    pub(super) fn hold(self) -> Self {
        eprintln!("{}", self.figures());
        self.look_for_revivals();
        assert!(
            self.history.violations().is_empty(),
            "{}: {}",
            self.what,
            self.history.excerpt(self.outage.counted_from)
        );
        self
    }

    /// Asserts that all that people do worked again so soon after the event: what an outage doesn't touch never failed,
    /// and was never away.
    ///
    /// # Panics
    /// When something did not.
    pub(crate) fn back_within(self, bound: Duration) -> Self {
        let outage = self.time_until_back(&Action::SERVICE);
        assert!(outage <= bound, "{}: {outage:?}\n{}", self.what, self.history.excerpt(self.outage.counted_from));
        self
    }

    /// Asserts that nobody was refused or told to try again at any of these things since the outage began.
    ///
    /// # Panics
    /// When somebody was.
    pub(crate) fn never_failed(self, actions: &[Action]) -> Self {
        for action in actions {
            let entries = self.history.entries();
            let meanwhile = |entry: &&Entry| entry.action == *action && entry.ended > self.outage.began;
            let failed = entries.iter().filter(meanwhile).find(|entry| !entry.succeeded());
            assert!(failed.is_none(), "{}: {}", self.what, failed.map(ToString::to_string).unwrap_or_default());
            assert!(entries.iter().any(|entry| entry.action == *action && entry.ended > self.outage.counted_from));
        }
        self
    }

    /// Asserts that every answer to these came so soon since the outage began.
    ///
    /// # Panics
    /// When one did not.
    pub(crate) fn answered_within(self, bound: Duration, actions: &[Action]) -> Self {
        let entries = self.history.entries();
        let meanwhile = |entry: &&Entry| actions.contains(&entry.action) && entry.ended > self.outage.began;
        let slow = entries.iter().filter(meanwhile).find(|entry| entry.took() > bound);
        assert!(slow.is_none(), "{}: {}", self.what, slow.map(ToString::to_string).unwrap_or_default());
        drop(entries);
        self
    }

    /// From the event to the first success of all of these after which none failed.
    fn time_until_back(&self, actions: &[Action]) -> Duration {
        let back = actions.iter().filter(|action| self.history.failures(**action, self.outage.counted_from) > 0).map(
            |action| {
                self.history
                    .back(*action, self.outage.counted_from)
                    .map_or(Duration::MAX, |back| back.saturating_sub(self.outage.counted_from))
            },
        );
        back.max().unwrap_or_default()
    }

    /// An access token of an ended session, or a role that was taken away, that still worked beyond the bound.
    fn look_for_revivals(&self) {
        let works_again = self.outage.counted_from + self.time_until_back(&[Action::SignIn, Action::Refresh]);
        let is_late = |entry: &Entry| {
            let since = entry.since.unwrap_or_default();
            let may_be_deaf = self.outage.is_deaf && entry.began >= self.outage.began;
            let heard = if may_be_deaf { works_again.max(since) } else { since };
            entry.began > heard + REVOCATION_BOUND
        };
        let entries = self.history.entries();
        let revivals = entries.iter().filter(|entry| {
            matches!(entry.action, Action::EndedCheck | Action::LostRole) && entry.succeeded() && is_late(entry)
        });
        for revival in revivals {
            self.history.violation(revival.who, &format!("works again: {revival}"));
        }
    }

    fn figures(&self) -> String {
        let mut text = format!("{}:", self.what);
        for action in Action::SERVICE {
            let outage = self.time_until_back(&[action]);
            let entries = self.history.entries();
            let own = || entries.iter().filter(|entry| entry.action == action && entry.ended > self.outage.began);
            let slowest = |succeeded| {
                let times = own().filter(|entry| entry.succeeded() == succeeded).map(Entry::took);
                times.max().unwrap_or_default()
            };
            let good = own().filter(|entry| entry.succeeded()).count();
            let refused = own().filter(|entry| entry.answer.is(401)).count();
            let waiting = own().count() - good - refused;
            write!(
                text,
                "\n  {action:?}: {good} succeeded (slowest {:.2?}), {waiting} were told to try again (slowest {:.2?}), \
                 {refused} were 401; out for {outage:.2?}",
                slowest(true),
                slowest(false),
            )
            .unwrap();
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUND: Duration = Duration::from_secs(5);

    /// Everybody does everything every second for ten seconds, and this one thing gets 503 until then.
    fn report(failing: Action, until: u64) -> Report {
        let history = History::new();
        for second in 1..=10 {
            for action in Action::SERVICE {
                let is_out = action == failing && second <= until;
                history.enter(Duration::from_secs(second), action, if is_out { 503 } else { 200 });
            }
        }
        Report::of("a test", Arc::new(history), Outage::since(Duration::ZERO))
    }

    #[test]
    fn an_outage_of_anything_that_people_do_is_seen() {
        for action in Action::SERVICE {
            report(action, 4).back_within(BOUND);
            let too_long = std::panic::catch_unwind(|| report(action, 5).back_within(BOUND));
            assert!(too_long.is_err(), "{action:?}");
        }
    }
}
