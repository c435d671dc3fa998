//! The few rules about characters that names, addresses and passwords share.

use unicode_normalization::UnicodeNormalization;

/// Normalization form C (Unicode Standard Annex 15): one spelling for what a reader sees as one character.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// The form in which two texts are compared without regard to case: NFC of lower case, the same for every spelling of
/// the sigma. Taking it twice changes nothing.
pub fn caseless(text: &str) -> String {
    // Lower case writes a capital sigma differently at the end of a word; a caseless form must not.
    nfc(&nfc(text).to_lowercase()).replace('ς', "σ")
}

/// Whether the character takes no room of its own: the default ignorable ones (Unicode Standard 5.21), the annotation
/// marks and the empty Braille pattern. Two texts that differ only in these look alike.
pub fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether the character ends a line or steers a terminal: controls and the two separators of Unicode.
pub fn is_control(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_and_composition_twins_have_one_caseless_form() {
        for (left, right) in [("ZOË", "zoe\u{308}"), ("ΟΔΟΣ", "οδος"), ("\u{212b}", "a\u{30a}"), ("Ǆ", "ǆ")]
        {
            assert_eq!(caseless(left), caseless(right), "{left} and {right}");
        }
        assert_ne!(caseless("zoë"), caseless("zoe"));
    }

    proptest! {
        #[test]
        fn the_caseless_form_of_a_caseless_form_is_itself(text in "\\PC{0,40}") {
            let once = caseless(&text);
            prop_assert_eq!(caseless(&once), once);
        }
    }
}
