//! The one-time token that makes the first admin.

use std::fmt;

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use super::{
    clock::Timestamp,
    randomness::{Randomness, random_bytes},
    store::StoreError,
};

/// The token as it is printed once: 192 random bits.
#[derive(Debug)]
pub struct SetupToken(SecretString);

impl SetupToken {
    pub fn new(randomness: &dyn Randomness) -> Self {
        Self(URL_SAFE_NO_PAD.encode(random_bytes::<24>(randomness)).into())
    }

    /// What a person presented; any text may be presented.
    pub fn presented(text: SecretString) -> Self {
        Self(text)
    }

    /// The form that is kept: it can't be turned back.
    pub fn hashed(&self) -> HashedSetupToken {
        HashedSetupToken(Sha256::digest(self.0.expose_secret().as_bytes()).into())
    }

    /// The text, to be printed once.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// SHA-256 of a [`SetupToken`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct HashedSetupToken([u8; 32]);

impl HashedSetupToken {
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for HashedSetupToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashedSetupToken(…)")
    }
}

/// The table `setup_tokens`, which has at most one row.
#[async_trait]
pub trait SetupTokenRepository: Send {
    /// Makes this the one token.
    async fn replace(&mut self, token: &HashedSetupToken, at: Timestamp) -> Result<(), StoreError>;

    /// Takes the token away if it is this one; `false` otherwise. Of two at once, one succeeds.
    async fn consume(&mut self, token: &HashedSetupToken) -> Result<bool, StoreError>;

    /// Whether this is the one token.
    async fn is(&mut self, token: &HashedSetupToken) -> Result<bool, StoreError>;

    /// Takes any token away.
    async fn clear(&mut self) -> Result<(), StoreError>;
}
