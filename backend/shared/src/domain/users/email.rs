//! E-mail addresses: one mailbox, in one spelling that is compared.

use std::{
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use unicode_normalization::UnicodeNormalization;

const MAX_BYTES: usize = 254;
const MAX_LOCAL_BYTES: usize = 64;
const MAX_LABEL_BYTES: usize = 63;

/// An address of one mailbox (RFC 5321, section 4.1.2, without quoted forms; RFC 6531 for Unicode).
///
/// Two addresses are equal when their keys are: NFC, lower case. The spelling given is kept for showing.
#[derive(Clone)]
pub struct Email {
    text: String,
    key: String,
}

/// The text is not an e-mail address. Reads as the end of a sentence that starts with the field's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEmail {
    #[error("must not be empty")]
    Empty,
    #[error("must have at most {MAX_BYTES} bytes")]
    TooLong,
    #[error("must be one e-mail address")]
    Malformed,
}

impl Email {
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        if text.is_empty() {
            return Err(InvalidEmail::Empty);
        }
        let text: String = text.nfc().collect();
        let key: String = text.to_lowercase().nfc().collect();
        if text.len() > MAX_BYTES || key.len() > MAX_BYTES {
            return Err(InvalidEmail::TooLong);
        }
        if is_mailbox(&text) && is_mailbox(&key) { Ok(Self { text, key }) } else { Err(InvalidEmail::Malformed) }
    }

    /// The spelling given, in NFC.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The spelling that is compared.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl FromStr for Email {
    type Err = InvalidEmail;

    fn from_str(text: &str) -> Result<Self, InvalidEmail> {
        Self::parse(text)
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Silent: logs carry no personal data.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Email {}

impl Hash for Email {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

fn is_mailbox(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let forbidden = |c: char| {
        c.is_whitespace() || c.is_control() || is_invisible(c) || "@,;:\"<>()[]\\".contains(c) || is_wide_twin(c)
    };
    let dotted = |part: &str| part.split('.').all(|piece| !piece.is_empty());
    !local.chars().any(forbidden)
        && !domain.chars().any(forbidden)
        && local.len() <= MAX_LOCAL_BYTES
        && dotted(local)
        && domain.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || c == '-' || !c.is_ascii();
    (1..=MAX_LABEL_BYTES).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(inner)
}

/// Characters that nobody sees: zero-width, direction marks, fillers, tags, variation selectors.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F
        | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
        | 0xE0000..=0xE0FFF)
}

/// Full-width forms of ASCII (`＠`, `．`), which other software turns into the real ones.
fn is_wide_twin(c: char) -> bool {
    matches!(u32::from(c), 0xFF00..=0xFF5E | 0x3002 | 0xFF61 | 0xFE52 | 0xFE6B)
}
