//! E-mail addresses: one plain address, one form to compare.

mod domain_name;
#[cfg(test)]
mod tests;

use std::{
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfkc};

use crate::domain::users::unicode::{caseless, is_control, is_invisible};

/// Why a text is no e-mail address. Each message goes on after the name of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEmail {
    #[error("must be one e-mail address such as name@example.com")]
    NotOneAddress,
    #[error(
        "must have at most {} bytes, and at most {} of them before the @",
        Email::MAX_BYTES,
        Email::MAX_LOCAL_BYTES
    )]
    TooLong,
    #[error("must not contain spaces, line breaks or control characters")]
    Space,
    #[error("must not contain invisible characters or look-alikes of ordinary letters")]
    LookAlike,
    #[error("must have only letters, digits, dots and the characters !#$%&'*+-/=?^_`{{|}}~ before the @")]
    Character,
    #[error("must not have a dot at the beginning or end of the part before the @, or two dots in a row")]
    Dot,
    #[error("must end in a complete domain name such as example.com")]
    Domain,
}

/// An e-mail address that one mailbox can have: a dot-atom (RFC 5322, section 3.2.3; RFC 6531 for letters beyond ASCII)
/// and a domain name.
///
/// It keeps the spelling it was given, in NFC, for display and for mails. Equality and hash go by [`Email::key`].
/// `Debug` is silent: an address is personal data and has no place in logs.
#[derive(Clone)]
pub struct Email {
    address: Box<str>,
    key: Box<str>,
}

impl Email {
    /// The greatest length of the whole, in bytes (RFC 5321, errata 1690).
    pub const MAX_BYTES: usize = 254;

    /// The greatest length of the part before the `@`, in bytes (RFC 5321, section 4.5.3.1.1).
    pub const MAX_LOCAL_BYTES: usize = 64;

    /// Reads one plain address: no display name, no list, no comment, no quoted part, no address literal.
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        // NFC makes nothing shorter than a third, so what is longer than this can't fit and isn't worth the work.
        if text.len() > Self::MAX_BYTES * 4 {
            return Err(InvalidEmail::TooLong);
        }
        if text.chars().any(|character| character.is_whitespace() || is_control(character)) {
            return Err(InvalidEmail::Space);
        }
        if text.chars().any(is_invisible) {
            return Err(InvalidEmail::LookAlike);
        }
        let address: String = text.nfc().collect();
        let (local, domain) = split(&address)?;
        check_local(local)?;
        let domain = domain_name::comparable(domain)?;
        let local = caseless(local);
        let key = format!("{local}@{domain}");
        // The form to compare obeys the same limits, so that it is an address of its own.
        if address.len() > Self::MAX_BYTES || key.len() > Self::MAX_BYTES || local.len() > Self::MAX_LOCAL_BYTES {
            return Err(InvalidEmail::TooLong);
        }
        Ok(Self { address: address.into(), key: key.into() })
    }

    /// The address as it was given.
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// The form that is compared and unique: NFC of lower case, domain labels in Unicode. It is an address itself, and
    /// the key of that address is the same again.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The part of [`Email::key`] before the `@`.
    pub fn local_key(&self) -> &str {
        self.key.split_once('@').map_or(&*self.key, |(local, _)| local)
    }
}

fn split(address: &str) -> Result<(&str, &str), InvalidEmail> {
    match address.split_once('@') {
        Some((local, domain)) if !local.is_empty() && !domain.is_empty() && !domain.contains('@') => {
            Ok((local, domain))
        }
        _ => Err(InvalidEmail::NotOneAddress),
    }
}

fn check_local(local: &str) -> Result<(), InvalidEmail> {
    if local.len() > Email::MAX_LOCAL_BYTES {
        return Err(InvalidEmail::TooLong);
    }
    if local.split('.').any(str::is_empty) {
        return Err(InvalidEmail::Dot);
    }
    if !is_nfkc(local) {
        return Err(InvalidEmail::LookAlike);
    }
    if local.chars().all(|character| character == '.' || is_atom_text(character)) {
        Ok(())
    } else {
        Err(InvalidEmail::Character)
    }
}

/// `atext` of RFC 5322; of what RFC 6531 adds, letters, digits and the marks that go with them.
fn is_atom_text(character: char) -> bool {
    match character {
        'a'..='z'
        | 'A'..='Z'
        | '0'..='9'
        | '!'
        | '#'..='\''
        | '*'
        | '+'
        | '-'
        | '/'
        | '='
        | '?'
        | '^'..='`'
        | '{'..='~' => true,
        _ => !character.is_ascii() && (character.is_alphanumeric() || is_combining_mark(character)),
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

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)
    }
}

impl FromStr for Email {
    type Err = InvalidEmail;

    fn from_str(text: &str) -> Result<Self, InvalidEmail> {
        Self::parse(text)
    }
}
