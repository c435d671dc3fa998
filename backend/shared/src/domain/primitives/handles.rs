//! Random texts that stand for something on the server: states, nonces, tickets, the secret of a browser, the token that
//! makes the first admin.
//!
//! Whoever holds one shows it; what is kept is its SHA-256, so nothing stored can be shown.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use super::randomness::{Randomness, random_bytes};

/// A handle in the clear: 256 random bits as base64url when it is ours, any text when somebody presented it.
#[derive(Clone, Debug)]
pub struct Handle(SecretString);

impl Handle {
    /// A new one.
    pub fn new(randomness: &dyn Randomness) -> Self {
        Self(URL_SAFE_NO_PAD.encode(random_bytes::<32>(randomness)).into())
    }

    /// What somebody presented; any text may be.
    pub fn presented(text: impl Into<SecretString>) -> Self {
        Self(text.into())
    }

    /// The text, if it could be one of ours: what anybody made up is not taken over where we would make one.
    pub fn well_formed(text: SecretString) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.expose_secret()).ok()?;
        (bytes.len() == 32).then_some(Self(text))
    }

    /// The form that is kept and compared: it can't be turned back.
    pub fn hashed(&self) -> HashedHandle {
        HashedHandle(Sha256::digest(self.0.expose_secret().as_bytes()).into())
    }

    /// The text, for the one who is to hold it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// SHA-256 of a [`Handle`]. Equality may take its time to tell: nobody can choose a hash byte by byte.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct HashedHandle([u8; 32]);

impl HashedHandle {
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// As it was stored.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for HashedHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashedHandle(…)")
    }
}
