//! Nothing that leaves the machine can be read on its way.

use shared::domain::mail::Mailer;
use testkit::servers::mail::{Encryption, MailServer, MailSetup};

use crate::world::{RECIPIENT, hello, mailer_to, transient, trusting_mailer_to};

const LOGIN: (&str, &str) = ("paseport", "q7Zt1m0YHcXv");

/// 0.0.0.0 leads to this machine too, and is no loopback address by its name: what goes there has to be encrypted.
const STARTTLS: &str = "smtp://paseport:q7Zt1m0YHcXv@0.0.0.0:PORT";
const TLS: &str = "smtps://paseport:q7Zt1m0YHcXv@127.0.0.1:PORT";

fn encrypted(encryption: Encryption) -> MailServer {
    MailServer::start_with(MailSetup { encryption: Some(encryption), login: Some(LOGIN), smtputf8: true })
}

#[tokio::test]
async fn both_ways_of_tls_carry_login_and_mail() {
    for (encryption, url) in [(Encryption::StartTls, STARTTLS), (Encryption::AtOnce, TLS)] {
        let server = encrypted(encryption);
        trusting_mailer_to(url, &server).send(&hello(RECIPIENT)).await.unwrap();
        let [received] = &server.received()[..] else { panic!("not one mail") };
        assert!(received.encrypted && received.user.as_deref() == Some(LOGIN.0), "{encryption:?}: {received:?}");
    }
}

#[tokio::test]
async fn a_server_that_can_not_prove_who_it_is_gets_neither() {
    for (encryption, url) in [(Encryption::StartTls, STARTTLS), (Encryption::AtOnce, TLS)] {
        let (server, other) = (encrypted(encryption), encrypted(encryption));
        // Trusts the authority of another one.
        let url = url.replace("PORT", &server.port().to_string());
        let told = transient(trusting_mailer_to(&url, &other).send(&hello(RECIPIENT)).await);
        assert!(told.contains("certificate"), "{encryption:?}: {told}");
        assert!(server.received().is_empty());
    }
}

#[tokio::test]
async fn a_server_without_starttls_gets_nothing() {
    let server = MailServer::start();
    let told = transient(mailer_to(STARTTLS, &server).send(&hello(RECIPIENT)).await);
    assert!(told.contains("STARTTLS"), "{told}");
    assert!(server.received().is_empty());
}
