//! A mail as it is handed on (RFC 5322): headers of our own choice, one recipient, plain text.

use std::time::SystemTime;

use lettre::{
    Address, Message,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0},
    },
};

use crate::domain::{
    mail::{OutgoingMail, Sender},
    users::Email,
};

/// Tells robots that nobody waits for their answer (RFC 3834, section 5).
const AUTO_SUBMITTED: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");

/// The mail can't be written down. Never shows an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    /// We take some addresses that mail programs don't know.
    #[error("an address has no form in which it could be sent")]
    Address,
    #[error("the mail has no form in which it could be sent")]
    Message,
}

/// The mail as the bytes of an `.eml` file.
pub fn to_bytes(mail: &OutgoingMail, from: &Sender) -> Result<Vec<u8>, Unwritable> {
    // The last line ends too; a server is told the end of the mail in its own way.
    Ok([&write(mail, from)?.formatted(), &b"\r\n"[..]].concat())
}

/// The mail with its envelope. The same mail is always written alike: `Date` is the time at which it was put into the
/// outbox, and `Message-ID` is its id.
pub(super) fn write(mail: &OutgoingMail, from: &Sender) -> Result<Message, Unwritable> {
    let sender = address(from.address())?;
    let message_id = format!("<{}@{}>", mail.id, sender.domain());
    Message::builder()
        .date(SystemTime::from(mail.created_at))
        .from(Mailbox::new(from.name().map(str::to_owned), sender))
        .to(Mailbox::new(None, address(&mail.mail.to)?))
        .subject(subject(&mail.mail.subject))
        .message_id(Some(message_id))
        .raw_header(HeaderValue::new(AUTO_SUBMITTED, "auto-generated".to_owned()))
        .header(MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN)
        .body(plain(&mail.mail.text))
        .map_err(|_| Unwritable::Message)
}

/// The address with its domain in ASCII, which every server takes; what stands before the @ has no such form.
pub(super) fn address(email: &Email) -> Result<Address, Unwritable> {
    let (local, domain) = email.as_str().rsplit_once('@').ok_or(Unwritable::Address)?;
    let domain = idna::domain_to_ascii(domain).map_err(|_| Unwritable::Address)?;
    Address::new(local, domain).map_err(|_| Unwritable::Address)
}

/// A line break in a header would begin another one. The library encodes it; here it becomes a space, as everything that
/// is no character does.
fn one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// The same where `=?` would begin a word that the reader's program decodes (RFC 2047, section 2), line breaks and all.
fn subject(text: &str) -> String {
    one_line(text).replace("=?", "= ?")
}

/// Lines of characters, and nothing that could mean something to a server or a terminal.
fn plain(text: &str) -> String {
    text.lines().map(one_line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::mail::{Mail, MailKind};

    fn mail(to: &str, subject: &str, text: &str) -> OutgoingMail {
        OutgoingMail {
            id: "019b76da-a800-7000-8000-000000000001".parse().unwrap(),
            kind: MailKind::IdentityLinked,
            mail: Mail { to: to.parse().unwrap(), subject: subject.to_owned(), text: text.to_owned() },
            attempts: 0,
            created_at: "2026-01-01T00:00:00Z".parse().unwrap(),
            due_at: "2026-01-01T00:00:00Z".parse().unwrap(),
        }
    }

    fn written(mail: &OutgoingMail, from: &str) -> String {
        String::from_utf8(to_bytes(mail, &from.parse().unwrap()).unwrap()).unwrap()
    }

    #[test]
    fn a_mail_says_who_when_and_that_no_person_wrote_it() {
        let text = written(&mail("anna@example.com", "Hello", "One\ntwo\n"), "Paseport <no-reply@example.com>");
        assert_eq!(
            text,
            "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n\
             From: Paseport <no-reply@example.com>\r\n\
             To: anna@example.com\r\n\
             Subject: Hello\r\n\
             Message-ID: <019b76da-a800-7000-8000-000000000001@example.com>\r\n\
             Auto-Submitted: auto-generated\r\n\
             MIME-Version: 1.0\r\n\
             Content-Type: text/plain; charset=utf-8\r\n\
             Content-Transfer-Encoding: 7bit\r\n\
             \r\n\
             One\r\ntwo\r\n"
        );
    }

    #[test]
    fn letters_beyond_ascii_are_encoded() {
        let text = written(&mail("anna@bücher.example", "Grüße", "Grüße"), "Übung <no-reply@bücher.example>");
        assert!(text.is_ascii(), "{text}");
        assert!(text.contains("To: anna@xn--bcher-kva.example\r\n"), "{text}");
        assert!(text.contains("Subject: =?utf-8?b?R3LDvMOfZQ==?=\r\n"), "{text}");
        assert!(text.contains("From: =?utf-8?b?w5xidW5n?= <no-reply@xn--bcher-kva.example>\r\n"), "{text}");
    }

    #[test]
    fn i9_a_line_break_becomes_no_header_and_ends_no_mail() {
        for line_break in ["\r\n", "\n", "\r", "\u{85}", "\0\n"] {
            let subject = format!("Hello{line_break}Bcc: evil@example.org{line_break}{line_break}Evil text");
            let body = format!("One{line_break}.{line_break}MAIL FROM:<evil@example.org>\rtwo");
            let text = written(&mail("anna@example.com", &subject, &body), "no-reply@example.com");
            let (headers, body) = text.split_once("\r\n\r\n").unwrap();
            let names: Vec<_> = headers.split("\r\n").map(|line| line.split(':').next().unwrap()).collect();
            let expected = ["Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version"];
            assert_eq!(names[..7], expected, "{line_break:?}");
            assert!(!body.replace("\r\n", "").contains(['\r', '\n']), "{body:?}");
        }
    }
}
