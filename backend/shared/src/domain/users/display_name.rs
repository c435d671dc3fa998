//! What a user is called.

use std::{fmt, str::FromStr};

use unicode_normalization::UnicodeNormalization;

const MAX_CHARS: usize = 100;

/// 1 to 100 characters in NFC, without white space around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

/// The text is not a name. Reads as the end of a sentence that starts with the field's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDisplayName {
    #[error("must not be empty")]
    Empty,
    #[error("must have at most {MAX_CHARS} characters")]
    TooLong,
    #[error("must not have control characters or characters that turn the direction of writing")]
    Invisible,
}

impl DisplayName {
    pub fn parse(text: &str) -> Result<Self, InvalidDisplayName> {
        let name: String = text.trim().nfc().collect();
        if name.is_empty() {
            return Err(InvalidDisplayName::Empty);
        }
        if name.chars().count() > MAX_CHARS {
            return Err(InvalidDisplayName::TooLong);
        }
        if name.chars().any(|c| c.is_control() || super::email::is_invisible(c)) {
            return Err(InvalidDisplayName::Invisible);
        }
        Ok(Self(name))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DisplayName {
    type Err = InvalidDisplayName;

    fn from_str(text: &str) -> Result<Self, InvalidDisplayName> {
        Self::parse(text)
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
