//! The name of a provider in addresses.

use std::{fmt, str::FromStr};

use serde::Serialize;

/// Why a text is no slug. The message goes on after the name of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "must have 1 to {} lower-case letters, digits or hyphens, with a letter or digit at both ends",
    Slug::MAX_BYTES
)]
pub struct InvalidSlug;

/// The name of a provider in addresses and buttons' links: it means the same in a path, a query and a form.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Slug(Box<str>);

impl Slug {
    /// The greatest length, in bytes.
    pub const MAX_BYTES: usize = 32;

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = InvalidSlug;

    fn from_str(text: &str) -> Result<Self, InvalidSlug> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let fits = (1..=Self::MAX_BYTES).contains(&text.len()) && text.bytes().all(plain);
        if fits && !text.starts_with('-') && !text.ends_with('-') { Ok(Self(text.into())) } else { Err(InvalidSlug) }
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_plain() {
        for taken in ["rauthy", "g", "entra-id", "2fa"] {
            assert_eq!(taken.parse::<Slug>().unwrap().to_string(), taken);
        }
        let long = "a".repeat(Slug::MAX_BYTES + 1);
        for refused in ["", "-a", "a-", "A", "a b", "a/b", "a.b", "ä", "..", "a\n", &long] {
            assert_eq!(refused.parse::<Slug>(), Err(InvalidSlug), "{refused:?}");
        }
    }
}
