//! What can go wrong with Vault.

use std::sync::Arc;

/// Why Vault did not do what it was asked for. Never holds a secret.
#[derive(Clone, Debug, thiserror::Error)]
pub enum VaultError {
    /// The client can't be made, for instance for want of trusted certificates.
    #[error("no client for Vault can be made")]
    Client(#[source] Arc<reqwest::Error>),
    /// No answer: no connection, or too slow.
    #[error("Vault is not reachable")]
    Unreachable(#[source] Arc<reqwest::Error>),
    /// Someone must unseal it.
    #[error("Vault is sealed")]
    Sealed,
    /// Vault does not know the role id and secret id, or not the token (any more).
    #[error("Vault refuses our credentials: {0}")]
    Credentials(String),
    /// The policy of our token does not allow this.
    #[error("Vault does not allow this: {0}")]
    Denied(String),
    /// There is no such key.
    #[error("Vault has no such key")]
    NotFound,
    /// Any other answer that is not success.
    #[error("Vault answers {status}: {message}")]
    Status {
        /// The HTTP status.
        status: u16,
        /// What Vault says about it.
        message: String,
    },
    /// This one of several was not done.
    #[error("Vault did not sign: {0}")]
    Item(String),
    /// Success, but not what was asked for.
    #[error("Vault's answer is not understood: {0}")]
    Malformed(&'static str),
    /// The key may not be used as it is set up.
    #[error("the key in Vault can't be used: {0}")]
    Unsuitable(&'static str),
    /// More signatures wait than can be made in time.
    #[error("too many signatures wait for Vault")]
    Busy,
    /// The answer did not come in time.
    #[error("Vault is too slow")]
    TooSlow,
}
