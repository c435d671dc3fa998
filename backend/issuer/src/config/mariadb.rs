//! The variable about MariaDB.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use shared::config::{Environment, Problems, Variables};
use url::Url;

use crate::adapters::mariadb::MariaDbStore;

/// `MARIADB_URL`: it holds a password, so its `Debug` is silent.
#[derive(Clone)]
pub struct MariaDbUrl(SecretString);

impl fmt::Debug for MariaDbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MariaDbUrl(…)")
    }
}

impl MariaDbUrl {
    /// The variable, which can be given as a file too.
    pub const VARIABLE: &str = "MARIADB_URL";

    /// Reads the setting. `None`: something is wrong.
    pub fn read(variables: &Variables, environment: Environment, problems: &mut Problems) -> Option<Self> {
        let Some(text) = variables.get(Self::VARIABLE) else {
            problems.add(Self::VARIABLE, "must be set");
            return None;
        };
        if let Err(error) = MariaDbStore::check_url(text) {
            problems.add(Self::VARIABLE, error.to_string());
            return None;
        }
        if !environment.is_development() && !says_how_to_encrypt(text) {
            let message = "must say in production how it is encrypted: ?ssl-mode=VERIFY_IDENTITY, VERIFY_CA or REQUIRED, \
                           or DISABLED where the network is your own";
            problems.add(Self::VARIABLE, message);
            return None;
        }
        Some(Self(text.to_owned().into()))
    }

    /// Host and port, for whoever asks where it is.
    pub fn host_and_port(&self) -> (String, u16) {
        let url = Url::parse(self.expose()).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or("localhost").to_owned();
        (host, url.and_then(|url| url.port()).unwrap_or(3306))
    }

    /// The address, with its password.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// Without a word about it, a connection falls back to plain text as soon as somebody in between says that the server
/// knows no TLS. A socket needs none.
fn says_how_to_encrypt(url: &str) -> bool {
    let decided = |(name, value): (std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)| match &*name {
        "ssl-mode" | "sslmode" => !value.eq_ignore_ascii_case("preferred"),
        name => name == "socket",
    };
    Url::parse(url).is_ok_and(|url| url.query_pairs().any(decided))
}
