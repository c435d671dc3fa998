//! What a mail says of a browser.

/// The name by which a browser gives itself away, first match first: most claim to be one of those below them.
const BROWSERS: [(&str, &str); 7] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 6] = [
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Browser and system in words of ours. What a browser says of itself is whatever its owner wants, and would be a fine place
/// for a message to the reader of the mail.
pub(super) fn describe(user_agent: &str) -> String {
    let known = |words: &[(&str, &'static str)]| {
        words.iter().find(|(word, _)| user_agent.contains(word)).map(|(_, name)| *name)
    };
    match (known(&BROWSERS), known(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => format!("an unknown browser on {system}"),
        (None, None) => "an unknown browser".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_known_by_their_words() {
        const WEBKIT: &str = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (user_agent, expected) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
            (&format!("Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/150.0.0.0 Safari/537.36"), "Chrome on Windows"),
            (
                &format!("Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/150.0.0.0 Safari/537.36 Edg/150"),
                "Edge on Windows",
            ),
            (
                &format!("Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/150.0.0.0 Mobile Safari/537"),
                "Chrome on Android",
            ),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iOS"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari on macOS"),
            ("curl/8.0", "an unknown browser"),
            ("", "an unknown browser"),
        ] {
            assert_eq!(describe(user_agent), expected, "{user_agent}");
        }
    }

    #[test]
    fn i1_nothing_that_a_browser_says_gets_into_a_mail() {
        let described =
            describe("Firefox/1 \r\nBcc: evil@example.org Your account is locked: https://evil.example/ Linux");
        assert_eq!(described, "Firefox on Linux");
    }
}
