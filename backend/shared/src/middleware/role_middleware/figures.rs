//! How the checks went.

use super::CheckRefused;
use crate::figures::{Count, Kind, Tally};

/// Counts checks: every one is a hit or a miss, and a refusal besides if it was one.
#[derive(Debug, Default)]
pub struct CheckFigures {
    /// Answered from memory.
    pub hits: Count,
    /// Verified and read anew, or waited for another's read.
    pub misses: Count,
    pub refusals: Tally<Refusal>,
}

/// Why a check refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Invalid,
    SessionsUnavailable,
    KeysUnavailable,
}

impl Kind for Refusal {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Invalid, "invalid"),
        (Self::SessionsUnavailable, "sessions_unavailable"),
        (Self::KeysUnavailable, "keys_unavailable"),
    ];
}

impl From<&CheckRefused> for Refusal {
    fn from(refused: &CheckRefused) -> Self {
        match refused {
            CheckRefused::Invalid => Self::Invalid,
            CheckRefused::Unavailable(_) => Self::SessionsUnavailable,
            CheckRefused::KeysUnavailable => Self::KeysUnavailable,
        }
    }
}
