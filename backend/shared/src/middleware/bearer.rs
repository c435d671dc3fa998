//! The bearer token of a request (RFC 6750, section 2.1).

use std::fmt;

use http::{HeaderMap, header::AUTHORIZATION};

/// What the header `Authorization` holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Credentials<'a> {
    /// No header, or one of another scheme: nobody claims to have a token.
    Absent,
    /// Two headers, or a bearer token that can't be one.
    Malformed,
    /// A token, not yet looked at.
    Token(&'a str),
}

impl fmt::Debug for Credentials<'_> {
    /// Silent about the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "Absent",
            Self::Malformed => "Malformed",
            Self::Token(_) => "Token(…)",
        })
    }
}

/// Reads the bearer token. Borrows it and copies nothing, since every API request comes through here.
pub fn credentials(headers: &HeaderMap) -> Credentials<'_> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Credentials::Absent };
    if values.next().is_some() {
        return Credentials::Malformed;
    }
    let (scheme, rest) = match value.as_bytes().iter().position(|&byte| byte == b' ') {
        Some(end) => value.as_bytes().split_at(end),
        None => (value.as_bytes(), &b""[..]),
    };
    if !scheme.eq_ignore_ascii_case(b"bearer") {
        return Credentials::Absent;
    }
    let token = rest.trim_ascii();
    match std::str::from_utf8(token) {
        Ok(text) if is_b64token(token) => Credentials::Token(text),
        _ => Credentials::Malformed,
    }
}

/// `1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="`
fn is_b64token(token: &[u8]) -> bool {
    let end = token.iter().rposition(|&byte| byte != b'=').map_or(0, |last| last + 1);
    end > 0 && token[..end].iter().all(|&byte| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (AUTHORIZATION, HeaderValue::from_bytes(value.as_bytes()).unwrap())).collect()
    }

    #[test]
    fn one_token_is_read_whatever_the_case_of_its_scheme() {
        for value in ["Bearer v4.public.aZ09-_~+/==", "bearer v4.public.aZ09-_~+/==", "BEARER   v4.public.aZ09-_~+/=="]
        {
            assert_eq!(credentials(&headers(&[value])), Credentials::Token("v4.public.aZ09-_~+/=="), "{value}");
        }
    }

    #[test]
    fn no_header_and_other_schemes_are_no_token() {
        assert_eq!(credentials(&HeaderMap::new()), Credentials::Absent);
        for value in ["", "Basic dXNlcjpwYXNz", "v4.public.abc", "Bearerx abc", "DPoP abc"] {
            assert_eq!(credentials(&headers(&[value])), Credentials::Absent, "{value}");
        }
    }

    #[test]
    fn anything_but_exactly_one_token_is_malformed() {
        for value in [
            "Bearer",
            "Bearer ",
            "Bearer a b",
            "Bearer a,b",
            "Bearer \"a\"",
            "Bearer =",
            "Bearer a=b",
            "Bearer é",
            "Bearer a\tb",
        ] {
            assert_eq!(credentials(&headers(&[value])), Credentials::Malformed, "{value}");
        }
        assert_eq!(credentials(&headers(&["Bearer a", "Bearer a"])), Credentials::Malformed);
        assert_eq!(credentials(&headers(&["Basic a", "Bearer a"])), Credentials::Malformed);
    }
}
