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
    MariaDbUnitOfWork,
    outcome::{exactly_one, in_time, one_or_none},
};

#[async_trait]
impl AuthorityChanges for MariaDbUnitOfWork {
    async fn add(&mut self, change: &AuthorityChange) -> Result<(), StoreError> {
        let row = ChangeRow::of(change)?;
        let query = sqlx::query!(
            "INSERT INTO authority_changes (id, created_at, kind, user_id, session_id, expires_at, version, applied_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
            row.id,
            row.created_at,
            row.kind,
            row.user_id,
            row.session_id,
            row.expires_at,
            row.version
        );
        let result = in_time(query.execute(self.connection()?)).await;
        exactly_one(&self.settle(result)?)
    }

    async fn pending(&mut self, limit: u32) -> Result<Vec<AuthorityChange>, StoreError> {
        let query = sqlx::query_as!(
            ChangeRow,
            "SELECT id, created_at, kind, user_id, session_id, expires_at, version FROM authority_changes
             WHERE applied_at IS NULL ORDER BY created_at, id LIMIT ?",
            limit
        );
        let rows = in_time(query.fetch_all(self.connection()?)).await;
        self.settle(rows)?.into_iter().map(AuthorityChange::try_from).collect()
    }

    async fn since(&mut self, from: Timestamp) -> Result<Vec<AuthorityChange>, StoreError> {
        let from = millis(from);
        let query = sqlx::query_as!(
            ChangeRow,
            "SELECT id, created_at, kind, user_id, session_id, expires_at, version FROM authority_changes
             WHERE created_at >= ? ORDER BY created_at, id",
            from
        );
        let rows = in_time(query.fetch_all(self.connection()?)).await;
        self.settle(rows)?.into_iter().map(AuthorityChange::try_from).collect()
    }

    async fn mark_applied(&mut self, change: &ChangeId, at: Timestamp) -> Result<(), StoreError> {
        let (id, at) = (change.to_string(), millis(at));
        let query =
            sqlx::query!("UPDATE authority_changes SET applied_at = ? WHERE id = ? AND applied_at IS NULL", at, id);
        let result = in_time(query.execute(self.connection()?)).await;
        one_or_none(&self.settle(result)?).map(drop)
    }

    async fn forget_before(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let before = millis(before);
        let query =
            sqlx::query!("DELETE FROM authority_changes WHERE applied_at IS NOT NULL AND created_at < ?", before);
        let result = in_time(query.execute(self.connection()?)).await;
        Ok(self.settle(result)?.rows_affected())
    }
}
