//! The table `used_logout_tokens`.

use async_trait::async_trait;
use shared::{
    adapters::{columns::millis, rows::logout_tokens::token_hash},
    domain::{clock::Timestamp, identities::LogoutTokenRepository, ids::ProviderId, store::StoreError},
};

use super::super::{
    SqliteUnitOfWork,
    outcome::{one_or_none, store_error},
};

#[async_trait]
impl LogoutTokenRepository for SqliteUnitOfWork {
    async fn use_once(
        &mut self,
        provider: &ProviderId,
        token_id: &str,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let (provider, hash, expires_at) = (provider.to_string(), token_hash(token_id), millis(expires_at));
        let hash = hash.as_slice();
        let query = sqlx::query!(
            "INSERT INTO used_logout_tokens (provider_id, token_hash, expires_at) VALUES (?1, ?2, ?3)
             ON CONFLICT DO NOTHING",
            provider,
            hash,
            expires_at
        );
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn forget_before(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let before = millis(before);
        let query = sqlx::query!("DELETE FROM used_logout_tokens WHERE expires_at < ?1", before);
        Ok(query.execute(self.connection()).await.map_err(store_error)?.rows_affected())
    }
}
