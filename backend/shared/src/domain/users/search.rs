//! The form in which a search compares texts.

use unicode_normalization::UnicodeNormalization;

/// Lower case, NFC: what a person would call the same text is found, whatever keyboard it came from. Every store
/// compares in this form, so that they find the same users.
pub fn search_form(text: &str) -> String {
    text.to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_composition_make_no_difference() {
        for twin in ["Zo\u{eb}", "ZO\u{cb}", "Zoe\u{308}", "ZOE\u{308}"] {
            assert_eq!(search_form(twin), "zo\u{eb}");
        }
        assert_ne!(search_form("zoe"), search_form("zo\u{eb}"));
    }
}
