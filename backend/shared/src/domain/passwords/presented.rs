//! A password as somebody gives it to prove who he is.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::{MAX_PASSWORD_BYTES, normalized};

/// Why a text can't be anybody's password. Each message goes on after the name of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPresentedPassword {
    #[error("must not be empty")]
    Empty,
    #[error("must have at most {MAX_PASSWORD_BYTES} bytes")]
    TooLong,
}

/// A presented password in NFC: 1 to [`MAX_PASSWORD_BYTES`] bytes, no other rule, because rules for new passwords change
/// while old ones stay good. `Debug` is silent.
pub struct PresentedPassword(SecretString);

impl PresentedPassword {
    /// Takes the text, however it is composed.
    #[expect(clippy::needless_pass_by_value, reason = "the given copy of the secret ends here")]
    pub fn parse(text: SecretString) -> Result<Self, InvalidPresentedPassword> {
        let password = normalized(text.expose_secret()).ok_or(InvalidPresentedPassword::TooLong)?;
        if password.is_empty() { Err(InvalidPresentedPassword::Empty) } else { Ok(Self(password.into())) }
    }

    /// The text in NFC, for the hasher.
    pub fn expose(&self) -> &SecretString {
        &self.0
    }
}

impl fmt::Debug for PresentedPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PresentedPassword(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, InvalidPresentedPassword> {
        PresentedPassword::parse(text.into()).map(|password| password.expose().expose_secret().to_owned())
    }

    #[test]
    fn e2_one_to_1024_bytes_are_taken_as_given() {
        for length in [1, 14, 72, 1024] {
            assert_eq!(parse(&"x".repeat(length)), Ok("x".repeat(length)));
        }
        assert_eq!(parse(""), Err(InvalidPresentedPassword::Empty));
        assert_eq!(parse(&"x".repeat(1025)), Err(InvalidPresentedPassword::TooLong));
    }

    #[test]
    fn e2_the_length_counts_as_given_and_in_nfc() {
        // Composing makes 1,026 bytes of this 684.
        assert_eq!(parse(&"e\u{301}".repeat(342)), Err(InvalidPresentedPassword::TooLong));
        // Composition is excluded for this letter: NFC takes it apart and makes three bytes six.
        assert_eq!(parse(&"\u{958}".repeat(171)), Err(InvalidPresentedPassword::TooLong));
        assert!(parse(&"\u{958}".repeat(170)).is_ok());
    }

    #[test]
    fn e5_composed_and_decomposed_are_the_same_and_spaces_stay() {
        assert_eq!(parse("Zoe\u{308}"), parse("Zoë"));
        assert_eq!(parse("  two  spaces "), Ok("  two  spaces ".to_owned()));
        assert_eq!(parse("\0\u{200b}\n"), Ok("\0\u{200b}\n".to_owned()));
    }

    #[test]
    fn debug_is_silent_about_the_password() {
        assert_eq!(format!("{:?}", PresentedPassword::parse("secret".into()).unwrap()), "PresentedPassword(…)");
    }
}
