//! Passwords as they are chosen and presented.
//!
//! One rule for both: the text is brought into NFC, and nothing else is changed. Spaces count, case counts, NUL counts.

use std::{collections::HashSet, sync::LazyLock};

use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;

use crate::domain::users::Email;

/// The fewest code points of a new password (NIST SP 800-63B-4, section 3.1.1.2).
const MIN_CHARS: usize = 15;
/// The most bytes of any password.
const MAX_BYTES: usize = 1024;

/// Common passwords that are long enough; see `common/generate.py` for where they come from.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| include_str!("common/common.txt").lines().collect());

/// Why a password can't be used. Reads as the end of a sentence that starts with the field's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefused {
    #[error("must not be empty")]
    Empty,
    #[error("must have at least {MIN_CHARS} characters")]
    TooShort,
    #[error("must have at most {MAX_BYTES} bytes")]
    TooLong,
    #[error("must not be one of the passwords that are tried first")]
    Common,
}

/// A password that may be set.
#[derive(Clone, Debug)]
pub struct NewPassword(SecretString);

impl NewPassword {
    /// 15 code points to 1,024 bytes after NFC, and not a common one.
    #[expect(clippy::needless_pass_by_value, reason = "the one copy of a secret is handed over")]
    pub fn parse(text: SecretString) -> Result<Self, PasswordRefused> {
        let password = normalized(&text)?;
        if password.expose_secret().chars().count() < MIN_CHARS {
            return Err(PasswordRefused::TooShort);
        }
        if COMMON.contains(password.expose_secret().to_lowercase().as_str()) {
            return Err(PasswordRefused::Common);
        }
        Ok(Self(password))
    }

    /// Whether it holds the e-mail address, in any case. Such a one must not be set.
    pub fn contains_email(&self, email: &Email) -> bool {
        self.0.expose_secret().to_lowercase().contains(email.key())
    }

    /// The text in NFC.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// A password that someone claims to be his.
#[derive(Clone, Debug)]
pub struct PresentedPassword(SecretString);

impl PresentedPassword {
    /// 1 to 1,024 bytes. Longer ones are refused before anything is looked up.
    #[expect(clippy::needless_pass_by_value, reason = "the one copy of a secret is handed over")]
    pub fn parse(text: SecretString) -> Result<Self, PasswordRefused> {
        normalized(&text).map(Self)
    }

    /// The text in NFC.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

fn normalized(text: &SecretString) -> Result<SecretString, PasswordRefused> {
    let given = text.expose_secret();
    if given.is_empty() {
        return Err(PasswordRefused::Empty);
    }
    if given.len() > MAX_BYTES {
        return Err(PasswordRefused::TooLong);
    }
    let normal: String = given.nfc().collect();
    if normal.len() > MAX_BYTES { Err(PasswordRefused::TooLong) } else { Ok(normal.into()) }
}
