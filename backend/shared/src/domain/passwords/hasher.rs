//! The port that turns passwords into what is kept of them.

use std::fmt::Debug;

use async_trait::async_trait;

use super::{NewPassword, PasswordHash, PresentedPassword};

/// More passwords wait than can be worked off in good time. Nothing was done; the same call may work later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are waiting to be hashed; try again in {retry_after_seconds} s")]
pub struct HasherBusy {
    /// When the queue will have gone down, in whole seconds, at least 1.
    pub retry_after_seconds: u64,
}

/// What a presented password is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is not the password, or there is none. Nothing changes.
    Refused,
    /// It is the password.
    Matches {
        /// What is kept was made with a lower cost or with the previous pepper: time for [`PasswordHasher::renew`].
        outdated: bool,
    },
}

/// Hashes and verifies passwords, slowly on purpose.
///
/// Contract:
/// - Every byte of the password counts, up to its greatest length and past any NUL.
/// - [`PasswordHasher::verify`] that ends in [`Verdict::Refused`] does the same work at the configured cost whether
///   `stored` is `None`, can't be read, was made with an unknown pepper or is somebody's hash. A hash of a higher cost
///   than the configured one takes the time of its own cost.
/// - `None` and a pepper that is no longer in the ring are always refused.
/// - A match takes no longer than a refusal; renewing is a call of its own, for whoever is let in.
/// - No call blocks the thread it is polled on. All answer [`HasherBusy`] at once instead of waiting in a long
///   queue. A call whose future is dropped before its work began costs nothing.
#[async_trait]
pub trait PasswordHasher: Debug + Send + Sync {
    /// What to keep of a new password: current scheme, pepper and cost, a fresh salt.
    async fn hash(&self, password: &NewPassword) -> Result<PasswordHash, HasherBusy>;

    /// What to keep from now on of a password that matched: current scheme, pepper and cost, a fresh salt.
    async fn renew(&self, password: &PresentedPassword) -> Result<PasswordHash, HasherBusy>;

    /// Whether `password` is the one that `stored` was made of. Pass `None` for an unknown user, and for one without a
    /// password.
    async fn verify(&self, password: &PresentedPassword, stored: Option<&PasswordHash>) -> Result<Verdict, HasherBusy>;
}
