//! Mails, and the outbox they wait in: written with what they tell of, sent later.

mod mailer;
mod message;
mod outbox;
mod sender;

pub use mailer::{MailError, Mailer};
pub use message::{Mail, MailKind, OutgoingMail, UnknownMailKind};
pub use outbox::Outbox;
pub use sender::{InvalidSender, Sender};
