//! A mail.

use std::fmt;

use crate::domain::{clock::Timestamp, ids::MailId, users::Email};

/// What a mail is about; the word is stored and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailKind {
    IdentityLinked,
    IdentityUnlinked,
}

/// A mail to be sent. `Debug` is silent: it is personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    pub to: Email,
    /// One line.
    pub subject: String,
    /// Plain text, lines of at most 78 characters where they can be.
    pub text: String,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mail(…)")
    }
}

/// A mail in the outbox.
#[derive(Clone, Debug)]
pub struct OutgoingMail {
    pub id: MailId,
    pub kind: MailKind,
    pub mail: Mail,
    /// How often it was tried.
    pub attempts: u32,
    pub created_at: Timestamp,
    /// Nobody tries it before.
    pub due_at: Timestamp,
}
