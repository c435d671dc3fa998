//! The issuer identifier of a provider.

use std::{fmt, str::FromStr};

use serde::Serialize;
use url::Url;

/// Why a text is no issuer identifier. Each message goes on after the name of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidIssuerUrl {
    #[error("must be an address that begins with https://")]
    NotHttp,
    #[error("must have at most {} bytes", IssuerUrl::MAX_BYTES)]
    TooLong,
    #[error("must not have a user name, query or fragment")]
    TooMuch,
    #[error("must be spelled as its provider spells it, without spaces, capitals in the host or /../")]
    Unusual,
}

/// An issuer identifier (`OpenID` Connect Core, section 2): compared byte by byte, so it is kept as it was given, a slash at
/// its end included.
///
/// Plain http is a form that is taken here: whether a host may be reached that way is for
/// [`HttpFetch`](crate::domain::outbound::HttpFetch) to say, and it mostly says no.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct IssuerUrl(Box<str>);

impl IssuerUrl {
    /// The greatest length, in bytes.
    pub const MAX_BYTES: usize = 255;

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for IssuerUrl {
    type Err = InvalidIssuerUrl;

    fn from_str(text: &str) -> Result<Self, InvalidIssuerUrl> {
        if text.len() > Self::MAX_BYTES {
            return Err(InvalidIssuerUrl::TooLong);
        }
        let url = Url::parse(text).map_err(|_| InvalidIssuerUrl::NotHttp)?;
        if !matches!(url.scheme(), "https" | "http") || !url.has_host() {
            return Err(InvalidIssuerUrl::NotHttp);
        }
        let plain = url.username().is_empty() && url.password().is_none();
        if !plain || url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidIssuerUrl::TooMuch);
        }
        // What a parser would tidy up, another one might read otherwise.
        if url.as_str() != text && url.as_str().strip_suffix('/') != Some(text) {
            return Err(InvalidIssuerUrl::Unusual);
        }
        Ok(Self(text.into()))
    }
}

impl fmt::Display for IssuerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_keeps_its_spelling() {
        for text in [
            "https://id.example.com",
            "https://id.example.com/",
            "https://id.example.com/auth/v1/",
            "https://login.example.com/0f3a/v2.0",
            "http://rauthy.localhost:8090/auth/v1/",
        ] {
            assert_eq!(text.parse::<IssuerUrl>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for (text, why) in [
            ("", InvalidIssuerUrl::NotHttp),
            ("id.example.com", InvalidIssuerUrl::NotHttp),
            ("ftp://id.example.com", InvalidIssuerUrl::NotHttp),
            ("javascript:alert(1)", InvalidIssuerUrl::NotHttp),
            ("https://user@id.example.com", InvalidIssuerUrl::TooMuch),
            ("https://id.example.com?a=b", InvalidIssuerUrl::TooMuch),
            ("https://id.example.com#a", InvalidIssuerUrl::TooMuch),
            ("https://ID.example.com", InvalidIssuerUrl::Unusual),
            ("HTTPS://id.example.com", InvalidIssuerUrl::Unusual),
            ("https://id.example.com:443", InvalidIssuerUrl::Unusual),
            ("https://id.example.com/a/../b", InvalidIssuerUrl::Unusual),
            ("https://id.example.com/a b", InvalidIssuerUrl::Unusual),
            ("https://0x7f000001/", InvalidIssuerUrl::Unusual),
            (" https://id.example.com", InvalidIssuerUrl::Unusual),
        ] {
            assert_eq!(text.parse::<IssuerUrl>(), Err(why), "{text:?}");
        }
        let long = format!("https://id.example.com/{}", "a".repeat(IssuerUrl::MAX_BYTES));
        assert_eq!(long.parse::<IssuerUrl>(), Err(InvalidIssuerUrl::TooLong));
    }
}
