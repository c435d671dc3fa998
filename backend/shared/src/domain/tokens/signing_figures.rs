//! How signing goes.

use super::ports::SignError;
use crate::figures::{Histogram, Kind, Tally};

/// Why a token that was asked for was not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SigningFailure {
    Unavailable,
    BadSignature,
    TooLong,
}

impl Kind for SigningFailure {
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Unavailable, "unavailable"), (Self::BadSignature, "bad_signature"), (Self::TooLong, "too_long")];
}

impl From<&SignError> for SigningFailure {
    fn from(error: &SignError) -> Self {
        match error {
            SignError::Unavailable(_) | SignError::VersionRefused(_) => Self::Unavailable,
            SignError::BadSignature => Self::BadSignature,
            SignError::TooLong => Self::TooLong,
        }
    }
}

/// Counts what was not signed, and times what was. The signatures themselves stand in the
/// [`Ledger`](super::Ledger).
#[derive(Debug)]
pub struct SigningFigures {
    pub failures: Tally<SigningFailure>,
    /// How long a signature took, the wait for its turn included.
    pub times: Histogram,
}

impl Default for SigningFigures {
    fn default() -> Self {
        Self { failures: Tally::default(), times: Histogram::of_times() }
    }
}
