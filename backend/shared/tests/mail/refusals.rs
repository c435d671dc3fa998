//! What is tried again, and what is not.

use shared::domain::mail::Mailer;
use testkit::servers::{
    flaky_proxy::{Behaviour, FlakyProxy},
    mail::{MailServer, MailSetup},
};

use crate::world::{RECIPIENT, hello, mailer_to, permanent, send, transient};

#[tokio::test]
async fn a_recipient_who_is_refused_is_refused_for_good() {
    let server = MailServer::start();
    for code in [550, 551, 552, 553, 554, 556] {
        let told = permanent(send(&server, &hello(&format!("says-{code}@example.com"))).await);
        assert_eq!(told, format!("the mail server answers {code} 5.1.1"));
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_server_that_is_busy_is_tried_again() {
    let server = MailServer::start();
    for code in [421, 450, 451, 452] {
        let told = transient(send(&server, &hello(&format!("says-{code}@example.com"))).await);
        assert_eq!(told, format!("the mail server answers {code} 4.1.1"));
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_server_that_refuses_us_does_the_mail_no_harm() {
    let login = Some(("paseport", "q7Zt1m0YHcXv"));
    let server = MailServer::start_with(MailSetup { login, ..MailSetup::default() });
    let without_login = transient(send(&server, &hello(RECIPIENT)).await);
    assert!(without_login.contains("530"), "{without_login}");
    let told = transient(mailer_to("smtp://paseport:wrong@127.0.0.1:PORT", &server).send(&hello(RECIPIENT)).await);
    assert!(told.contains("535") && !told.contains("wrong"), "{told}");
    mailer_to("smtp://paseport:q7Zt1m0YHcXv@127.0.0.1:PORT", &server).send(&hello(RECIPIENT)).await.unwrap();
    let received = server.received();
    assert_eq!((received.len(), received[0].user.as_deref()), (1, Some("paseport")));
}

#[tokio::test]
async fn a_server_that_is_away_is_found_when_it_is_back() {
    let mut server = MailServer::start();
    let mailer = mailer_to("smtp://127.0.0.1:PORT", &server);
    server.kill();
    let told = transient(mailer.send(&hello(RECIPIENT)).await);
    assert!(told.contains("not reachable"), "{told}");
    server.run();
    mailer.send(&hello(RECIPIENT)).await.unwrap();
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_server_that_cuts_connections_or_speaks_something_else_is_tried_again() {
    let server = MailServer::start();
    let proxy = FlakyProxy::start(([127, 0, 0, 1], server.port()).into()).await;
    let mailer = mailer_to(&format!("smtp://{}", proxy.address()), &server);
    proxy.behave(Behaviour::Close);
    transient(mailer.send(&hello(RECIPIENT)).await);
    proxy.behave(Behaviour::Pass);
    mailer.send(&hello(RECIPIENT)).await.unwrap();
    assert_eq!(server.received().len(), 1);
}

/// The clock jumps to the end of the patience as soon as nothing else is left to do.
#[tokio::test(start_paused = true)]
async fn a_server_that_stands_still_is_left() {
    let server = MailServer::start();
    let mailer = mailer_to("smtp://127.0.0.1:PORT", &server);
    server.signal("STOP");
    let told = transient(mailer.send(&hello(RECIPIENT)).await);
    assert_eq!(told, "the mail server does not answer within 10 s");
    server.signal("CONT");
    assert!(server.received().is_empty());
}
