//! The types that a setting can have. Each takes the text of a variable or says what it must be.

use std::{net::IpAddr, path::PathBuf, str::FromStr};

use ipnet::IpNet;
use serde::Deserialize;

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
        let fits = text.len() <= 255 && !text.chars().any(|c| c == '|' || c.is_control() || c.is_whitespace());
        if fits { Ok(Self(text)) } else { Err(Invalid::must("have at most 255 bytes, without spaces and |")) }
    }
}

/// A type whose text form the standard library knows, such as an address or a path.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String", bound = "T: FromStr + Described")]
pub struct Parsed<T>(pub T);

/// Says what the text of a [`Parsed`] setting must be.
pub trait Described {
    /// The rest of a sentence that starts with "must".
    const MUST: &'static str;
}

impl Described for IpAddr {
    const MUST: &'static str = "be an IP address";
}

impl Described for PathBuf {
    const MUST: &'static str = "be a path";
}

impl<T: FromStr + Described> TryFrom<String> for Parsed<T> {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        text.parse().map(Self).map_err(|_| Invalid::must(T::MUST))
    }
}

/// A network of trusted addresses, `10.0.0.0/8` or a single address. Never all addresses: whoever trusts everyone's
/// forwarding headers lets everyone choose his own address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(IpNet);

impl Network {
    /// The network.
    pub fn get(self) -> IpNet {
        self.0
    }
}

impl TryFrom<String> for Network {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let network = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        match network {
            Ok(network) if network.prefix_len() > 0 => Ok(Self(network)),
            _ => Err(Invalid::must("be an address or a network such as 10.0.0.0/8, and not all addresses")),
        }
    }
}

/// Items separated by commas; spaces around them don't count.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String", bound = "T: TryFrom<String, Error = Invalid>")]
pub struct List<T>(Vec<T>);

impl<T> List<T> {
    /// The items in their order.
    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T: TryFrom<String, Error = Invalid>> TryFrom<String> for List<T> {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let items = text.split(',').map(|item| T::try_from(item.trim().to_owned()));
        items
            .collect::<Result<_, _>>()
            .map(Self)
            .map_err(|invalid| Invalid::must(format!("be a list separated by commas in which each item {invalid}")))
    }
}
