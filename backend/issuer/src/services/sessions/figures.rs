//! What happens to sessions, counted. How they end is counted by [`crate::services::endings`].

use shared::figures::{Count, Kind, Tally};

use super::{Issued, RefreshError};

/// Counts what happens to sessions.
#[derive(Debug, Default)]
pub struct SessionFigures {
    /// Sessions that were written into the record.
    pub opened: Count,
    pub refreshes: Tally<RefreshOutcome>,
    /// How often the fast store was behind a presented token.
    pub lost_writes: Count,
}

/// How a refresh ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshOutcome {
    /// The current token gave a successor.
    Rotated,
    /// The previous token gave the same successor within the grace.
    Repeated,
    /// A token from before that ended the family.
    Reused,
    Refused,
    Contended,
    /// No access token could be signed.
    Unsigned,
    /// A store was away.
    Unavailable,
}

impl Kind for RefreshOutcome {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Rotated, "rotated"),
        (Self::Repeated, "repeated"),
        (Self::Reused, "reused"),
        (Self::Refused, "refused"),
        (Self::Contended, "contended"),
        (Self::Unsigned, "unsigned"),
        (Self::Unavailable, "unavailable"),
    ];
}

/// How a refresh gave a successor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Rotated,
    Repeated,
}

impl RefreshOutcome {
    pub(super) fn of(result: &Result<(Step, Issued), RefreshError>) -> Self {
        match result {
            Ok((Step::Rotated, _)) => Self::Rotated,
            Ok((Step::Repeated, _)) => Self::Repeated,
            Err(RefreshError::Reused) => Self::Reused,
            Err(RefreshError::Refused) => Self::Refused,
            Err(RefreshError::Contended) => Self::Contended,
            Err(RefreshError::Unsigned(_)) => Self::Unsigned,
            Err(RefreshError::Store(_)) => Self::Unavailable,
        }
    }
}
