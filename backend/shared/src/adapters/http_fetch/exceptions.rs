//! Hosts that are let through though the guard would not.

use std::{fmt, str::FromStr};

use url::{Host, Url};

/// The text is no `host:port`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a host and a port, such as id.internal.example:8443")]
pub struct InvalidAllowedHost;

/// A host and its port, exactly: neither a pattern nor a name below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedHost {
    host: Host,
    port: u16,
}

impl AllowedHost {
    /// Whether the URL leads there. Both are compared in the spelling that the URL standard gives them.
    fn is_of(&self, url: &Url) -> bool {
        url.host() == Some(borrowed(&self.host)) && url.port_or_known_default() == Some(self.port)
    }
}

impl FromStr for AllowedHost {
    type Err = InvalidAllowedHost;

    fn from_str(text: &str) -> Result<Self, InvalidAllowedHost> {
        let (host, port) = text.rsplit_once(':').ok_or(InvalidAllowedHost)?;
        // A pattern would be taken for a name that nobody has, and whoever wrote it would wonder.
        if host.contains(['*', '/', '@', '\\']) {
            return Err(InvalidAllowedHost);
        }
        let host = Host::parse(host).map_err(|_| InvalidAllowedHost)?;
        let is_plain = port.bytes().all(|byte| byte.is_ascii_digit());
        match port.parse() {
            Ok(port) if is_plain && port != 0 => Ok(Self { host, port }),
            _ => Err(InvalidAllowedHost),
        }
    }
}

fn borrowed(host: &Host) -> Host<&str> {
    match host {
        Host::Domain(name) => Host::Domain(name),
        Host::Ipv4(address) => Host::Ipv4(*address),
        Host::Ipv6(address) => Host::Ipv6(*address),
    }
}

/// What an operator lets through: hosts whatever their address, and in development by plain http too.
#[derive(Clone, Default)]
pub struct Exceptions {
    hosts: Vec<AllowedHost>,
    plain_http: bool,
}

impl Exceptions {
    /// `plain_http`: whether these hosts, and only these, may be reached without TLS.
    pub fn new(hosts: impl IntoIterator<Item = AllowedHost>, plain_http: bool) -> Self {
        Self { hosts: hosts.into_iter().collect(), plain_http }
    }

    /// Whether the URL leads to one of the hosts.
    pub(super) fn contain(&self, url: &Url) -> bool {
        self.hosts.iter().any(|host| host.is_of(url))
    }

    /// Whether one of the hosts may be reached without TLS.
    pub(super) fn allow_plain_http(&self) -> bool {
        self.plain_http
    }
}

impl fmt::Debug for Exceptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hosts: Vec<_> = self.hosts.iter().map(|allowed| format!("{}:{}", allowed.host, allowed.port)).collect();
        f.debug_struct("Exceptions").field("hosts", &hosts).field("plain_http", &self.plain_http).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(allowed: &str, url: &str) -> bool {
        Exceptions::new([allowed.parse().unwrap()], false).contain(&url.parse().unwrap())
    }

    #[test]
    fn a_host_is_let_through_with_its_port_only() {
        assert!(contains("id.internal:8443", "https://id.internal:8443/a"));
        assert!(contains("ID.Internal:8443", "https://id.internal:8443/a"));
        assert!(contains("id.internal:443", "https://id.internal/"));
        assert!(contains("127.0.0.1:8090", "http://127.0.0.1:8090/"));
        assert!(contains("[::1]:8090", "http://[::1]:8090/"));
        for url in [
            "https://id.internal:8444/",
            "https://id.internal/",
            "https://a.id.internal:8443/",
            "https://id.internal.:8443/",
            "https://internal:8443/",
            "https://id.internal.example:8443/",
            "https://10.0.0.1:8443/",
        ] {
            assert!(!contains("id.internal:8443", url), "{url}");
        }
    }

    #[test]
    fn one_address_is_one_host_in_every_spelling() {
        for url in ["http://2130706433:8090/", "http://0x7f.1:8090/", "http://0177.0.0.1:8090/"] {
            assert!(contains("127.0.0.1:8090", url), "{url}");
        }
        // Another way to the same machine is another host: the list is what was written.
        for url in ["http://localhost:8090/", "http://127.0.0.2:8090/", "http://[::ffff:127.0.0.1]:8090/"] {
            assert!(!contains("127.0.0.1:8090", url), "{url}");
        }
    }

    #[test]
    fn what_is_no_host_with_a_port_is_refused() {
        for text in [
            "",
            ":",
            "id.internal",
            "id.internal:",
            ":8443",
            "id.internal:0",
            "id.internal:65536",
            "id.internal:+1",
            "id.internal:-1",
            "id.internal: 1",
            "*.internal:443",
            "https://id.internal:443",
            "id.internal/a:443",
            "user@id.internal:443",
            "::1:443",
            "[::1:443",
            "id internal:443",
            "id.internal:443/",
            "1.2.3.4.5:443",
        ] {
            assert_eq!(text.parse::<AllowedHost>(), Err(InvalidAllowedHost), "{text:?}");
        }
    }
}
