//! The cookies of Paseport: their names, how they are read and how they are set (RFC 6265).

use std::time::Duration;

use cookie::{Cookie, SameSite, time};
use http::{HeaderMap, HeaderValue, header::COOKIE};
use secrecy::{ExposeSecret, SecretString};

use super::problem::Problem;

#[cfg(test)]
mod tests;

/// What a cookie is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieKind {
    /// The refresh token of a session.
    Refresh,
    /// The mark of a browser that its user has signed in with before.
    Known,
    /// The secret that binds an external sign-in to the browser that began it.
    Login,
}

impl CookieKind {
    /// `Login` must come along when a provider sends the browser back to us; nothing else may cross sites.
    fn same_site(self) -> SameSite {
        match self {
            Self::Refresh | Self::Known => SameSite::Strict,
            Self::Login => SameSite::Lax,
        }
    }
}

/// Reads and writes our cookies, by the rule of `COOKIE_SECURE`.
///
/// Secure cookies have the prefix `__Host-`, so that no sub-domain can plant one (RFC 6265bis, section 4.1.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cookies {
    secure: bool,
}

impl Cookies {
    /// Cookies for an origin that browsers reach by https (`secure`) or not.
    pub fn new(secure: bool) -> Self {
        Self { secure }
    }

    /// The name of a cookie.
    pub fn name(self, kind: CookieKind) -> &'static str {
        match (kind, self.secure) {
            (CookieKind::Refresh, true) => "__Host-refresh",
            (CookieKind::Refresh, false) => "refresh",
            (CookieKind::Known, true) => "__Host-known",
            (CookieKind::Known, false) => "known",
            (CookieKind::Login, true) => "__Host-login",
            (CookieKind::Login, false) => "login",
        }
    }

    /// The one value of a cookie. Two of one name are 400, for one of them is not ours. Other cookies don't matter,
    /// however they look.
    pub fn read(self, headers: &HeaderMap, kind: CookieKind) -> Result<Option<SecretString>, Problem> {
        let name = self.name(kind);
        let mut found = None;
        for line in headers.get_all(COOKIE) {
            let line = String::from_utf8_lossy(line.as_bytes());
            for cookie in Cookie::split_parse(&*line).filter_map(Result::ok).filter(|cookie| cookie.name() == name) {
                if found.replace(SecretString::from(cookie.value())).is_some() {
                    return Err(Problem::bad_request().detail("A cookie was given twice."));
                }
            }
        }
        Ok(found)
    }

    /// The `Set-Cookie` value that keeps `value` for `max_age` (whole seconds count).
    ///
    /// # Panics
    /// When `value` is not made of the characters of a URL-safe token: letters, digits, `.`, `_`, `~` and `-`.
    pub fn set(self, kind: CookieKind, value: &SecretString, max_age: Duration) -> HeaderValue {
        let value = value.expose_secret();
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte);
        assert!(value.bytes().all(is_plain), "cookies hold nothing but URL-safe tokens");
        self.build(kind, value, i64::try_from(max_age.as_secs()).unwrap_or(i64::MAX))
    }

    /// The `Set-Cookie` value that makes the browser forget a cookie.
    pub fn clear(self, kind: CookieKind) -> HeaderValue {
        self.build(kind, "", 0)
    }

    fn build(self, kind: CookieKind, value: &str, max_age: i64) -> HeaderValue {
        let cookie = Cookie::build((self.name(kind), value))
            .http_only(true)
            .secure(self.secure)
            .same_site(kind.same_site())
            .path("/")
            .max_age(time::Duration::seconds(max_age));
        let mut header = HeaderValue::try_from(cookie.to_string()).expect("name and value are plain ASCII");
        header.set_sensitive(true);
        header
    }
}
