//! Keys that are given as text.

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::values::Invalid;

/// The key of an HMAC, given as text: at least 32 bytes and no placeholder. The key is the bytes of the text itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Pepper(SecretString);

impl Pepper {
    /// The least length, in bytes.
    pub const MIN_BYTES: usize = 32;

    /// The key.
    pub fn expose_bytes(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}

impl TryFrom<String> for Pepper {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        if text.len() < Self::MIN_BYTES {
            return Err(Invalid::must(format!("have at least {} bytes", Self::MIN_BYTES)));
        }
        if text.contains(|c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
            return Err(Invalid::must("be one line of valid text"));
        }
        if is_placeholder(&text) {
            return Err(Invalid::must("be random, not a placeholder"));
        }
        Ok(Self(text.into()))
    }
}

/// Whether a secret is one that everybody knows or guesses: `changeme` and its like, a repeated pattern, a handful of
/// characters over and over.
pub fn is_placeholder(secret: &str) -> bool {
    const ANYWHERE: [&str; 6] = ["changeme", "replaceme", "placeholder", "yoursecret", "notsecure", "insecure"];
    const AT_START: [&str; 4] = ["secret", "password", "pepper", "passphrase"];
    let letters: String = secret.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    ANYWHERE.iter().any(|word| letters.contains(word))
        || AT_START.iter().any(|word| letters.starts_with(word))
        || is_repetition(secret.as_bytes())
        || distinct_bytes(secret.as_bytes()) < 8
}

fn is_repetition(bytes: &[u8]) -> bool {
    (1..=bytes.len() / 2).any(|period| bytes.iter().zip(&bytes[period..]).all(|(one, next)| one == next))
}

fn distinct_bytes(bytes: &[u8]) -> usize {
    let mut seen = [false; 256];
    for byte in bytes {
        seen[usize::from(*byte)] = true;
    }
    seen.iter().filter(|seen| **seen).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RANDOM: &str = "q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe3iToC9xN6wA";

    #[test]
    fn a_random_text_of_32_bytes_is_taken() {
        for text in [RANDOM, &RANDOM[..32], "0f1e2d3c4b5a69788796a5b4c3d2e1f00123cdef4567ab89fedc9876ba543210"] {
            assert_eq!(Pepper::try_from(text.to_owned()).unwrap().expose_bytes(), text.as_bytes());
        }
    }

    #[test]
    fn short_and_guessable_secrets_are_refused_without_being_shown() {
        for text in [
            "q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaE".to_owned(),
            "changeme-q7Zt1m0YHcXv5rWn8sKdLb2fGj4u".to_owned(),
            "q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaE-CHANGE_ME".to_owned(),
            "secret-q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaE".to_owned(),
            "Password1234567890qwertzuiopasdfgh".to_owned(),
            "a".repeat(64),
            "0123456789abcdef".repeat(2),
            "0123456789abcdef0123456789abcdef012".to_owned(),
            "aabbccddeeaabbccddffaabbccddeeabcd".to_owned(),
            format!("{RANDOM}\n{RANDOM}"),
        ] {
            let refused = Pepper::try_from(text.clone()).map(|_| ()).unwrap_err().to_string();
            assert!(refused.starts_with("must ") && !refused.contains(&text), "{text}: {refused}");
        }
    }

    #[test]
    fn debug_is_silent() {
        let pepper = Pepper::try_from(RANDOM.to_owned()).unwrap();
        assert!(!format!("{pepper:?}").contains(&RANDOM[..8]));
    }
}
