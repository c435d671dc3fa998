//! Where a browser goes after sign-in: a path of our own application, and nowhere else.

use std::fmt;

/// A path (with query and fragment) on our own origin.
///
/// Browsers read `//host`, `/\host` and paths with tabs or line ends in them as other addresses, so those are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnTo(String);

impl ReturnTo {
    /// The longest path, in bytes.
    const MAX_BYTES: usize = 2048;
    /// The application's start for whoever is signed in. Its `/` is for strangers too: there it asks for a session only
    /// where somebody has signed in before.
    const HOME: &str = "/dashboard";

    /// The path, or the application's own start when it is none of ours.
    pub fn or_home(path: &str) -> Self {
        if path != "/" && is_own_path(path) { Self(path.to_owned()) } else { Self::default() }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ReturnTo {
    fn default() -> Self {
        Self(Self::HOME.to_owned())
    }
}

impl fmt::Display for ReturnTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_own_path(path: &str) -> bool {
    let before_query = path.split(['?', '#']).next().unwrap_or_default();
    // What an application makes of `/.//` and `/../` could be another address again.
    let dotted = before_query.split('/').any(|segment| matches!(segment, "." | ".."));
    path.starts_with('/')
        && !before_query.contains("//")
        && !dotted
        && path.len() <= ReturnTo::MAX_BYTES
        && !path.chars().any(|c| c == '\\' || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_paths_are_kept() {
        for path in [
            "/dashboard",
            "/users?q=a%20b&limit=5",
            "/account#sessions",
            "/a/b/",
            "/.well-known",
            "/?next=//x/../y",
            "/ä",
        ] {
            assert_eq!(ReturnTo::or_home(path).as_str(), path);
        }
    }

    #[test]
    fn b13_other_addresses_become_the_start_page() {
        let foreign = [
            "",
            "/",
            "dashboard",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "https:evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/a\\b",
            " /a",
            "/a\r\nLocation: x",
            "/.//evil.example",
            "/..//evil.example",
            "/a/../b",
            "/a//b",
            "/%09/../",
        ];
        for path in foreign {
            assert_eq!(ReturnTo::or_home(path), ReturnTo::default(), "{path:?}");
        }
        assert_eq!(ReturnTo::or_home(&format!("/{}", "a".repeat(2048))), ReturnTo::default());
    }
}
