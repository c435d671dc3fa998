//! Where Vault is.

use std::fmt;

use url::Url;

/// The text can't be Vault's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidVaultAddress {
    /// It isn't `https://host[:port]` with perhaps a path, or it carries a user, a query or a fragment.
    #[error("must be a URL such as https://vault.example:8200")]
    Malformed,
    /// Tokens would go over the wire for everyone to read.
    #[error("must be https, unless VAULT_ALLOW_HTTP is true")]
    PlainHttp,
}

/// The address of a Vault server: `https`, or `http` where the operator says that the wire is safe.
#[derive(Clone, PartialEq, Eq)]
pub struct VaultAddress {
    url: Url,
    /// PEM of the authorities to trust; `None`: those the machine trusts.
    authorities: Option<Vec<u8>>,
}

impl VaultAddress {
    /// Takes `VAULT_URL` and `VAULT_ALLOW_HTTP`.
    pub fn new(text: &str, allow_http: bool) -> Result<Self, InvalidVaultAddress> {
        let url: Url = text.parse().map_err(|_| InvalidVaultAddress::Malformed)?;
        let bare = url.username().is_empty() && url.password().is_none() && url.query().is_none();
        if !bare || url.fragment().is_some() || !url.has_host() {
            return Err(InvalidVaultAddress::Malformed);
        }
        match url.scheme() {
            "https" => Ok(Self { url, authorities: None }),
            "http" if allow_http => Ok(Self { url, authorities: None }),
            "http" => Err(InvalidVaultAddress::PlainHttp),
            _ => Err(InvalidVaultAddress::Malformed),
        }
    }

    /// Trusts the authorities of this PEM and no others to say who is Vault.
    #[must_use]
    pub fn trusting(self, authorities: Vec<u8>) -> Self {
        Self { authorities: Some(authorities), ..self }
    }

    /// PEM of the only authorities to trust, where it was given.
    pub(super) fn authorities(&self) -> Option<&[u8]> {
        self.authorities.as_deref()
    }

    /// Whether the connection is without TLS.
    pub fn is_plain(&self) -> bool {
        self.url.scheme() == "http"
    }

    /// Host and port, for whoever asks where it is.
    pub fn host_and_port(&self) -> (&str, u16) {
        (self.url.host_str().unwrap_or_default(), self.url.port_or_known_default().unwrap_or_default())
    }

    /// The URL of a path of Vault's HTTP API, version 1.
    pub(super) fn api(&self, path: &str) -> String {
        format!("{}/v1/{path}", self.url.as_str().trim_end_matches('/'))
    }
}

impl fmt::Display for VaultAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str().trim_end_matches('/'))
    }
}

impl fmt::Debug for VaultAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VaultAddress({})", self.url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_is_taken_and_http_only_where_it_is_allowed() {
        let https = VaultAddress::new("https://vault.example:8200/", false).unwrap();
        assert!(!https.is_plain());
        assert_eq!(https.api("sys/health"), "https://vault.example:8200/v1/sys/health");
        let http = "http://127.0.0.1:8200";
        assert_eq!(VaultAddress::new(http, false), Err(InvalidVaultAddress::PlainHttp));
        assert!(VaultAddress::new(http, true).unwrap().is_plain());
        assert_eq!(
            VaultAddress::new("https://proxy.example/vault", false).unwrap().api("a"),
            "https://proxy.example/vault/v1/a"
        );
    }

    #[test]
    fn what_is_no_bare_address_is_refused() {
        for text in [
            "",
            "vault",
            "vault:8200",
            "127.0.0.1:8200",
            "//vault",
            "ftp://vault",
            "unix:///run/vault",
            "https://user@vault",
            "https://user:word@vault",
            "https://vault?x",
            "https://vault#x",
        ] {
            assert_eq!(VaultAddress::new(text, true), Err(InvalidVaultAddress::Malformed), "{text}");
        }
    }
}
