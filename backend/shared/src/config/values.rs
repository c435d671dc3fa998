//! The types that a setting can have. Each takes the text of a variable or says what it must be.

use std::{net::IpAddr, path::PathBuf, time::Duration};

use ipnet::IpNet;
use serde::Deserialize;

use crate::{
    domain::{mail::Sender, tokens::ImplicitAssertion},
    middleware::{client_ip::TrustedProxies, cors::CorsOrigins},
};

/// The text isn't what the setting must be. Never holds the text itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must {0}")]
pub struct Invalid(String);

impl Invalid {
    /// The setting must `be_what`, which never holds the text of the variable.
    pub fn must(be_what: impl Into<String>) -> Self {
        Self(be_what.into())
    }
}

/// A whole number from `MIN` to `MAX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Whole<const MIN: u64, const MAX: u64>(u64);

impl<const MIN: u64, const MAX: u64> Whole<MIN, MAX> {
    /// The number.
    pub fn get(self) -> u64 {
        self.0
    }
}

impl<const MIN: u64, const MAX: u64> TryFrom<String> for Whole<MIN, MAX> {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        match text.parse() {
            Ok(number) if (MIN..=MAX).contains(&number) => Ok(Self(number)),
            _ => Err(Invalid::must(format!("be a whole number from {MIN} to {MAX}"))),
        }
    }
}

/// A time of whole seconds, if it was set.
pub fn seconds<const MIN: u64, const MAX: u64>(setting: Option<Whole<MIN, MAX>>, default: u64) -> Duration {
    Duration::from_secs(setting.map_or(default, Whole::get))
}

/// A number, if it was set.
pub fn number<const MIN: u64, const MAX: u64>(setting: Option<Whole<MIN, MAX>>, default: u32) -> u32 {
    setting.map_or(default, |number| u32::try_from(number.get()).unwrap_or(u32::MAX))
}

/// `true` or `false`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Switch(bool);

impl Switch {
    /// Whether it is on.
    pub fn is_on(self) -> bool {
        self.0
    }
}

impl TryFrom<String> for Switch {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        text.parse().map(Self).map_err(|_| Invalid::must("be true or false"))
    }
}

/// The issuer or audience of access tokens: part of their implicit assertion, in which `|` separates.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Claim(String);

impl Claim {
    /// The claim as it stands in tokens.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl TryFrom<String> for Claim {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let fits = text.len() <= ImplicitAssertion::MAX_PART_BYTES
            && !text.chars().any(|c| c == '|' || c.is_control() || c.is_whitespace());
        if fits { Ok(Self(text)) } else { Err(Invalid::must("have at most 200 bytes, without spaces and |")) }
    }
}

/// Something that another part of the program is told as it is, such as an address or a list of origins.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String", bound = "T: Setting")]
pub struct Parsed<T>(pub T);

/// What a [`Parsed`] setting can be.
pub trait Setting: Sized {
    /// What the text must be: the rest of a sentence that starts with "must".
    const MUST: &'static str;

    /// The value, if the text is sound.
    fn parse_setting(text: &str) -> Option<Self>;
}

impl<T: Setting> TryFrom<String> for Parsed<T> {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        T::parse_setting(&text).map(Self).ok_or_else(|| Invalid::must(T::MUST))
    }
}

impl Setting for IpAddr {
    const MUST: &'static str = "be an IP address";

    fn parse_setting(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Setting for PathBuf {
    const MUST: &'static str = "be a path";

    fn parse_setting(text: &str) -> Option<Self> {
        Some(text.into())
    }
}

impl Setting for Sender {
    const MUST: &'static str = "be one address such as no-reply@example.com or Paseport <no-reply@example.com>";

    fn parse_setting(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Setting for CorsOrigins {
    const MUST: &'static str = "be origins such as https://app.example.com, separated by commas";

    fn parse_setting(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }
}

impl Setting for TrustedProxies {
    const MUST: &'static str =
        "be addresses or networks such as 10.0.0.0/8, separated by commas, and not all addresses";

    /// Refuses a network of all addresses: whoever believes everyone's forwarding headers lets everyone choose who he is.
    fn parse_setting(text: &str) -> Option<Self> {
        let is_everyone = |entry: &str| entry.trim().parse::<IpNet>().is_ok_and(|network| network.prefix_len() == 0);
        if text.split(',').any(is_everyone) { None } else { Self::parse(text).ok() }
    }
}
