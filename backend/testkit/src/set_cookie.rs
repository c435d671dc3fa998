//! A cookie as an answer sets it.

use http::header::SET_COOKIE;

use crate::actor::Answer;

/// One `Set-Cookie` line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetCookie {
    pub name: String,
    pub value: String,
    /// Sorted, so that their order doesn't matter.
    pub attributes: Vec<String>,
}

impl SetCookie {
    fn parse(line: &str) -> Self {
        let mut parts = line.split(';').map(str::trim);
        let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).unwrap_or_default();
        let mut attributes: Vec<_> = parts.map(str::to_owned).collect();
        attributes.sort();
        Self { name: name.to_owned(), value: value.to_owned(), attributes }
    }

    /// `Max-Age`, in seconds.
    pub fn max_age(&self) -> Option<i64> {
        self.attributes.iter().find_map(|attribute| attribute.strip_prefix("Max-Age="))?.parse().ok()
    }

    /// Whether the browser forgets the cookie.
    pub fn clears(&self) -> bool {
        self.value.is_empty() && self.max_age() == Some(0)
    }
}

impl Answer {
    /// All cookies the answer sets, in its order.
    pub fn set_cookies(&self) -> Vec<SetCookie> {
        let lines = self.headers.get_all(SET_COOKIE).iter();
        lines.map(|line| SetCookie::parse(line.to_str().expect("plain text"))).collect()
    }

    /// The cookie of this name, which the answer must not set twice.
    pub fn set_cookie(&self, name: &str) -> Option<SetCookie> {
        let mut cookies: Vec<_> = self.set_cookies().into_iter().filter(|cookie| cookie.name == name).collect();
        assert!(cookies.len() <= 1, "{name} is set more than once: {cookies:?}");
        cookies.pop()
    }
}
