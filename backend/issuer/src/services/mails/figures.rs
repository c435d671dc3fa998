//! What becomes of mails, counted.

use std::sync::atomic::{AtomicUsize, Ordering};

use shared::figures::{Kind, Tally};

/// Counts what becomes of mails.
#[derive(Debug, Default)]
pub struct MailFigures {
    pub outcomes: Tally<MailOutcome>,
    waiting: AtomicUsize,
}

impl MailFigures {
    /// How many were in the outbox at the last look, those of other issuers with them.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    pub(super) fn note_waiting(&self, waiting: u64) {
        self.waiting.store(usize::try_from(waiting).unwrap_or(usize::MAX), Ordering::Relaxed);
    }
}

/// How a try to send a mail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailOutcome {
    /// The next server has it.
    Sent,
    /// It is tried again.
    Postponed,
    /// It will never be taken, so it is gone.
    Refused,
    /// It was tried for too long, so it is gone.
    GivenUp,
}

impl Kind for MailOutcome {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Sent, "sent"),
        (Self::Postponed, "postponed"),
        (Self::Refused, "refused"),
        (Self::GivenUp, "given_up"),
    ];
}
