//! Sign-ins, counted by how they ended.

use shared::figures::Kind;

use super::{SignInError, SignedIn};

/// How a sign-in ended. Which of the reasons for a refusal it was stands in the audit record only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInOutcome {
    SignedIn,
    Refused,
    Throttled,
    /// Too many passwords waited to be hashed.
    Busy,
    /// No access token could be signed.
    Unsigned,
    /// A store was away.
    Unavailable,
}

impl Kind for SignInOutcome {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::SignedIn, "signed_in"),
        (Self::Refused, "refused"),
        (Self::Throttled, "throttled"),
        (Self::Busy, "busy"),
        (Self::Unsigned, "unsigned"),
        (Self::Unavailable, "unavailable"),
    ];
}

impl SignInOutcome {
    pub(super) fn of(result: &Result<SignedIn, SignInError>) -> Self {
        match result {
            Ok(_) => Self::SignedIn,
            Err(error) => Self::of_error(error),
        }
    }

    pub(in crate::services) fn of_error(error: &SignInError) -> Self {
        match error {
            SignInError::Refused => Self::Refused,
            SignInError::Throttled { .. } => Self::Throttled,
            SignInError::Busy(_) => Self::Busy,
            SignInError::Unsigned(_) => Self::Unsigned,
            SignInError::Store(_) => Self::Unavailable,
        }
    }
}
