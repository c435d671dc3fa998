//! An error with its causes.

use std::{error::Error, fmt};

/// Shows an error and what caused it and what caused that, in one line with colons between: the first message alone says
/// that something failed, and seldom why. An error that repeats its cause in its own words has it once.
#[derive(Clone, Copy, Debug)]
pub struct Chain<'a>(pub &'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = self.0.to_string();
        f.write_str(&told)?;
        let causes = std::iter::successors(self.0.source(), |cause| (*cause).source());
        for cause in causes.map(ToString::to_string) {
            if !told.ends_with(&cause) {
                write!(f, ": {cause}")?;
                told = cause;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use crate::domain::store::StoreError;

    #[derive(Debug, thiserror::Error)]
    #[error("the link broke: {0}")]
    struct Broken(#[source] io::Error);

    #[test]
    fn every_cause_is_told_once() {
        let error = StoreError::unavailable(Broken(io::Error::other("reset by peer")));
        assert_eq!(Chain(&error).to_string(), "the store is not available: the link broke: reset by peer");
        assert_eq!(Chain(&StoreError::Duplicate).to_string(), StoreError::Duplicate.to_string());
    }
}
