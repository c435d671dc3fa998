//! The name of one request: on its answer, in its log lines, in the audit record.

use std::{fmt, str::FromStr, sync::Arc};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::domain::randomness::{Randomness, random_bytes};

/// The text can't be a request id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid request id")]
pub struct InvalidRequestId;

/// 16 to 64 of `[A-Za-z0-9_-]`, from the caller or made here. Cheap to clone.
///
/// Nothing may rely on it being unique or secret: a caller can name his requests as he likes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// A new one: 128 random bits, base64url.
    pub fn new(randomness: &dyn Randomness) -> Self {
        Self(URL_SAFE_NO_PAD.encode(random_bytes::<16>(randomness)).into())
    }

    /// The id as it stands in headers and records.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RequestId {
    type Err = InvalidRequestId;

    fn from_str(text: &str) -> Result<Self, InvalidRequestId> {
        let well_formed = (16..=64).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        if well_formed { Ok(Self(text.into())) } else { Err(InvalidRequestId) }
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RequestId({})", self.0)
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::os_randomness::OsRandomness;

    #[test]
    fn length_and_alphabet_are_held() {
        for good in ["0123456789abcdef", &"x".repeat(64), "AZaz09_-AZaz09_-"] {
            assert_eq!(good.parse::<RequestId>().map(|id| id.to_string()), Ok(good.to_owned()));
        }
        for bad in ["", "0123456789abcde", &"x".repeat(65), "0123456789abcde\n", "0123456789abcde.", "0123456789abcdé"]
        {
            assert_eq!(bad.parse::<RequestId>(), Err(InvalidRequestId), "{bad:?}");
        }
    }

    #[test]
    fn a_new_one_is_well_formed_and_unlike_the_last() {
        let first = RequestId::new(&OsRandomness);
        assert_eq!(first.as_str().parse(), Ok(first.clone()));
        assert_ne!(first, RequestId::new(&OsRandomness));
    }
}
