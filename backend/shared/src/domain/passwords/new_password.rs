//! A password as somebody chooses it.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::{MAX_PASSWORD_BYTES, common::is_common, normalized};
use crate::domain::users::{Email, unicode::caseless};

/// Why a password may not be chosen. Each message goes on after the name of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefused {
    #[error("must have at least {} characters", NewPassword::MIN_CHARACTERS)]
    TooShort,
    #[error("must have at most {MAX_PASSWORD_BYTES} bytes")]
    TooLong,
    #[error("must not be one of the passwords that many people use")]
    Common,
    #[error("must not contain the e-mail address, nor be little more than the part before the @")]
    ContainsEmail,
}

/// A new password in NFC: at least [`NewPassword::MIN_CHARACTERS`] code points, at most [`MAX_PASSWORD_BYTES`] bytes,
/// not a common one (NIST SP 800-63B-4, section 3.1.1.2). `Debug` is silent.
pub struct NewPassword(SecretString);

impl NewPassword {
    /// The least length, in code points of the NFC form.
    pub const MIN_CHARACTERS: usize = 15;

    /// A name shorter than this, in code points, is in many a good password by chance.
    const TELLING_NAME: usize = 4;

    /// So many code points must stay when the name is taken out.
    const BESIDE_NAME: usize = 8;

    /// Checks what can be checked without knowing whose it is; [`NewPassword::contains_email`] is the other half.
    #[expect(clippy::needless_pass_by_value, reason = "the given copy of the secret ends here")]
    pub fn parse(text: SecretString) -> Result<Self, PasswordRefused> {
        let password = normalized(text.expose_secret()).ok_or(PasswordRefused::TooLong)?;
        if password.chars().count() < Self::MIN_CHARACTERS {
            return Err(PasswordRefused::TooShort);
        }
        if is_common(&password) { Err(PasswordRefused::Common) } else { Ok(Self(password.into())) }
    }

    /// Checks everything.
    pub fn choose(text: SecretString, email: &Email) -> Result<Self, PasswordRefused> {
        let password = Self::parse(text)?;
        if password.contains_email(email) { Err(PasswordRefused::ContainsEmail) } else { Ok(password) }
    }

    /// Whether the password contains the address, or little more than the part of it before the `@`, without regard
    /// to case.
    pub fn contains_email(&self, email: &Email) -> bool {
        let password = SecretString::from(caseless(self.0.expose_secret()));
        let password = password.expose_secret();
        let name = email.local_key();
        password.contains(email.key())
            || password.contains(&caseless(email.as_str()))
            || (name.chars().count() >= Self::TELLING_NAME
                && password.contains(name)
                && password.split(name).flat_map(str::chars).count() < Self::BESIDE_NAME)
    }

    /// The text in NFC, for the hasher.
    pub fn expose(&self) -> &SecretString {
        &self.0
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, PasswordRefused> {
        NewPassword::parse(text.into()).map(|password| password.expose().expose_secret().to_owned())
    }

    fn choose(text: &str, email: &str) -> Result<(), PasswordRefused> {
        NewPassword::choose(text.into(), &Email::parse(email).unwrap()).map(|_| ())
    }

    #[test]
    fn the_least_length_is_counted_in_code_points_of_nfc() {
        assert_eq!(parse("fifteen letters").as_deref(), Ok("fifteen letters"));
        assert_eq!(parse("14 letters now"), Err(PasswordRefused::TooShort));
        assert_eq!(parse(&"🦀🐌🌵🍋🪁".repeat(3)), Ok("🦀🐌🌵🍋🪁".repeat(3)));
        // Fifteen code points as given, fourteen when composed.
        assert_eq!(parse("14 le\u{301}tters now"), Err(PasswordRefused::TooShort));
        assert_eq!(parse(""), Err(PasswordRefused::TooShort));
    }

    #[test]
    fn e2_lengths_up_to_1024_bytes_are_kept_whole() {
        for length in [70, 71, 72, 73, 74, 255, 256, 1024] {
            assert_eq!(parse(&"x".repeat(length)), Ok("x".repeat(length)));
        }
        assert_eq!(parse(&"x".repeat(1025)), Err(PasswordRefused::TooLong));
        assert_eq!(parse(&"\u{958}".repeat(171)), Err(PasswordRefused::TooLong));
        assert_eq!(parse(&"e\u{301}".repeat(342)), Err(PasswordRefused::TooLong));
    }

    #[test]
    fn a_common_password_is_refused_in_any_case() {
        for text in
            ["passwordpassword", "PasswordPassword", "qwertyuiopasdfghjkl", "1QAZ2WSX3EDC4RFV", "aaaaaaaaaaaaaaa"]
        {
            assert_eq!(parse(text), Err(PasswordRefused::Common), "{text}");
        }
    }

    #[test]
    fn a_password_with_the_address_in_it_is_refused() {
        for (text, email) in [
            ("user@example.com-2026", "user@example.com"),
            ("my USER@EXAMPLE.COM!", "User@example.com"),
            ("hello zoe\u{308}@example.com", "ZOË@example.com"),
            ("user@xn--bcher-kva.example", "user@xn--bcher-kva.example"),
            ("user@bücher.example", "user@xn--bcher-kva.example"),
            ("ab@example.com12", "ab@example.com"),
        ] {
            assert_eq!(choose(text, email), Err(PasswordRefused::ContainsEmail), "{text}");
        }
    }

    #[test]
    fn a_password_that_is_little_more_than_the_name_is_refused() {
        for text in ["grace.hopper123", "GRACE.HOPPER 12345", "grace.hoppergrace.hopper", "12grace.hopper34567"] {
            assert_eq!(choose(text, "Grace.Hopper@example.com"), Err(PasswordRefused::ContainsEmail), "{text}");
        }
        assert_eq!(choose("userabcuserdefuser", "user@example.com"), Err(PasswordRefused::ContainsEmail));
    }

    #[test]
    fn a_name_beside_enough_else_is_no_reason_to_refuse() {
        for (text, email) in [
            ("dev-admin-password-1", "admin@example.com"),
            ("dev-user-password-1", "user@example.com"),
            ("grace.hopper likes bugs", "grace.hopper@example.com"),
            ("dadadadadadadada", "da@example.com"),
        ] {
            assert_eq!(choose(text, email), Ok(()), "{text}");
        }
    }

    #[test]
    fn debug_is_silent_about_the_password() {
        assert_eq!(format!("{:?}", NewPassword::parse("fifteen letters".into()).unwrap()), "NewPassword(…)");
    }
}
