//! An origin: scheme, host and port.

use std::fmt;

use serde::Deserialize;
use url::{Host, Url};

use super::values::Invalid;

/// Scheme, host and port of an http or https address (RFC 6454), in the spelling that browsers send: host in lower
/// case and ASCII, no default port, no slash at the end.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Origin(Url);

impl Origin {
    /// `http://127.0.0.1:<port>`: how a program on the same machine is reached.
    pub fn loopback(port: u16) -> Self {
        let url = Url::parse(&format!("http://127.0.0.1:{port}")).expect("an address and a number make a URL");
        Self(url)
    }

    /// The origin as it stands in an `Origin` header.
    pub fn to_text(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The origin as an address with the path `/`.
    pub fn as_url(&self) -> &Url {
        &self.0
    }

    /// Whether the scheme is https.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether only programs of the same machine can reach it, judged by the name alone.
    pub fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            None => false,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl TryFrom<String> for Origin {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        parse(&text).ok_or_else(|| {
            Invalid::must("be an address such as https://id.example.com, without path, query, fragment and user")
        })
    }
}

fn parse(text: &str) -> Option<Origin> {
    // The URL parser repairs what browsers would repair: backslashes, missing slashes, tabs. A setting is refused.
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let host_and_port = rest.strip_suffix('/').unwrap_or(rest);
    if host_and_port.is_empty() || host_and_port.contains(['/', '\\', '?', '#', '@', '*', '%']) {
        return None;
    }
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    (url.has_host() && url.port() != Some(0)).then_some(Origin(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Result<Origin, Invalid> {
        Origin::try_from(text.to_owned())
    }

    #[test]
    fn an_origin_is_spelled_as_browsers_spell_it() {
        for (text, expected) in [
            ("https://id.example.com", "https://id.example.com"),
            ("https://ID.Example.com:443/", "https://id.example.com"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[0:0:0:0:0:0:0:1]:80", "http://[::1]"),
            ("https://bücher.example", "https://xn--bcher-kva.example"),
        ] {
            assert_eq!(origin(text).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn whatever_is_more_or_less_than_an_origin_is_refused() {
        for text in [
            "",
            "*",
            "null",
            "id.example.com",
            "https:id.example.com",
            "https:/id.example.com",
            "https://",
            "https:///id.example.com",
            "https://id.example.com/app",
            "https://id.example.com//",
            "https://id.example.com?",
            "https://id.example.com#",
            "https://user@id.example.com",
            "https://@id.example.com",
            "https://u:p@id.example.com",
            "https://*.example.com",
            "https:\\\\id.example.com",
            "https://id.example.com\\",
            "https://id.exa\tmple.com",
            " https://id.example.com",
            "https://id.example.com:0",
            "https://id.example.com:99999",
            "ftp://id.example.com",
            "https://id%2eexample.com",
        ] {
            assert!(origin(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn loopback_is_told_by_the_name() {
        for text in ["http://127.0.0.1", "http://127.8.8.8:1", "http://[::1]", "http://localhost", "http://a.localhost"]
        {
            assert!(origin(text).unwrap().is_loopback(), "{text}");
        }
        for text in
            ["http://10.0.0.1", "http://localhost.example.com", "http://notlocalhost", "http://127.0.0.1.example"]
        {
            assert!(!origin(text).unwrap().is_loopback(), "{text}");
        }
    }
}
