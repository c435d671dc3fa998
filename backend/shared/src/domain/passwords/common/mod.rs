//! The bundled list of common passwords; README.md says where it comes from.

use std::{collections::HashSet, sync::LazyLock};

use secrecy::{ExposeSecret, SecretString};

use crate::domain::users::unicode::caseless;

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("common.txt").lines().collect());

/// Whether many people use this password, or one that differs only in case.
pub(super) fn is_common(password: &str) -> bool {
    let caseless = SecretString::from(caseless(password));
    COMMON.contains(caseless.expose_secret())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::passwords::NewPassword;

    #[test]
    fn every_entry_is_one_that_the_length_alone_would_let_through() {
        for entry in &*COMMON {
            assert!(entry.chars().count() >= NewPassword::MIN_CHARACTERS, "{entry}");
            assert_eq!(*entry, caseless(entry));
            assert!(is_common(entry) && is_common(&entry.to_uppercase()), "{entry}");
        }
    }

    #[test]
    fn entries_are_sorted_and_unique() {
        let entries: Vec<&str> = include_str!("common.txt").lines().collect();
        assert!(entries.is_sorted_by(|left, right| left < right));
        assert!(entries.len() > 5_000, "{}", entries.len());
    }

    #[test]
    fn stretched_favourites_are_in_the_list() {
        for text in [
            "passwordpassword",
            "password123456789",
            "iloveyouiloveyou",
            "12345678901234567890",
            "q1w2e3r4t5y6u7i8o9p0",
            "qwertyuiopasdfghjklzxcvbnm",
            "1990199019901990",
            "paseportpaseport",
            "Password-Paseport",
        ] {
            assert!(is_common(text), "{text}");
        }
        assert!(!is_common("dev-admin-password-1"));
        assert!(!is_common("seven brass kettles"));
    }
}
