//! What is kept of a password.

use std::{fmt, str::FromStr};

use secrecy::{ExposeSecret, SecretString};

use crate::domain::peppers::PepperId;

/// `<scheme>$<pepper id>$<the scheme's own text>`.
#[derive(Clone)]
pub struct PasswordHash(SecretString);

/// The text is not a stored password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a stored password")]
pub struct InvalidPasswordHash;

impl PasswordHash {
    pub fn new(scheme: &str, pepper: &PepperId, text: &str) -> Self {
        Self(format!("{scheme}${pepper}${text}").into())
    }

    /// How it was made.
    pub fn scheme(&self) -> &str {
        self.parts().0
    }

    /// The pepper it was made with.
    pub fn pepper(&self) -> Option<PepperId> {
        self.parts().1.parse().ok()
    }

    /// The scheme's own text.
    pub fn text(&self) -> &str {
        self.parts().2
    }

    /// The whole, as it is stored.
    pub fn as_str(&self) -> &str {
        self.0.expose_secret()
    }

    fn parts(&self) -> (&str, &str, &str) {
        let mut parts = self.as_str().splitn(3, '$');
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
    }
}

impl FromStr for PasswordHash {
    type Err = InvalidPasswordHash;

    fn from_str(text: &str) -> Result<Self, InvalidPasswordHash> {
        let hash = Self(text.to_owned().into());
        let whole = !hash.scheme().is_empty() && hash.pepper().is_some() && !hash.text().is_empty();
        if whole { Ok(hash) } else { Err(InvalidPasswordHash) }
    }
}

impl PartialEq for PasswordHash {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for PasswordHash {}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}
