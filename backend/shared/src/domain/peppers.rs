//! Peppers: keys that the stores don't have, so that what they hold opens nothing.

use std::{fmt, str::FromStr};

use secrecy::{ExposeSecret, SecretSlice};
use sha2::{Digest, Sha256};

/// Which pepper something was made with: 8 hex digits that tell nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PepperId(String);

/// The text is not the id of a pepper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the id of a pepper")]
pub struct InvalidPepperId;

impl fmt::Display for PepperId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PepperId {
    type Err = InvalidPepperId;

    fn from_str(text: &str) -> Result<Self, InvalidPepperId> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 8 && text.bytes().all(is_digit) { Ok(Self(text.to_owned())) } else { Err(InvalidPepperId) }
    }
}

/// The pepper is too short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a pepper has at least {} bytes", Pepper::MIN_BYTES)]
pub struct PepperTooShort;

/// One pepper.
#[derive(Clone)]
pub struct Pepper {
    id: PepperId,
    bytes: SecretSlice<u8>,
}

impl Pepper {
    /// A shorter one could be guessed.
    pub const MIN_BYTES: usize = 32;

    pub fn new(bytes: Vec<u8>) -> Result<Self, PepperTooShort> {
        if bytes.len() < Self::MIN_BYTES {
            return Err(PepperTooShort);
        }
        let digest = Sha256::new().chain_update(b"paseport.pepper-id.v1").chain_update(&bytes).finalize();
        let id = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
        Ok(Self { id: PepperId(format!("{id:08x}")), bytes: bytes.into() })
    }

    pub fn id(&self) -> PepperId {
        self.id.clone()
    }

    /// The key itself.
    pub fn expose(&self) -> &[u8] {
        self.bytes.expose_secret()
    }
}

impl fmt::Debug for Pepper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pepper").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The pepper in use, and the one before it while it is being replaced.
#[derive(Clone, Debug)]
pub struct PepperRing {
    current: Pepper,
    previous: Option<Pepper>,
}

impl PepperRing {
    pub fn new(current: Pepper, previous: Option<Pepper>) -> Self {
        Self { current, previous }
    }

    /// What new things are made with.
    pub fn current(&self) -> &Pepper {
        &self.current
    }

    /// The pepper of that id, if it is still accepted.
    pub fn find(&self, id: &PepperId) -> Option<&Pepper> {
        self.iter().find(|pepper| pepper.id == *id)
    }

    /// All that are accepted, the current one first.
    pub fn iter(&self) -> impl Iterator<Item = &Pepper> {
        std::iter::once(&self.current).chain(self.previous.as_ref())
    }
}
