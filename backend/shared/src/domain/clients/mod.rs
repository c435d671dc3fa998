//! Applications that ask for tokens, and what they may ask for.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The text is not a client identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a client id is 1 to {} letters, digits, '-', '.', '_' or '~'", ClientId::MAX_BYTES)]
pub struct InvalidClientId;

/// The name of a client (RFC 6749, section 2.2), of unreserved characters only (RFC 3986, section 2.3), so that it means
/// the same in a URL, a token and a key of a store.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ClientId(Cow<'static, str>);

impl ClientId {
    /// The built-in client that our own app signs in with.
    pub const BFF: Self = Self(Cow::Borrowed("bff"));

    /// The longest client id, in bytes.
    pub const MAX_BYTES: usize = 64;

    /// The identifier as it stands in tokens and forms.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ClientId {
    type Error = InvalidClientId;

    fn try_from(text: String) -> Result<Self, InvalidClientId> {
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let valid = (1..=Self::MAX_BYTES).contains(&text.len()) && text.bytes().all(unreserved);
        if valid { Ok(Self(Cow::Owned(text))) } else { Err(InvalidClientId) }
    }
}

impl FromStr for ClientId {
    type Err = InvalidClientId;

    fn from_str(text: &str) -> Result<Self, InvalidClientId> {
        text.to_owned().try_into()
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is not a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a scope is 1 to {} bytes of visible words with one space between two", Scope::MAX_BYTES)]
pub struct InvalidScope;

/// What a token may be used for: words with one space between two (RFC 6749, section 3.3), in the order given.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Scope(Cow<'static, str>);

impl Scope {
    /// Who the user is (`OpenID` Connect Core, section 3.1.2.1). `/userinfo` needs it.
    pub const OPENID: &'static str = "openid";
    /// The user's name (`OpenID` Connect Core, section 5.4).
    pub const PROFILE: &'static str = "profile";
    /// The user's address (`OpenID` Connect Core, section 5.4).
    pub const EMAIL: &'static str = "email";
    /// Our own routes, every one but `/userinfo`.
    pub const PASEPORT: &'static str = "paseport";

    /// What a sign-in to our own app gives.
    pub const SIGN_IN: Self = Self(Cow::Borrowed("openid profile email paseport"));

    /// The longest scope, in bytes: a token must stay within its own bound.
    pub const MAX_BYTES: usize = 384;

    /// Whether `word` is one of the words; a part of a word is not.
    pub fn contains(&self, word: &str) -> bool {
        self.words().any(|own| own == word)
    }

    /// The words in the order given.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ')
    }

    /// The scope as it stands in tokens and forms.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Scope {
    type Error = InvalidScope;

    fn try_from(text: String) -> Result<Self, InvalidScope> {
        let word_byte = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
        let is_word = |word: &str| !word.is_empty() && word.bytes().all(word_byte);
        let valid = text.len() <= Self::MAX_BYTES && text.split(' ').all(is_word);
        if valid { Ok(Self(Cow::Owned(text))) } else { Err(InvalidScope) }
    }
}

impl FromStr for Scope {
    type Err = InvalidScope;

    fn from_str(text: &str) -> Result<Self, InvalidScope> {
        text.to_owned().try_into()
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_holds_whole_words_only() {
        assert!(Scope::SIGN_IN.contains(Scope::PASEPORT));
        assert!(!Scope::SIGN_IN.contains("pase"));
        assert!(!Scope::SIGN_IN.contains("openid profile"));
        assert!(!"paseport2 xpaseport".parse::<Scope>().unwrap().contains(Scope::PASEPORT));
    }

    #[test]
    fn a_scope_follows_the_grammar() {
        let too_long = "a".repeat(Scope::MAX_BYTES + 1);
        for text in ["", " ", "a  b", " a", "a ", "a\tb", "a\"b", "a\\b", "ä", &too_long] {
            assert_eq!(text.parse::<Scope>(), Err(InvalidScope), "{text:?}");
        }
        for text in ["a", "a b", "read:x/y !", Scope::SIGN_IN.as_str(), &too_long[1..]] {
            assert_eq!(text.parse::<Scope>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn a_client_id_is_unreserved_and_bounded() {
        let too_long = "a".repeat(ClientId::MAX_BYTES + 1);
        for text in ["", "a b", "a|b", "a/b", "a\"", "ä", &too_long] {
            assert_eq!(text.parse::<ClientId>(), Err(InvalidClientId), "{text:?}");
        }
        assert_eq!("bff".parse(), Ok(ClientId::BFF));
    }
}
