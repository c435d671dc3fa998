//! What is kept of a password.

use std::{fmt, str::FromStr};

use secrecy::{ExposeSecret, SecretString};

use crate::domain::peppers::PepperId;

/// How a password was turned into what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HashScheme {
    /// `b1`: bcrypt over the base64 text of HMAC-SHA-256 with the pepper as key and the NFC password as message. The
    /// 44 characters are fewer than the 72 bytes that bcrypt reads, and none of them is NUL, so every byte counts.
    B1,
}

impl HashScheme {
    /// The name that stands in front of the stored text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::B1 => "b1",
        }
    }
}

/// The text is not a stored password. It is never repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid password hash")]
pub struct InvalidPasswordHash;

/// What a store keeps of a password: `<scheme>$<pepper id>$<digest>`, for instance `b1$8c503732$2b$12$…`. The digest
/// of `b1` is bcrypt's own text without its leading `$`, which the separator stands for. `Debug` is silent.
#[derive(Clone)]
pub struct PasswordHash {
    text: SecretString,
    pepper_id: PepperId,
}

impl PasswordHash {
    /// `b1$` and the 8 digits of the pepper id.
    const BEFORE_DIGEST: usize = 11;

    /// bcrypt's text: `$2b$`, two digits of cost, `$`, 22 characters of salt and 31 of checksum.
    const DIGEST: usize = 60;

    /// Puts together what a hasher made. `digest` is bcrypt's text, `$2b$…`.
    pub fn new(scheme: HashScheme, pepper_id: &PepperId, digest: &str) -> Result<Self, InvalidPasswordHash> {
        format!("{}${pepper_id}{digest}", scheme.as_str()).parse()
    }

    /// How it was made.
    pub fn scheme(&self) -> HashScheme {
        HashScheme::B1
    }

    /// The pepper it was made with.
    pub fn pepper_id(&self) -> &PepperId {
        &self.pepper_id
    }

    /// bcrypt's text, `$2b$…`.
    pub fn digest(&self) -> &str {
        &self.as_str()[Self::BEFORE_DIGEST..]
    }

    /// The whole text, for the store and for nothing else.
    pub fn as_str(&self) -> &str {
        self.text.expose_secret()
    }
}

impl FromStr for PasswordHash {
    type Err = InvalidPasswordHash;

    fn from_str(text: &str) -> Result<Self, InvalidPasswordHash> {
        let rest = text.strip_prefix(HashScheme::B1.as_str()).and_then(|rest| rest.strip_prefix('$'));
        let (pepper_id, digest) = rest.and_then(|rest| rest.split_at_checked(8)).ok_or(InvalidPasswordHash)?;
        if !is_bcrypt(digest) {
            return Err(InvalidPasswordHash);
        }
        Ok(Self { text: text.into(), pepper_id: pepper_id.parse().map_err(|_| InvalidPasswordHash)? })
    }
}

/// Whether the text has the shape of a bcrypt hash of version 2b.
fn is_bcrypt(digest: &str) -> bool {
    let Some((cost, rest)) = digest.strip_prefix("$2b$").and_then(|rest| rest.split_once('$')) else {
        return false;
    };
    digest.len() == PasswordHash::DIGEST
        && cost.len() == 2
        && cost.bytes().all(|byte| byte.is_ascii_digit())
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/'))
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "$2b$04$abcdefghijklmnopqrstuuJuX0aaZYPPE6nUuMa96EL2bK6lZVZn2";

    #[test]
    fn a_stored_hash_is_read_as_it_was_written() {
        let hash = PasswordHash::new(HashScheme::B1, &"8c503732".parse().unwrap(), DIGEST).unwrap();
        assert_eq!(hash.as_str(), format!("b1$8c503732{DIGEST}"));
        let read: PasswordHash = hash.as_str().parse().unwrap();
        assert_eq!((read.as_str(), read.digest()), (hash.as_str(), DIGEST));
        assert_eq!((read.scheme(), read.pepper_id().to_string()), (HashScheme::B1, "8c503732".to_owned()));
    }

    #[test]
    fn other_texts_are_refused() {
        let good = format!("b1$8c503732{DIGEST}");
        let mut bad = vec![String::new(), DIGEST.to_owned(), format!("{good}x"), good.replace("$2b$04$", "$2b$4$")];
        bad.extend(
            [
                ("b1", "b2"),
                ("b1$", "b1"),
                ("8c50", "8C50"),
                ("2b", "2y"),
                ("$04", "$+4"),
                ("abc", "ab:"),
                ("abc", "aéb"),
            ]
            .map(|(from, to)| good.replacen(from, to, 1)),
        );
        bad.extend((0..good.len()).map(|length| good[..length].to_owned()));
        for text in bad {
            assert!(text.parse::<PasswordHash>().is_err(), "{text}");
        }
    }

    #[test]
    fn debug_is_silent_about_the_hash() {
        let hash: PasswordHash = format!("b1$8c503732{DIGEST}").parse().unwrap();
        assert_eq!(format!("{hash:?}"), "PasswordHash(…)");
    }
}
