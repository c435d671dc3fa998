//! The way out of mails as a port.

use async_trait::async_trait;

use super::OutgoingMail;

/// A mail was not taken. The cause is for the log: it holds neither an address of a person nor any text of the mail, which
/// is why it does not repeat what the server said.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Worth another try: away, slow, busy (4yz of RFC 5321, section 4.2.1).
    #[error("the mail server did not take the mail now")]
    Transient(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It will never be taken (5yz).
    #[error("the mail server refused the mail")]
    Permanent(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Sends mails.
///
/// Contract: an answer of `Ok` means that the next server took responsibility. The same mail may be sent twice when an
/// answer was lost; its `Message-ID` follows from its id, so that the second can be recognized. No text of a mail can
/// become a header or another recipient.
#[async_trait]
pub trait Mailer: Send + Sync {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError>;
}
