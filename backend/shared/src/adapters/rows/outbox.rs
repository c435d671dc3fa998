//! A row of `outbox`.

use crate::{
    adapters::columns::{millis, number, parsed, time},
    domain::{
        mail::{Mail, OutgoingMail},
        store::StoreError,
    },
};

/// All columns.
#[expect(missing_debug_implementations, reason = "a row holds secrets and personal data in the clear")]
pub struct MailRow {
    pub id: String,
    pub kind: String,
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub attempts: i64,
    pub created_at: i64,
    pub due_at: i64,
}

impl TryFrom<MailRow> for OutgoingMail {
    type Error = StoreError;

    fn try_from(row: MailRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("outbox.id", &row.id)?,
            kind: parsed("outbox.kind", &row.kind)?,
            mail: Mail { to: parsed("outbox.recipient", &row.recipient)?, subject: row.subject, text: row.body },
            attempts: number("outbox.attempts", row.attempts)?,
            created_at: time("outbox.created_at", row.created_at)?,
            due_at: time("outbox.due_at", row.due_at)?,
        })
    }
}

impl From<&OutgoingMail> for MailRow {
    /// A mail as it is stored.
    fn from(mail: &OutgoingMail) -> Self {
        Self {
            id: mail.id.to_string(),
            kind: mail.kind.as_str().to_owned(),
            recipient: mail.mail.to.to_string(),
            subject: mail.mail.subject.clone(),
            body: mail.mail.text.clone(),
            attempts: mail.attempts.into(),
            created_at: millis(mail.created_at),
            due_at: millis(mail.due_at),
        }
    }
}
