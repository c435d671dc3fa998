//! The table `authority_changes`.

use async_trait::async_trait;
use shared::{
    adapters::{columns::millis, rows::authority_changes::ChangeRow},
    domain::{
        clock::Timestamp,
        ids::ChangeId,
        sessions::{AuthorityChange, AuthorityChanges},
        store::StoreError,
    },
};

use super::{
    SqliteUnitOfWork,
    outcome::{exactly_one, one_or_none, store_error},
};

#[async_trait]
impl AuthorityChanges for SqliteUnitOfWork {
    async fn add(&mut self, change: &AuthorityChange) -> Result<(), StoreError> {
        let row = ChangeRow::of(change)?;
        let query = sqlx::query!(
            "INSERT INTO authority_changes (id, created_at, kind, user_id, session_id, expires_at, version, applied_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL)",
            row.id,
            row.created_at,
            row.kind,
            row.user_id,
            row.session_id,
            row.expires_at,
            row.version
        );
        exactly_one(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn pending(&mut self, limit: u32) -> Result<Vec<AuthorityChange>, StoreError> {
        let query = sqlx::query_as!(
            ChangeRow,
            "SELECT id, created_at, kind, user_id, session_id, expires_at, version FROM authority_changes
             WHERE applied_at IS NULL ORDER BY created_at, id LIMIT ?1",
            limit
        );
        let rows = query.fetch_all(self.connection()).await.map_err(store_error)?;
        rows.into_iter().map(AuthorityChange::try_from).collect()
    }

    async fn since(&mut self, from: Timestamp) -> Result<Vec<AuthorityChange>, StoreError> {
        let from = millis(from);
        let query = sqlx::query_as!(
            ChangeRow,
            "SELECT id, created_at, kind, user_id, session_id, expires_at, version FROM authority_changes
             WHERE created_at >= ?1 ORDER BY created_at, id",
            from
        );
        let rows = query.fetch_all(self.connection()).await.map_err(store_error)?;
        rows.into_iter().map(AuthorityChange::try_from).collect()
    }

    async fn mark_applied(&mut self, change: &ChangeId, at: Timestamp) -> Result<(), StoreError> {
        let (id, at) = (change.to_string(), millis(at));
        let query =
            sqlx::query!("UPDATE authority_changes SET applied_at = ?2 WHERE id = ?1 AND applied_at IS NULL", id, at);
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?).map(drop)
    }

    async fn forget_before(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let before = millis(before);
        let query =
            sqlx::query!("DELETE FROM authority_changes WHERE applied_at IS NOT NULL AND created_at < ?1", before);
        Ok(query.execute(self.connection()).await.map_err(store_error)?.rows_affected())
    }
}
