//! The table `used_logout_tokens`.

use async_trait::async_trait;
use shared::{
    adapters::{columns::millis, rows::logout_tokens::token_hash},
    domain::{clock::Timestamp, identities::LogoutTokenRepository, ids::ProviderId, store::StoreError},
};

use super::super::{
    MariaDbUnitOfWork,
    outcome::{exactly_one, in_time},
};

#[async_trait]
impl LogoutTokenRepository for MariaDbUnitOfWork {
    async fn use_once(
        &mut self,
        provider: &ProviderId,
        token_id: &str,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let (provider, hash, expires_at) = (provider.to_string(), token_hash(token_id), millis(expires_at));
        let hash = hash.as_slice();
        let query = sqlx::query!(
            "INSERT INTO used_logout_tokens (provider_id, token_hash, expires_at) VALUES (?, ?, ?)",
            provider,
            hash,
            expires_at
        );
        let result = in_time(query.execute(self.connection()?)).await;
        match self.settle(result) {
            Ok(result) => exactly_one(&result).map(|()| true),
            Err(StoreError::Duplicate) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn forget_before(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let before = millis(before);
        let query = sqlx::query!("DELETE FROM used_logout_tokens WHERE expires_at < ?", before);
        let result = in_time(query.execute(self.connection()?)).await;
        Ok(self.settle(result)?.rows_affected())
    }
}
