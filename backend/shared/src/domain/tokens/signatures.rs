//! What became of the signatures of one process.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{key::KeyVersion, ports::SignError};
use crate::figures::{Histogram, Kind, Tally};

/// Signatures by one version of the key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signatures {
    /// That the signer made.
    pub made: u64,
    /// Of these, how many were not handed out.
    pub thrown_away: u64,
}

impl Signatures {
    /// Of those made, how many were not thrown away.
    pub fn issued(&self) -> u64 {
        self.made.saturating_sub(self.thrown_away)
    }
}

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

/// Counts signatures by version. There is one more version whenever an operator rotates the key.
#[derive(Debug)]
pub struct SigningFigures {
    versions: Mutex<BTreeMap<KeyVersion, Signatures>>,
    pub failures: Tally<SigningFailure>,
    /// How long a signature took, the wait for its turn included.
    pub times: Histogram,
}

impl Default for SigningFigures {
    fn default() -> Self {
        Self { versions: Mutex::default(), failures: Tally::default(), times: Histogram::of_times() }
    }
}

impl SigningFigures {
    pub(super) fn made(&self, version: KeyVersion) {
        self.lock().entry(version).or_default().made += 1;
    }

    pub(super) fn thrown_away(&self, version: KeyVersion) {
        self.lock().entry(version).or_default().thrown_away += 1;
    }

    /// The signatures of every version that signed anything, in order.
    pub fn versions(&self) -> BTreeMap<KeyVersion, Signatures> {
        self.lock().clone()
    }

    /// Those of all versions together.
    pub fn total(&self) -> Signatures {
        self.lock().values().fold(Signatures::default(), |sum, one| Signatures {
            made: sum.made + one.made,
            thrown_away: sum.thrown_away + one.thrown_away,
        })
    }

    /// Nothing under this lock can be left half done, so a panic of another holder is of no interest.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<KeyVersion, Signatures>> {
        self.versions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
