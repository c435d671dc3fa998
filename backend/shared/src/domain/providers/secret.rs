//! Secrets that we have to show to others, and so can't hash: sealed at rest.

use std::fmt;

use async_trait::async_trait;
use secrecy::SecretString;

/// A sealed secret, in the words of whoever sealed it. It is no secret, but nobody needs to see it.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedSecret(Box<str>);

impl SealedSecret {
    /// What a [`DataKey`] made.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SealedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedSecret(…)")
    }
}

/// A secret could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum DataKeyError {
    /// The keeper of the key is away; the same call may work later.
    #[error("the data key is not available")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Sealed with another key, for another purpose, or changed since.
    #[error("a sealed secret can't be opened")]
    Unopened,
}

/// Seals secrets with an authenticated cipher (AES-256-GCM) under a key that the database does not have.
///
/// Contract: what was sealed for one `purpose` opens for no other one, so that a row can't be given another's secret;
/// sealing twice gives two texts.
#[async_trait]
pub trait DataKey: Send + Sync {
    async fn seal(&self, purpose: &str, secret: &SecretString) -> Result<SealedSecret, DataKeyError>;

    async fn open(&self, purpose: &str, sealed: &SealedSecret) -> Result<SecretString, DataKeyError>;
}
