//! The name a user is shown by.

use std::{fmt, str::FromStr};

use crate::domain::users::unicode::{is_control, is_invisible, nfc};

/// Why a text is no display name. Each message goes on after the name of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDisplayName {
    #[error("must contain at least one visible character")]
    Empty,
    #[error("must have at most {} characters", DisplayName::MAX_CHARACTERS)]
    TooLong,
    #[error("must not contain line breaks or other control characters")]
    ControlCharacter,
    #[error("must not contain invisible characters or characters that change the direction of writing")]
    InvisibleCharacter,
}

/// A display name: NFC, no white space around it, 1 to [`DisplayName::MAX_CHARACTERS`] code points, one line, nothing
/// that could make it look like other text. `Debug` is silent: it is personal data.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DisplayName(Box<str>);

impl DisplayName {
    /// The greatest length, in code points.
    pub const MAX_CHARACTERS: usize = 100;

    /// Trims and normalizes the text.
    pub fn parse(text: &str) -> Result<Self, InvalidDisplayName> {
        let name = nfc(text.trim());
        if name.chars().count() > Self::MAX_CHARACTERS {
            return Err(InvalidDisplayName::TooLong);
        }
        if name.chars().any(is_control) {
            return Err(InvalidDisplayName::ControlCharacter);
        }
        if name.chars().any(|character| is_invisible(character) && !joins_or_varies(character)) {
            return Err(InvalidDisplayName::InvisibleCharacter);
        }
        if name.chars().all(|character| is_invisible(character) || character.is_whitespace()) {
            return Err(InvalidDisplayName::Empty);
        }
        Ok(Self(name.into()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The joiners and variation selectors, which Persian, the scripts of India and emoji need.
fn joins_or_varies(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

impl fmt::Debug for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DisplayName(…)")
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for DisplayName {
    type Err = InvalidDisplayName;

    fn from_str(text: &str) -> Result<Self, InvalidDisplayName> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_trimmed_and_composed() {
        assert_eq!(DisplayName::parse("  Zoe\u{308} Müller\u{a0}\n").unwrap().as_str(), "Zoë Müller");
    }

    #[test]
    fn names_of_all_scripts_are_taken() {
        for name in
            ["X", "O’Brien, Seán", "李小龍", "नमस्ते", "می\u{200c}خواهم", "Ada 👩\u{200d}🚀", "❤\u{fe0f}", "=1+1<b>"]
        {
            assert_eq!(DisplayName::parse(name).map(|name| name.to_string()).as_deref(), Ok(name));
        }
    }

    #[test]
    fn the_length_is_counted_in_code_points() {
        assert!(DisplayName::parse(&"ü".repeat(100)).is_ok());
        assert!(DisplayName::parse(&"u\u{308}".repeat(100)).is_ok());
        assert_eq!(DisplayName::parse(&"ü".repeat(101)), Err(InvalidDisplayName::TooLong));
    }

    #[test]
    fn a_name_that_shows_nothing_is_refused() {
        for name in ["", " ", "\t\n", "\u{200d}", "\u{200c} \u{fe0f}"] {
            assert_eq!(DisplayName::parse(name), Err(InvalidDisplayName::Empty), "{name:?}");
        }
    }

    #[test]
    fn a_name_of_more_than_one_line_is_refused() {
        for name in ["a\nb", "a\r\nBcc: b", "a\u{0}b", "a\u{85}b", "a\u{2028}b", "a\u{2029}b", "a\u{1b}[31mb", "\u{7f}"]
        {
            assert_eq!(DisplayName::parse(name), Err(InvalidDisplayName::ControlCharacter), "{name:?}");
        }
    }

    #[test]
    fn a_name_that_looks_like_another_is_refused() {
        for character in ['\u{202e}', '\u{2066}', '\u{200f}', '\u{61c}', '\u{200b}', '\u{ad}', '\u{feff}', '\u{e0041}']
        {
            let name = format!("Ad{character}min");
            assert_eq!(DisplayName::parse(&name), Err(InvalidDisplayName::InvisibleCharacter), "{name:?}");
        }
    }

    #[test]
    fn debug_is_silent_about_the_name() {
        assert_eq!(format!("{:?}", DisplayName::parse("Ada").unwrap()), "DisplayName(…)");
    }

    proptest! {
        #[test]
        fn what_was_taken_is_taken_again_unchanged(text in any::<String>()) {
            if let Ok(name) = DisplayName::parse(&text) {
                prop_assert_eq!(DisplayName::parse(name.as_str()), Ok(name));
            }
        }
    }
}
