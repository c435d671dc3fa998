//! Which addresses the servers answer themselves, and which are left to the pages of the app.
//!
//! The embedded edition asks [`is_servers`]; Nginx, which stands in front of the two servers, has the same list in its
//! own words.

/// Everything at or below these paths is answered by issuer or API, or is 404: never a page.
///
/// A prefix ends at a segment's end. So `/users/v1/x` is the issuer's while `/users` is a page.
pub const SERVER_PREFIXES: [&str; 10] = [
    "/.well-known",
    "/account/v1",
    "/api",
    "/audit/v1",
    "/auth",
    "/health",
    "/metrics",
    "/swagger-ui",
    "/userinfo",
    "/users/v1",
];

/// Whether a path belongs to the servers. Case makes no difference: routes are matched exactly, so another spelling of
/// an address of ours is 404 and must not look like a page either.
pub fn is_servers(path: &str) -> bool {
    SERVER_PREFIXES.iter().any(|prefix| match path.split_at_checked(prefix.len()) {
        Some((start, rest)) => start.eq_ignore_ascii_case(prefix) && (rest.is_empty() || rest.starts_with('/')),
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_matched_by_whole_segments() {
        for path in ["/api", "/api/", "/api/x.css", "/auth/v2/login", "/users/v1", "/users/v1/a/b", "/.well-known/x"] {
            assert!(is_servers(path), "{path}");
        }
        for path in ["/", "/users", "/users/v2", "/users/v10", "/account", "/audit", "/apis", "/auth-providers", "/é"]
        {
            assert!(!is_servers(path), "{path}");
        }
    }

    #[test]
    fn another_case_is_no_way_around() {
        for path in ["/API/dashboard", "/Users/V1", "/.Well-Known/jwks.json"] {
            assert!(is_servers(path), "{path}");
        }
    }
}
