//! What is wrong with a provider's discovery document or keys.

use std::{error::Error, sync::Arc};

use shared::domain::{
    outbound::FetchError,
    providers::{DiscoveryFault, RelyingPartyError},
};

use super::{client::is_outage, doubt::words};

/// Why we can't work with a provider. Each is a sentence for the admin who entered it.
#[derive(Debug, thiserror::Error)]
pub(super) enum Flaw {
    #[error("{url} can't be read: {why}")]
    Unread { url: String, why: FetchError },
    #[error("{url} answers with status {status} instead of 200.")]
    Status { url: String, status: u16 },
    #[error("{url} is not JSON.")]
    NotJson { url: String },
    #[error("The discovery document names no {0}.")]
    Missing(&'static str),
    #[error("The discovery document's {name} is not as it should be: {why}.")]
    Malformed { name: &'static str, why: String },
    #[error(
        "The discovery document is of the issuer {found}, but {entered} was entered; both must be the same, to the last slash."
    )]
    OtherIssuer { entered: String, found: String },
    #[error("The discovery document's {0} must begin with https://.")]
    Plain(&'static str),
    #[error("The provider does not support the response type \"code\".")]
    NoCode,
    #[error("The provider does not support PKCE with S256.")]
    NoS256,
    #[error("The provider signs ID tokens with none of RS256, ES256 and EdDSA.")]
    NoAlgorithm,
    #[error("The provider takes a client secret neither by client_secret_basic nor by client_secret_post.")]
    NoClientAuthentication,
    #[error("The provider publishes no key that can be used: RSA of at least 2048 bits, P-256 or Ed25519.")]
    NoKey,
}

impl Flaw {
    /// Whether another try may find it gone without anybody's help.
    fn is_outage(&self) -> bool {
        match self {
            Self::Unread { why, .. } => is_outage(why),
            Self::Status { status, .. } => *status >= 500 || *status == 429,
            _ => false,
        }
    }

    /// For an admin.
    pub(super) fn fault(&self) -> DiscoveryFault {
        // Whether it is the name, the port or the certificate is what an admin can do something about.
        let cause = match self {
            Self::Unread { why: FetchError::Unreachable(source), .. } => format!(" ({})", root_of(&**source)),
            _ => String::new(),
        };
        let mut sentence = words(&format!("{self}{cause}"));
        if !sentence.ends_with('.') {
            sentence.push('.');
        }
        DiscoveryFault(sentence)
    }
}

/// What is at the bottom of an error.
fn root_of<'a>(mut error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    while let Some(source) = error.source() {
        error = source;
    }
    error
}

/// A flaw that met several who waited for the same answer.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct SharedFlaw(pub(super) Arc<Flaw>);

impl From<SharedFlaw> for RelyingPartyError {
    fn from(flaw: SharedFlaw) -> Self {
        if flaw.0.is_outage() { Self::Unavailable(flaw.into()) } else { Self::Unbelievable(flaw.0.fault().0) }
    }
}
