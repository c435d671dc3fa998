//! Where the mail server is, and how one is let in.

use std::{fmt, net::IpAddr};

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::Url;

/// The text can't be the address of a mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSmtpUrl {
    /// It isn't `smtp://` or `smtps://` with a host, or it carries a path, a query or a fragment.
    #[error("must be a URL such as smtps://user:password@mail.example.com:465")]
    Malformed,
    /// One of the two is missing or can't be read.
    #[error(
        "must have both a user and a password or neither, with % and two digits for characters that a URL can't have"
    )]
    Login,
}

/// How what is sent is kept from who listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encryption {
    /// Not at all: it never leaves the machine.
    None,
    /// By STARTTLS where the server knows it. For development only, because who stands between can say that it doesn't.
    IfOffered,
    /// By STARTTLS, and nothing is said before.
    StartTls,
    /// From the first byte on (RFC 8314, section 3.3).
    Tls,
}

/// Who we are to the server.
#[derive(Clone, Debug)]
pub(super) struct Login {
    pub(super) user: String,
    pub(super) password: SecretString,
}

/// A mail server. `Debug` shows no login.
#[derive(Clone)]
pub struct SmtpServer {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    pub(super) login: Option<Login>,
    /// PEM of the authorities to trust; `None`: those the machine trusts.
    pub(super) authorities: Option<Vec<u8>>,
}

impl SmtpServer {
    /// Takes `SMTP_URL`: `smtps://` is TLS from the first byte on (port 465), `smtp://` is STARTTLS (port 587), which only a
    /// server on this machine can do without, and in development any.
    pub fn new(text: &str, development: bool) -> Result<Self, InvalidSmtpUrl> {
        let url: Url = text.parse().map_err(|_| InvalidSmtpUrl::Malformed)?;
        let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
        let host = url.host_str().filter(|host| bare && is_host(host)).ok_or(InvalidSmtpUrl::Malformed)?;
        let host = host.trim_matches(['[', ']']).to_ascii_lowercase();
        let (encryption, port) = match url.scheme() {
            "smtps" => (Encryption::Tls, 465),
            "smtp" if is_loopback(&host) => (Encryption::None, 587),
            "smtp" if development => (Encryption::IfOffered, 587),
            "smtp" => (Encryption::StartTls, 587),
            _ => return Err(InvalidSmtpUrl::Malformed),
        };
        let port = url.port().unwrap_or(port);
        if port == 0 {
            return Err(InvalidSmtpUrl::Malformed);
        }
        Ok(Self { host, port, encryption, login: login(&url)?, authorities: None })
    }

    /// What the login goes with, if there is one.
    pub fn password(&self) -> Option<&SecretString> {
        self.login.as_ref().map(|login| &login.password)
    }

    /// Trusts the authorities of this PEM and no others to say who is the server.
    #[must_use]
    pub fn trusting(self, authorities: Vec<u8>) -> Self {
        Self { authorities: Some(authorities), ..self }
    }
}

fn login(url: &Url) -> Result<Option<Login>, InvalidSmtpUrl> {
    let decoded = |text: &str| match percent_decode_str(text).decode_utf8() {
        Ok(text) if !text.is_empty() && !text.contains(char::is_control) => Ok(text.into_owned()),
        _ => Err(InvalidSmtpUrl::Login),
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (user, Some(password)) => Ok(Some(Login { user: decoded(user)?, password: decoded(password)?.into() })),
        (_, None) => Err(InvalidSmtpUrl::Login),
    }
}

/// A name or an address; the URL parser leaves what stands there as it is.
fn is_host(host: &str) -> bool {
    let in_brackets = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    match in_brackets {
        Some(address) => address.parse::<IpAddr>().is_ok_and(|address| address.is_ipv6()),
        None => host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')),
    }
}

fn is_loopback(host: &str) -> bool {
    match host.parse::<IpAddr>() {
        Ok(address) => address.to_canonical().is_loopback(),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

impl fmt::Debug for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmtpServer({}:{}, {:?})", self.host, self.port, self.encryption)
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn server(text: &str) -> SmtpServer {
        SmtpServer::new(text, false).unwrap()
    }

    #[test]
    fn what_leaves_the_machine_is_encrypted() {
        for (text, encryption, port) in [
            ("smtps://mail.example.com", Encryption::Tls, 465),
            ("smtps://127.0.0.1:4650/", Encryption::Tls, 4650),
            ("smtp://mail.example.com", Encryption::StartTls, 587),
            ("smtp://mail.example.com:25", Encryption::StartTls, 25),
            ("smtp://10.0.0.1:25", Encryption::StartTls, 25),
            ("smtp://localhost.example.com:25", Encryption::StartTls, 25),
            ("smtp://localhost:25", Encryption::None, 25),
            ("smtp://127.0.0.1:1025", Encryption::None, 1025),
            ("smtp://[::1]:1025", Encryption::None, 1025),
            ("smtp://[::ffff:127.0.0.1]:1025", Encryption::None, 1025),
            ("smtp://0.0.0.0:1025", Encryption::StartTls, 1025),
        ] {
            assert_eq!((server(text).encryption, server(text).port), (encryption, port), "{text}");
        }
        let in_development = SmtpServer::new("smtp://mailpit:1025", true).unwrap();
        assert_eq!(in_development.encryption, Encryption::IfOffered);
        assert_eq!(SmtpServer::new("smtps://mail.example.com", true).unwrap().encryption, Encryption::Tls);
    }

    #[test]
    fn a_login_is_read_and_never_shown() {
        let server = server("smtps://post%40example.com:p%25%2Fss%C3%BCword@mail.example.com");
        assert!(!format!("{server:?}").contains("example.com:p") && !format!("{server:?}").contains("post"));
        let login = server.login.unwrap();
        assert_eq!((login.user.as_str(), login.password.expose_secret()), ("post@example.com", "p%/ssüword"));
    }

    #[test]
    fn what_is_no_mail_server_is_refused() {
        for text in [
            "",
            "mail.example.com",
            "mail.example.com:25",
            "//mail.example.com",
            "http://mail.example.com",
            "smtp:mail.example.com",
            "smtp://",
            "smtp://user:word@",
            "smtps://mail.example.com/hello",
            "smtps://mail.example.com?tls=none",
            "smtps://mail.example.com#a",
            "smtps://mail.example.com:0",
            "smtps://mail.example.com:99999",
            "smtps://mail example.com",
            "smtps://mail%0d%0aexample.com",
            "smtps://mail.example.com,other.example.com",
        ] {
            assert_eq!(SmtpServer::new(text, false).map(drop), Err(InvalidSmtpUrl::Malformed), "{text}");
        }
        for text in
            ["smtps://user@mail.example.com", "smtps://:word@mail.example.com", "smtps://user:@mail.example.com"]
        {
            assert_eq!(SmtpServer::new(text, false).map(drop), Err(InvalidSmtpUrl::Login), "{text}");
        }
        for text in ["smtps://user:a%0d%0ab@mail.example.com", "smtps://user:%ff@mail.example.com"] {
            assert_eq!(SmtpServer::new(text, false).map(drop), Err(InvalidSmtpUrl::Login), "{text}");
        }
    }
}
