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
    MariaDbUnitOfWork,
    outcome::{exactly_one, in_time, one_or_none},
};

#[async_trait]
impl Outbox for MariaDbUnitOfWork {
    async fn put(&mut self, mail: &OutgoingMail) -> Result<(), StoreError> {
        let row = MailRow::from(mail);
        let query = sqlx::query!(
            "INSERT INTO outbox (id, kind, recipient, subject, body, attempts, created_at, due_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            row.id,
            row.kind,
            row.recipient,
            row.subject,
            row.body,
            row.attempts,
            row.created_at,
            row.due_at
        );
        let result = in_time(query.execute(self.connection()?)).await;
        exactly_one(&self.settle(result)?)
    }

    async fn take_due(
        &mut self,
        now: Timestamp,
        retry_at: Timestamp,
        limit: u32,
    ) -> Result<Vec<OutgoingMail>, StoreError> {
        let (now, retry_at) = (millis(now), millis(retry_at));
        // Identifiers sort by time. What another process is about to take is passed over, not waited for.
        let query = sqlx::query_as!(
            MailRow,
            "SELECT id, kind, recipient, subject, body, attempts, created_at, due_at FROM outbox
             WHERE due_at <= ? ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED",
            now,
            limit
        );
        let rows = in_time(query.fetch_all(self.connection()?)).await;
        let mut taken = Vec::new();
        for row in self.settle(rows)? {
            let row = MailRow { attempts: row.attempts + 1, due_at: retry_at, ..row };
            let query = sqlx::query!(
                "UPDATE outbox SET attempts = ?, due_at = ? WHERE id = ?",
                row.attempts,
                row.due_at,
                row.id
            );
            let result = in_time(query.execute(self.connection()?)).await;
            exactly_one(&self.settle(result)?)?;
            taken.push(row.try_into()?);
        }
        Ok(taken)
    }

    async fn remove(&mut self, id: &MailId) -> Result<(), StoreError> {
        let id = id.to_string();
        let query = sqlx::query!("DELETE FROM outbox WHERE id = ?", id);
        let result = in_time(query.execute(self.connection()?)).await;
        one_or_none(&self.settle(result)?).map(drop)
    }

    async fn postpone(&mut self, id: &MailId, due_at: Timestamp) -> Result<(), StoreError> {
        let (id, due_at) = (id.to_string(), millis(due_at));
        let query = sqlx::query!("UPDATE outbox SET due_at = ? WHERE id = ?", due_at, id);
        let result = in_time(query.execute(self.connection()?)).await;
        one_or_none(&self.settle(result)?).map(drop)
    }

    async fn count(&mut self) -> Result<u64, StoreError> {
        let query = sqlx::query_scalar!("SELECT COUNT(*) FROM outbox");
        let count = in_time(query.fetch_one(self.connection()?)).await;
        number("COUNT(*)", self.settle(count)?)
    }
}
