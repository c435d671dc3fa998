//! The outbox in front of a real mail server.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use shared::{
    adapters::mail::{SmtpMailer, SmtpServer},
    domain::mail::{Mail, MailKind},
};
use testkit::{app::TestApp, servers::mail::MailServer};
use tracing_subscriber::filter::LevelFilter;

const HOUR: u64 = 3600;

async fn product(server: &MailServer) -> TestApp {
    let url = format!("smtp://127.0.0.1:{}", server.port());
    let from = "Paseport <no-reply@example.com>".parse().unwrap();
    let mailer = SmtpMailer::new(SmtpServer::new(&url, false).unwrap(), from).unwrap();
    TestApp::start_between(|_| {}, |ports| ports.mailer = Some(Arc::new(mailer))).await
}

async fn queue(app: &TestApp, recipients: &[&str]) {
    let issuer = &app.edition.issuer;
    for to in recipients {
        let (to, subject, text) = (to.parse().unwrap(), "A subject".to_owned(), "A text\n".to_owned());
        let mut work = issuer.ports.store.begin().await.unwrap();
        issuer.mails.queue(&mut *work, MailKind::IdentityLinked, Mail { to, subject, text }).await.unwrap();
        work.commit().await.unwrap();
    }
}

async fn send(app: &TestApp) -> usize {
    app.edition.issuer.mails.send_due().await.unwrap()
}

fn recipients(server: &MailServer) -> Vec<String> {
    let mut recipients: Vec<_> = server.received().into_iter().flat_map(|mail| mail.to).collect();
    recipients.sort();
    recipients
}

#[tokio::test]
async fn while_the_server_is_away_nothing_is_lost() {
    let mut server = MailServer::start();
    let app = product(&server).await;
    server.kill();
    let people = ["anna@example.com", "bert@example.com", "carl@example.com", "dora@example.com"];
    queue(&app, &people[..3]).await;
    // Two days, with a restart in the middle and another mail on the second.
    for hour in 0..48 {
        assert_eq!(send(&app).await, 0);
        app.advance(HOUR);
        if hour == 30 {
            queue(&app, &people[3..]).await;
        }
    }
    server.run();
    app.advance(6 * HOUR);
    assert_eq!(send(&app).await, 4);
    assert_eq!(recipients(&server), people);
    app.advance(100 * HOUR);
    assert_eq!(send(&app).await, 0);
    assert_eq!(server.received().len(), 4, "each once");
}

#[tokio::test]
async fn one_recipient_who_is_refused_and_one_who_has_to_wait_hold_up_nobody() {
    let server = MailServer::start();
    let app = product(&server).await;
    queue(&app, &["says-550@example.com", "says-451@example.com", "anna@example.com", "bert@example.com"]).await;
    assert_eq!(send(&app).await, 2);
    assert_eq!(recipients(&server), ["anna@example.com", "bert@example.com"]);
    let mut work = app.edition.issuer.ports.store.read().await.unwrap();
    assert_eq!(work.outbox().count().await.unwrap(), 1, "the one who has to wait");
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn i6_no_line_of_the_log_holds_an_address_or_a_text() {
    let mut server = MailServer::start();
    let app = product(&server).await;
    let log = Log::default();
    let writer = log.clone();
    // For the whole program: what other tests log meanwhile has to be as silent.
    let subscriber =
        tracing_subscriber::fmt().json().with_max_level(LevelFilter::TRACE).with_writer(move || writer.clone());
    tracing::subscriber::set_global_default(subscriber.finish()).unwrap();
    queue(&app, &["says-550@example.com", "says-451@example.com", "josé@example.com", "anna@example.com"]).await;
    send(&app).await;
    server.kill();
    for _ in 0..90 {
        app.advance(HOUR);
        send(&app).await;
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for event in ["mail.sent", "mail.refused", "mail.postponed", "mail.given_up"] {
        assert!(log.contains(event), "{event} is not logged: {log}");
    }
    assert!(log.contains("550 5.1.1"), "the reason is: {log}");
    for private in ["@example.com", "says-", "anna", "A subject", "A text"] {
        let line = log.lines().find(|line| line.contains(private));
        assert!(line.is_none(), "{private} is in {}", line.unwrap_or_default());
    }
}
