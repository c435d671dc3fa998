//! The name of a person at a provider.

use std::{fmt, str::FromStr};

/// The text can't be a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a subject has 1 to {} printable ASCII characters", Subject::MAX_BYTES)]
pub struct InvalidSubject;

/// `sub` (`OpenID` Connect Core, section 2): never given to a second person by its issuer, compared byte by byte.
/// `Debug` is silent: it is personal data.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Subject(Box<str>);

impl Subject {
    /// The greatest length, in bytes.
    pub const MAX_BYTES: usize = 255;

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Subject {
    type Err = InvalidSubject;

    fn from_str(text: &str) -> Result<Self, InvalidSubject> {
        let fits = (1..=Self::MAX_BYTES).contains(&text.len()) && text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if fits { Ok(Self(text.into())) } else { Err(InvalidSubject) }
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subject(…)")
    }
}
