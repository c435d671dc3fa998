//! What access tokens need from outside.

use std::{error::Error, fmt::Debug};

use async_trait::async_trait;

use super::{
    key::{KeyVersion, PublishedKey},
    ledger::{Ledger, Signature},
};

/// Signs with a key that the caller never sees.
///
/// Contract: the answer is the Ed25519 signature (RFC 8032, not prehashed) over exactly `message` by the key of exactly
/// `version`, or an error; a version that it does not sign with is [`SignError::VersionRefused`]. Whatever was signed is
/// entered in the ledger, also when the caller does not wait for it. Answers within a few seconds. Callers check the
/// signature themselves before they use it.
#[async_trait]
pub trait TokenSigner: Debug + Send + Sync {
    /// Signs `message` with key `version`.
    async fn sign(&self, version: KeyVersion, message: &[u8]) -> Result<Signature, SignError>;

    /// What became of the signatures so far.
    fn ledger(&self) -> &Ledger;
}

/// No token was made. Nothing was changed; what was presented for it (code, refresh token) must stay good.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The signer is away, sealed, too slow, or no key may sign yet. Answer 503; the same call may work later.
    #[error("the signer is not available")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),

    /// The signer is there, and signs with this version no more: the caller's keys are old. Answer 503 where newer ones
    /// don't help.
    #[error("the signer refuses this version of the key")]
    VersionRefused(#[source] Box<dyn Error + Send + Sync>),

    /// The signer answered with something that the published key does not confirm. Answer 503, and tell the operator.
    #[error("the signer's signature does not fit its published key")]
    BadSignature,

    /// The claims do not fit into a token that verifiers would read. A caller's mistake: it let in too long values.
    #[error("the token would be longer than verifiers accept")]
    TooLong,
}

impl SignError {
    /// Wraps the cause that made the signer unavailable.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable(source.into())
    }

    /// Wraps what the signer says about the version.
    pub fn version_refused(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::VersionRefused(source.into())
    }
}

/// Knows the public keys whose tokens are good now.
///
/// Contract: the answer is complete; a key that is missing in it is not accepted any more. At most one key is
/// [`Current`](super::KeyStatus::Current). Answers within a few seconds.
#[async_trait]
pub trait PublicKeys: Debug + Send + Sync {
    /// Reads all published keys.
    async fn load(&self) -> Result<Vec<PublishedKey>, KeysUnavailable>;
}

/// The keys could not be read. What was known before stays good.
#[derive(Debug, thiserror::Error)]
#[error("the public keys can't be read")]
pub struct KeysUnavailable(#[source] Box<dyn Error + Send + Sync>);

impl KeysUnavailable {
    /// Wraps the cause.
    pub fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}
