//! The one-time token that makes the first admin.

use async_trait::async_trait;

use super::{clock::Timestamp, handles::HashedHandle, store::StoreError};

/// The table `setup_tokens`, which has at most one row.
#[async_trait]
pub trait SetupTokenRepository: Send {
    /// Makes this the one token.
    async fn replace(&mut self, token: &HashedHandle, at: Timestamp) -> Result<(), StoreError>;

    /// Takes the token away if it is this one; `false` otherwise. Of two at once, one succeeds.
    async fn consume(&mut self, token: &HashedHandle) -> Result<bool, StoreError>;

    /// Whether this is the one token.
    async fn is(&mut self, token: &HashedHandle) -> Result<bool, StoreError>;

    /// Takes any token away.
    async fn clear(&mut self) -> Result<(), StoreError>;
}
