//! The outbox as a port.

use async_trait::async_trait;

use super::OutgoingMail;
use crate::domain::{clock::Timestamp, ids::MailId, store::StoreError};

/// The table `outbox`.
#[async_trait]
pub trait Outbox: Send {
    /// Puts a mail in, in the unit of work of what it tells of.
    async fn put(&mut self, mail: &OutgoingMail) -> Result<(), StoreError>;

    /// Up to `limit` mails that are due, the oldest first, each taken for its caller: it is due again at `retry_at` with one
    /// attempt more, and returned so. A process that dies loses none, and two processes don't take the same one: what
    /// another is about to take is passed over.
    async fn take_due(
        &mut self,
        now: Timestamp,
        retry_at: Timestamp,
        limit: u32,
    ) -> Result<Vec<OutgoingMail>, StoreError>;

    /// It was sent, or never will be.
    async fn remove(&mut self, id: &MailId) -> Result<(), StoreError>;

    /// It was not sent and is due again then.
    async fn postpone(&mut self, id: &MailId, due_at: Timestamp) -> Result<(), StoreError>;

    /// How many wait.
    async fn count(&mut self) -> Result<u64, StoreError>;
}
