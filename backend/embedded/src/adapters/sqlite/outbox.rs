//! The table `outbox`.

use async_trait::async_trait;
use shared::{
    adapters::{
        columns::{millis, number},
        rows::outbox::MailRow,
    },
    domain::{
        clock::Timestamp,
        ids::MailId,
        mail::{Outbox, OutgoingMail},
        store::StoreError,
    },
};

use super::{
    SqliteUnitOfWork,
    outcome::{exactly_one, one_or_none, store_error},
};

#[async_trait]
impl Outbox for SqliteUnitOfWork {
    async fn put(&mut self, mail: &OutgoingMail) -> Result<(), StoreError> {
        let row = MailRow::from(mail);
        let query = sqlx::query!(
            "INSERT INTO outbox (id, kind, recipient, subject, body, attempts, created_at, due_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            row.id,
            row.kind,
            row.recipient,
            row.subject,
            row.body,
            row.attempts,
            row.created_at,
            row.due_at
        );
        exactly_one(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn take_due(
        &mut self,
        now: Timestamp,
        retry_at: Timestamp,
        limit: u32,
    ) -> Result<Vec<OutgoingMail>, StoreError> {
        let (now, retry_at) = (millis(now), millis(retry_at));
        // Identifiers sort by time.
        let query = sqlx::query_as!(
            MailRow,
            "UPDATE outbox SET attempts = attempts + 1, due_at = ?2
             WHERE id IN (SELECT id FROM outbox WHERE due_at <= ?1 ORDER BY id LIMIT ?3)
             RETURNING id, kind, recipient, subject, body, attempts, created_at, due_at",
            now,
            retry_at,
            limit
        );
        let mut rows = query.fetch_all(self.connection()).await.map_err(store_error)?;
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        rows.into_iter().map(OutgoingMail::try_from).collect()
    }

    async fn remove(&mut self, id: &MailId) -> Result<(), StoreError> {
        let id = id.to_string();
        let query = sqlx::query!("DELETE FROM outbox WHERE id = ?1", id);
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?).map(drop)
    }

    async fn postpone(&mut self, id: &MailId, due_at: Timestamp) -> Result<(), StoreError> {
        let (id, due_at) = (id.to_string(), millis(due_at));
        let query = sqlx::query!("UPDATE outbox SET due_at = ?2 WHERE id = ?1", id, due_at);
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?).map(drop)
    }

    async fn count(&mut self) -> Result<u64, StoreError> {
        let query = sqlx::query_scalar!("SELECT COUNT(*) FROM outbox");
        number("COUNT(*)", query.fetch_one(self.connection()).await.map_err(store_error)?)
    }
}
