//! Hashing as a port.

use async_trait::async_trait;

use super::{NewPassword, PasswordHash, PresentedPassword};

/// Too much is waiting already. Nothing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are being checked")]
pub struct HasherBusy {
    /// Whole seconds, at least 1.
    pub retry_after_seconds: u64,
}

/// What a presented password is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Refused,
    Matches {
        /// What to keep from now on, when the stored hash was made at a lower cost or with the previous pepper.
        rehash: Option<PasswordHash>,
    },
}

/// Hashes and proves passwords.
///
/// Contract: without a stored hash the same work is done as with one, and the verdict is [`Verdict::Refused`]. Work is
/// bounded: beyond 2 s of it waiting, [`HasherBusy`] comes at once.
#[async_trait]
pub trait PasswordHasher: Send + Sync {
    async fn hash(&self, password: &NewPassword) -> Result<PasswordHash, HasherBusy>;

    async fn verify(&self, password: &PresentedPassword, stored: Option<&PasswordHash>) -> Result<Verdict, HasherBusy>;
}
