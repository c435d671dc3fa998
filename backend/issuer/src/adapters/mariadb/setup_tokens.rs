//! The table `setup_tokens`.

use async_trait::async_trait;
use shared::{
    adapters::columns::millis,
    domain::{clock::Timestamp, handles::HashedHandle, setup::SetupTokenRepository, store::StoreError},
};

use super::{
    MariaDbUnitOfWork,
    outcome::{in_time, one_or_none},
};

#[async_trait]
impl SetupTokenRepository for MariaDbUnitOfWork {
    async fn replace(&mut self, token: &HashedHandle, at: Timestamp) -> Result<(), StoreError> {
        let (hash, at) = (token.as_bytes().as_slice(), millis(at));
        // The server counts a row that it replaced as two.
        let query = sqlx::query!(
            "INSERT INTO setup_tokens (slot, token_hash, created_at) VALUES (1, ?, ?)
             ON DUPLICATE KEY UPDATE token_hash = VALUES(token_hash), created_at = VALUES(created_at)",
            hash,
            at
        );
        let result = in_time(query.execute(self.connection()?)).await;
        self.settle(result).map(drop)
    }

    async fn consume(&mut self, token: &HashedHandle) -> Result<bool, StoreError> {
        let hash = token.as_bytes().as_slice();
        let query = sqlx::query!("DELETE FROM setup_tokens WHERE token_hash = ?", hash);
        let result = in_time(query.execute(self.connection()?)).await;
        one_or_none(&self.settle(result)?)
    }

    async fn is(&mut self, token: &HashedHandle) -> Result<bool, StoreError> {
        let hash = token.as_bytes().as_slice();
        let query = sqlx::query_scalar!("SELECT COUNT(*) FROM setup_tokens WHERE token_hash = ?", hash);
        let count = in_time(query.fetch_one(self.connection()?)).await;
        Ok(self.settle(count)? > 0)
    }

    async fn clear(&mut self) -> Result<(), StoreError> {
        let query = sqlx::query!("DELETE FROM setup_tokens");
        let result = in_time(query.execute(self.connection()?)).await;
        one_or_none(&self.settle(result)?).map(drop)
    }
}
