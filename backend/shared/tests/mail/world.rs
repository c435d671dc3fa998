//! Mails, and how they are handed to the server of a test.

use std::{error::Error, fs};

use shared::{
    adapters::{
        mail::{SmtpMailer, SmtpServer},
        os_randomness::OsRandomness,
        system_clock::SystemClock,
    },
    domain::{
        clock::Clock,
        ids::MailId,
        mail::{Mail, MailError, MailKind, Mailer, OutgoingMail},
    },
};
use testkit::servers::mail::MailServer;

/// What every error is searched for.
pub(crate) const RECIPIENT: &str = "anna@example.com";

/// A mail that was put into the outbox just now.
pub(crate) fn mail(to: &str, subject: &str, text: &str) -> OutgoingMail {
    let clock = SystemClock::new();
    let now = clock.now();
    OutgoingMail {
        id: MailId::new(&clock, &OsRandomness),
        kind: MailKind::IdentityLinked,
        mail: Mail { to: to.parse().unwrap(), subject: subject.to_owned(), text: text.to_owned() },
        attempts: 1,
        created_at: now,
        due_at: now,
    }
}

/// A plain one.
pub(crate) fn hello(to: &str) -> OutgoingMail {
    mail(to, "Hello", "Hello\n")
}

/// Hands mails to `url`, whose `PORT` is this server's.
pub(crate) fn mailer_to(url: &str, server: &MailServer) -> SmtpMailer {
    SmtpMailer::new(address(url, server), "Paseport <no-reply@example.com>".parse().unwrap()).unwrap()
}

/// The same, and trusts who signed the server's certificate.
pub(crate) fn trusting_mailer_to(url: &str, server: &MailServer) -> SmtpMailer {
    let address = address(url, server).trusting(fs::read(server.authority()).unwrap());
    SmtpMailer::new(address, "no-reply@example.com".parse().unwrap()).unwrap()
}

fn address(url: &str, server: &MailServer) -> SmtpServer {
    SmtpServer::new(&url.replace("PORT", &server.port().to_string()), false).unwrap()
}

/// Hands it to a server of this machine that asks for nothing.
pub(crate) async fn send(server: &MailServer, mail: &OutgoingMail) -> Result<(), MailError> {
    mailer_to("smtp://127.0.0.1:PORT", server).send(mail).await
}

/// What is logged of a mail that is tried again.
#[track_caller]
pub(crate) fn transient(tried: Result<(), MailError>) -> String {
    let Err(MailError::Transient(error)) = tried else { panic!("{tried:?}") };
    told(&*error)
}

/// What is logged of a mail that is given up.
#[track_caller]
pub(crate) fn permanent(tried: Result<(), MailError>) -> String {
    let Err(MailError::Permanent(error)) = tried else { panic!("{tried:?}") };
    told(&*error)
}

#[track_caller]
fn told(error: &(dyn Error + 'static)) -> String {
    let told = match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    };
    assert!(!format!("{told} {error:?}").contains('@'), "{told} shows an address: {error:?}");
    told
}
