//! How values look in columns: times as milliseconds since the Unix epoch, words and identifiers as text.

use std::str::FromStr;

use crate::domain::{clock::Timestamp, handles::HashedHandle, return_to::ReturnTo, store::StoreError};

/// A time as it is stored; what is finer than a millisecond is cut off.
pub fn millis(time: Timestamp) -> i64 {
    time.as_millisecond()
}

/// A stored time.
pub fn time(column: &'static str, millis: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(millis).map_err(|_| corrupt(column))
}

/// A stored time that may be missing.
pub fn optional_time(column: &'static str, millis: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    millis.map(|millis| time(column, millis)).transpose()
}

/// A stored word, identifier or other text with a grammar.
pub fn parsed<T: FromStr>(column: &'static str, text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| corrupt(column))
}

/// The same, if it is there.
pub fn optional_parsed<T: FromStr>(column: &'static str, text: Option<&str>) -> Result<Option<T>, StoreError> {
    text.map(|text| parsed(column, text)).transpose()
}

/// A stored hash of a handle.
pub fn hashed_handle(column: &'static str, bytes: Vec<u8>) -> Result<HashedHandle, StoreError> {
    bytes.try_into().map(HashedHandle::from_bytes).map_err(|_| corrupt(column))
}

/// A stored path of our own application.
pub fn own_path(column: &'static str, path: &str) -> Result<ReturnTo, StoreError> {
    let read = ReturnTo::or_home(path);
    if read.as_str() == path { Ok(read) } else { Err(corrupt(column)) }
}

/// A count or version as it is stored.
pub fn integer(column: &'static str, number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| corrupt(column))
}

/// A stored count or version.
pub fn number<T: TryFrom<i64>>(column: &'static str, integer: i64) -> Result<T, StoreError> {
    T::try_from(integer).map_err(|_| corrupt(column))
}

/// The error names the column and never the value, which may be a secret.
pub fn corrupt(column: &'static str) -> StoreError {
    StoreError::Corrupt(format!("column {column}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_path_that_leads_elsewhere_is_not_believed() {
        assert_eq!(own_path("column", "/users?q=a").unwrap().as_str(), "/users?q=a");
        assert_eq!(own_path("column", ReturnTo::default().as_str()).unwrap(), ReturnTo::default());
        for foreign in ["", "/", "//evil.example", "https://evil.example"] {
            assert!(matches!(own_path("column", foreign), Err(StoreError::Corrupt(_))), "{foreign:?}");
        }
    }

    #[test]
    fn a_hash_has_thirty_two_bytes() {
        assert_eq!(hashed_handle("column", vec![7; 32]).unwrap().as_bytes(), &[7; 32]);
        for length in [0, 31, 33] {
            assert!(matches!(hashed_handle("column", vec![7; length]), Err(StoreError::Corrupt(_))), "{length}");
        }
    }
}
