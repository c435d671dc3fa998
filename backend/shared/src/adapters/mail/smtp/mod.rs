//! Mails handed to a server by SMTP (RFC 5321).

mod failure;
mod server;

use std::{fmt, future::Future, time::Duration};

use async_trait::async_trait;
use lettre::{
    address::Envelope,
    transport::smtp::{
        self,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters},
        extension::{ClientId, Extension},
    },
};
use secrecy::ExposeSecret;
use tokio::time::timeout;

use self::server::Encryption;
pub use self::{
    failure::SmtpFailure,
    server::{InvalidSmtpUrl, SmtpServer},
};
use super::message;
use crate::domain::mail::{MailError, Mailer, OutgoingMail, Sender};

/// For a connection, encrypted and logged in.
const CONNECT_PATIENCE: Duration = Duration::from_secs(10);
/// For the mail. Servers look at what they get before they answer, and whoever leaves too early sends it twice.
const SEND_PATIENCE: Duration = Duration::from_mins(1);
/// For a last word when all is done.
const GOODBYE_PATIENCE: Duration = Duration::from_secs(1);

/// Hands mails to one server, each over a connection of its own: they are few, and a server that comes back is found.
///
/// One mail takes at most [`SmtpMailer::PATIENCE`].
pub struct SmtpMailer {
    server: SmtpServer,
    from: Sender,
    /// What TLS goes by; nothing where there is none.
    tls: Option<TlsParameters>,
    credentials: Option<Credentials>,
    /// The domain of the sender: a name that is ours, and says nothing of the machine.
    hello: ClientId,
}

impl SmtpMailer {
    /// The longest that one mail takes.
    pub const PATIENCE: Duration = CONNECT_PATIENCE.saturating_add(SEND_PATIENCE).saturating_add(GOODBYE_PATIENCE);

    /// A mailer that uses nothing but what is given here. Nothing is sent yet. The error is about certificates, or about a
    /// sender that no server would take.
    pub fn new(server: SmtpServer, from: Sender) -> Result<Self, SmtpFailure> {
        let sender = message::address(from.address()).map_err(|error| SmtpFailure::Unable(error.to_string()))?;
        let encrypted = server.encryption != Encryption::None;
        let tls = encrypted.then(|| tls(&server)).transpose().map_err(|error| SmtpFailure::of(&error))?;
        let login = server.login.as_ref();
        let credentials =
            login.map(|login| Credentials::new(login.user.clone(), login.password.expose_secret().to_owned()));
        Ok(Self { server, from, tls, credentials, hello: ClientId::Domain(sender.domain().to_owned()) })
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, smtp::Error> {
        let encryption = self.server.encryption;
        let at_once = self.tls.clone().filter(|_| encryption == Encryption::Tls);
        let address = (self.server.host.as_str(), self.server.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, Some(CONNECT_PATIENCE), &self.hello, at_once, None).await?;
        let upgrade = match encryption {
            Encryption::StartTls => true,
            Encryption::IfOffered => connection.can_starttls(),
            Encryption::None | Encryption::Tls => false,
        };
        if let Some(tls) = self.tls.clone().filter(|_| upgrade) {
            connection.starttls(tls, &self.hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }

    async fn hand_over(&self, message: &lettre::Message) -> Result<(), MailError> {
        let connected = within(CONNECT_PATIENCE, self.connect()).await;
        // Whatever it says, it was not told of the mail yet.
        let mut connection = connected.map_err(SmtpFailure::before_mail)?;
        let envelope = message.envelope();
        let taken = if is_ascii(envelope) || takes_all_letters(&connection) {
            within(SEND_PATIENCE, connection.send(envelope, &message.formatted())).await.map(drop)
        } else {
            Err(SmtpFailure::International)
        };
        // The server has the mail or refused it; how the connection ends changes neither.
        timeout(GOODBYE_PATIENCE, connection.abort()).await.ok();
        taken.map_err(SmtpFailure::of_mail)
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        let message = message::write(mail, &self.from).map_err(|error| MailError::Permanent(error.into()))?;
        self.hand_over(&message).await
    }
}

fn is_ascii(envelope: &Envelope) -> bool {
    let addresses = envelope.to().iter().chain(envelope.from());
    addresses.map(AsRef::<str>::as_ref).all(str::is_ascii)
}

/// Addresses and headers beyond ASCII (RFC 6531, section 3.2).
fn takes_all_letters(connection: &AsyncSmtpConnection) -> bool {
    [Extension::SmtpUtfEight, Extension::EightBitMime]
        .into_iter()
        .all(|extension| connection.server_info().supports_feature(extension))
}

async fn within<T>(patience: Duration, work: impl Future<Output = Result<T, smtp::Error>>) -> Result<T, SmtpFailure> {
    match timeout(patience, work).await {
        Ok(done) => done.map_err(|error| SmtpFailure::of(&error)),
        Err(_) => Err(SmtpFailure::TooSlow { seconds: patience.as_secs() }),
    }
}

fn tls(server: &SmtpServer) -> Result<TlsParameters, smtp::Error> {
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(pem) = &server.authorities {
        builder = builder.certificate_store(CertificateStore::None);
        builder = builder.add_root_certificate(Certificate::from_pem(pem)?);
    }
    builder.build()
}

impl fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpMailer").field("server", &self.server).finish_non_exhaustive()
    }
}
