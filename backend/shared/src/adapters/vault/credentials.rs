//! With what one logs in to Vault.

use secrecy::SecretString;

/// What proves to Vault who is asking. Its `Debug` shows no secret.
#[derive(Clone, Debug)]
pub enum VaultCredentials {
    /// A token that someone else made. When it is dead, only a new start with another helps.
    Token(SecretString),
    /// An `AppRole`: with it, a new token can be had at any time.
    AppRole {
        /// Which role; not a secret by itself.
        role_id: String,
        /// What only this role knows.
        secret_id: SecretString,
    },
}
