//! A mail.

use std::{fmt, str::FromStr};

use crate::domain::{clock::Timestamp, ids::MailId, users::Email};

/// What a mail is about; the word is stored and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailKind {
    IdentityLinked,
    IdentityUnlinked,
}

/// The word is not one of the known ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of mail")]
pub struct UnknownMailKind;

impl MailKind {
    const ALL: [Self; 2] = [Self::IdentityLinked, Self::IdentityUnlinked];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::IdentityLinked => "identity_linked",
            Self::IdentityUnlinked => "identity_unlinked",
        }
    }
}

impl FromStr for MailKind {
    type Err = UnknownMailKind;

    fn from_str(word: &str) -> Result<Self, UnknownMailKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or(UnknownMailKind)
    }
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingMail {
    pub id: MailId,
    pub kind: MailKind,
    pub mail: Mail,
    /// How often it was taken to be sent.
    pub attempts: u32,
    pub created_at: Timestamp,
    /// Nobody tries it before.
    pub due_at: Timestamp,
}
