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

#[cfg(test)]
mod tests {
    use super::*;

    fn pepper(byte: u8) -> Pepper {
        Pepper::new(vec![byte; 32]).unwrap()
    }

    #[test]
    fn a_pepper_has_at_least_32_bytes() {
        assert_eq!(Pepper::new(vec![1; 31]).unwrap_err(), PepperTooShort);
        assert!(Pepper::new(vec![1; 32]).is_ok());
    }

    #[test]
    fn the_id_is_the_start_of_a_labelled_digest() {
        // Computed with another implementation of SHA-256. Every stored hash and session names its pepper so.
        let pepper = Pepper::new(b"a pepper for tests, 32 bytes or more".to_vec()).unwrap();
        assert_eq!(pepper.id().to_string(), "5c318ba6");
    }

    #[test]
    fn a_ring_finds_the_current_and_the_previous_pepper_and_no_other() {
        let ring = PepperRing::new(pepper(1), Some(pepper(2)));
        assert_eq!(ring.current().id(), pepper(1).id());
        for known in [pepper(1), pepper(2)] {
            assert_eq!(ring.find(&known.id()).unwrap().expose(), known.expose());
        }
        assert!(ring.find(&pepper(3).id()).is_none());
    }

    #[test]
    fn an_id_has_one_spelling() {
        let id = pepper(1).id();
        assert_eq!(id.to_string().parse(), Ok(id));
        for text in ["", "5c318ba", "5C318BA6", "+c318ba6", "5c318ba61", "5c318bag", " 5c318ba"] {
            assert_eq!(text.parse::<PepperId>(), Err(InvalidPepperId), "{text:?}");
        }
    }

    #[test]
    fn debug_is_silent_about_the_key() {
        let shown = format!("{:?}", PepperRing::new(Pepper::new(vec![b'k'; 32]).unwrap(), None));
        assert!(!shown.contains("kkk") && !shown.contains("107"), "{shown}");
    }
}
