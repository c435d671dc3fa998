//! The record of providers as a port.

use async_trait::async_trait;

use super::{Provider, Slug};
use crate::domain::{ids::ProviderId, store::StoreError};

/// The table `providers`. Rows are never deleted: identities and the audit record refer to them.
#[async_trait]
pub trait ProviderRepository: Send {
    async fn find(&mut self, id: &ProviderId) -> Result<Option<Provider>, StoreError>;

    /// The same, and nobody else changes the row until the unit of work ends.
    async fn lock(&mut self, id: &ProviderId) -> Result<Option<Provider>, StoreError>;

    /// The same, and nobody changes the row until the unit of work ends, but others may hold it too: for what only builds
    /// on it. Whoever holds it must not change it in the same unit of work.
    async fn hold(&mut self, id: &ProviderId) -> Result<Option<Provider>, StoreError>;

    async fn find_by_slug(&mut self, slug: &Slug) -> Result<Option<Provider>, StoreError>;

    /// All of them, in the order they were made. Admins make a handful.
    async fn list(&mut self) -> Result<Vec<Provider>, StoreError>;

    /// [`StoreError::Duplicate`] when slug or issuer is taken.
    async fn insert(&mut self, provider: &Provider) -> Result<(), StoreError>;

    /// Writes everything but id, issuer and the time it was made; `false` when there is no such provider,
    /// [`StoreError::Duplicate`] when the slug is another's.
    async fn update(&mut self, provider: &Provider) -> Result<bool, StoreError>;
}
