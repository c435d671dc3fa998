//! Why a token is not believed.

use openidconnect::{ClaimsVerificationError, SignatureVerificationError};
use shared::domain::{
    providers::RelyingPartyError,
    users::unicode::{is_control, is_invisible},
};

/// More of a stranger's words is no use to anybody, in characters.
const MOST_WORDS: usize = 400;

/// Why a token is not believed. Never holds a secret or personal data.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub(super) struct Doubt {
    reason: String,
    /// Whether other keys of the provider could make a difference.
    is_about_keys: bool,
}

impl Doubt {
    pub(super) fn new(reason: impl AsRef<str>) -> Self {
        Self { reason: words(reason.as_ref()), is_about_keys: false }
    }

    pub(super) fn about_keys(reason: impl AsRef<str>) -> Self {
        Self { reason: words(reason.as_ref()), is_about_keys: true }
    }

    pub(super) fn is_about_keys(&self) -> bool {
        self.is_about_keys
    }

    pub(super) fn into_reason(self) -> String {
        self.reason
    }
}

impl From<ClaimsVerificationError> for Doubt {
    fn from(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::SignatureVerification(error) => error.into(),
            // What the library would say has the token's own words in it, and they may be anything.
            ClaimsVerificationError::InvalidIssuer(_) => Self::new("Invalid issuer: it is another (iss)"),
            ClaimsVerificationError::InvalidAudience(_) => Self::new("Invalid audiences: they are others (aud, azp)"),
            other => Self::new(other.to_string()),
        }
    }
}

impl From<SignatureVerificationError> for Doubt {
    fn from(error: SignatureVerificationError) -> Self {
        match error {
            // A key may have been replaced since they were read, under another name, under the same, or without any.
            SignatureVerificationError::NoMatchingKey
            | SignatureVerificationError::AmbiguousKeyId(_)
            | SignatureVerificationError::CryptoError(_) => Self::about_keys(error.to_string()),
            _ => Self::new(error.to_string()),
        }
    }
}

impl From<Doubt> for RelyingPartyError {
    fn from(doubt: Doubt) -> Self {
        Self::Unbelievable(doubt.into_reason())
    }
}

/// A stranger's words, fit for one line of a log or a sentence on a page.
pub(super) fn words(text: &str) -> String {
    text.chars().filter(|character| !is_control(*character) && !is_invisible(*character)).take(MOST_WORDS).collect()
}
