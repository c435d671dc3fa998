//! The table `setup_tokens`.

use async_trait::async_trait;
use shared::domain::{clock::Timestamp, handles::HashedHandle, setup::SetupTokenRepository, store::StoreError};

use super::{
    SqliteUnitOfWork,
    columns::millis,
    outcome::{exactly_one, one_or_none, store_error},
};

#[async_trait]
impl SetupTokenRepository for SqliteUnitOfWork {
    async fn replace(&mut self, token: &HashedHandle, at: Timestamp) -> Result<(), StoreError> {
        self.clear().await?;
        let (hash, at) = (token.as_bytes().as_slice(), millis(at));
        let query =
            sqlx::query!("INSERT INTO setup_tokens (slot, token_hash, created_at) VALUES (1, ?1, ?2)", hash, at);
        exactly_one(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn consume(&mut self, token: &HashedHandle) -> Result<bool, StoreError> {
        let hash = token.as_bytes().as_slice();
        let query = sqlx::query!("DELETE FROM setup_tokens WHERE token_hash = ?1", hash);
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn is(&mut self, token: &HashedHandle) -> Result<bool, StoreError> {
        let hash = token.as_bytes().as_slice();
        let query = sqlx::query_scalar!("SELECT COUNT(*) FROM setup_tokens WHERE token_hash = ?1", hash);
        Ok(query.fetch_one(self.connection()).await.map_err(store_error)? > 0)
    }

    async fn clear(&mut self) -> Result<(), StoreError> {
        let query = sqlx::query!("DELETE FROM setup_tokens");
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?).map(drop)
    }
}
