//! The outbox: what is written with what it tells of is sent once, however long it takes.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use issuer::{
    background,
    services::mails::{MailOutcome, Mails},
};
use shared::domain::{
    audit::Origin,
    mail::{Mail, MailKind},
};
use testkit::{app::TestApp, mailbox::Post};
use tokio::task::JoinSet;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

fn mail(number: usize) -> Mail {
    let to = format!("user-{number}@example.com").parse().unwrap();
    Mail { to, subject: format!("Mail {number}"), text: "Hello\n".to_owned() }
}

/// Puts mails into the outbox, each in a unit of work of its own.
async fn queue(app: &TestApp, mails: usize) {
    for number in 0..mails {
        let mut work = app.edition.issuer.ports.store.begin().await.unwrap();
        app.edition.issuer.mails.queue(&mut *work, MailKind::IdentityLinked, mail(number)).await.unwrap();
        work.commit().await.unwrap();
    }
}

async fn waiting(app: &TestApp) -> u64 {
    app.edition.issuer.ports.store.read().await.unwrap().outbox().count().await.unwrap()
}

fn counted(app: &TestApp, outcome: MailOutcome) -> u64 {
    app.edition.issuer.mails.figures().outcomes.of(outcome)
}

#[tokio::test]
async fn a_mail_is_sent_when_what_it_tells_of_is_committed_and_never_again() {
    let app = TestApp::start().await;
    let mut work = app.edition.issuer.ports.store.begin().await.unwrap();
    app.edition.issuer.mails.queue(&mut *work, MailKind::IdentityLinked, mail(1)).await.unwrap();
    drop(work);
    assert!(app.mails().await.is_empty(), "it was undone");
    queue(&app, 1).await;
    assert_eq!(app.mails().await, [mail(0)]);
    app.advance(100 * HOUR);
    assert_eq!(app.mails().await.len(), 1);
    assert_eq!((waiting(&app).await, counted(&app, MailOutcome::Sent)), (0, 1));
}

#[tokio::test]
async fn the_owner_is_told_what_happened_and_where() {
    let app = TestApp::start().await;
    let issuer = &app.edition.issuer;
    let origin = Origin {
        request_id: "0123456789abcdef".into(),
        ip: "192.0.2.7".parse().unwrap(),
        user_agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0 https://evil.example".to_owned(),
    };
    let mut work = issuer.ports.store.begin().await.unwrap();
    let owner = work.users().find_by_email(&TestApp::USER.0.parse().unwrap()).await.unwrap().unwrap();
    let provider = "Example ID".parse().unwrap();
    issuer.mails.identity_linked(&mut *work, &owner, &provider, &origin).await.unwrap();
    issuer.mails.identity_unlinked(&mut *work, &owner, &provider, &origin).await.unwrap();
    work.commit().await.unwrap();
    let mails = app.mails().await;
    let subjects: BTreeSet<_> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, ["Example ID can now sign you in", "Example ID no longer signs you in"].into());
    for mail in mails {
        assert_eq!(mail.to, owner.email);
        for told in
            ["Example ID", "2026-01-01 00:00:00 UTC", "192.0.2.7, Firefox on Linux", "https://sign-in.test/account"]
        {
            assert!(mail.text.contains(told), "{told} is not in {}", mail.text);
        }
        assert!(!mail.text.contains("evil"), "{}", mail.text);
    }
}

#[tokio::test]
async fn i1_a_forged_host_changes_no_link() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    for header in ["host", "x-forwarded-host", "forwarded", "origin"] {
        browser.get("/account/v1/me").header(header, "evil.example").send().await;
    }
    queue_linked(&app).await;
    let text = &app.mails().await[0].text;
    assert!(text.contains("  https://sign-in.test/account\n") && !text.contains("evil"), "{text}");
}

async fn queue_linked(app: &TestApp) {
    let issuer = &app.edition.issuer;
    let (request_id, ip, user_agent) = ("0123456789abcdef".into(), "192.0.2.7".parse().unwrap(), String::new());
    let origin = Origin { request_id, ip, user_agent };
    let mut work = issuer.ports.store.begin().await.unwrap();
    let owner = work.users().find_by_email(&TestApp::USER.0.parse().unwrap()).await.unwrap().unwrap();
    issuer.mails.identity_linked(&mut *work, &owner, &"Example ID".parse().unwrap(), &origin).await.unwrap();
    work.commit().await.unwrap();
}

#[tokio::test]
async fn a_mail_that_nobody_takes_is_tried_again_later_and_later() {
    let app = TestApp::start().await;
    app.mailbox.set(Post::Away);
    queue(&app, 1).await;
    for (attempt, pause) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16)] {
        assert!(app.mails().await.is_empty());
        assert_eq!(app.mailbox.tries().last().unwrap().attempts, attempt);
        app.advance(pause * MINUTE - 1);
        assert!(app.mails().await.is_empty());
        assert_eq!(app.mailbox.tries().len(), usize::try_from(attempt).unwrap(), "too early");
        app.advance(1);
    }
    app.mailbox.set(Post::Open);
    assert_eq!(app.mails().await, [mail(0)]);
    assert_eq!((counted(&app, MailOutcome::Postponed), counted(&app, MailOutcome::Sent)), (5, 1));
}

#[tokio::test]
async fn a_mail_is_given_up_after_three_days() {
    let app = TestApp::start().await;
    app.mailbox.set(Post::Away);
    queue(&app, 1).await;
    app.edition.issuer.mails.send_due().await.unwrap();
    for _ in 0..80 {
        assert_eq!(counted(&app, MailOutcome::GivenUp), u64::from(waiting(&app).await == 0));
        app.advance(HOUR);
        app.edition.issuer.mails.send_due().await.unwrap();
    }
    assert_eq!((waiting(&app).await, counted(&app, MailOutcome::GivenUp)), (0, 1));
    let last = app.mailbox.tries().last().unwrap().attempts;
    assert!((15..30).contains(&last), "{last} tries");
}

#[tokio::test]
async fn a_mail_that_is_refused_is_gone_and_harms_no_other() {
    let app = TestApp::start().await;
    app.mailbox.set(Post::Refusing);
    queue(&app, 1).await;
    assert!(app.mails().await.is_empty());
    assert_eq!((waiting(&app).await, counted(&app, MailOutcome::Refused)), (0, 1));
    app.mailbox.set(Post::Open);
    app.advance(100 * HOUR);
    assert!(app.mails().await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_issuers_at_once_send_each_mail_once() {
    const MAILS: usize = 60;
    let app = TestApp::start().await;
    queue(&app, MAILS).await;
    let mut issuers = JoinSet::new();
    for _ in 0..4 {
        let (ports, mailbox) = (app.edition.issuer.ports.clone(), app.mailbox.clone());
        let issuer = Mails::new(ports, Some(mailbox), "https://sign-in.test".to_owned());
        issuers.spawn(async move { issuer.send_due().await.unwrap() });
    }
    let sent = issuers.join_all().await;
    assert_eq!(sent.iter().sum::<usize>(), MAILS, "{sent:?}");
    let mails: BTreeSet<_> = app.mailbox.mails().into_iter().map(|mail| mail.mail.subject).collect();
    assert_eq!((mails.len(), app.mailbox.tries().len(), waiting(&app).await), (MAILS, MAILS, 0));
}

#[tokio::test]
async fn a_mail_whose_sender_dies_is_sent_by_another() {
    let app = TestApp::start().await;
    queue(&app, 1).await;
    app.mailbox.before_taking.hold_next();
    let dying = app.edition.issuer.mails.clone();
    let dying = tokio::spawn(async move { dying.send_due().await });
    app.mailbox.before_taking.held().await;
    dying.abort();
    assert!(dying.await.unwrap_err().is_cancelled());
    app.mailbox.before_taking.release();
    assert!(app.mails().await.is_empty(), "for a while it is its taker's");
    let app = app.restart(|_| {}).await;
    app.advance(10 * MINUTE);
    assert_eq!(app.mails().await, [mail(0)]);
}

#[tokio::test]
async fn where_mails_go_nowhere_none_is_written() {
    let app = TestApp::start_between(|_| {}, |ports| ports.mailer = None).await;
    assert!(!app.edition.issuer.mails.are_sent());
    queue(&app, 3).await;
    assert_eq!((waiting(&app).await, app.mails().await.len()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_issuer_sends_a_mail_as_soon_as_it_is_woken() {
    let app = TestApp::start().await;
    let tasks = background::start(&app.edition.issuer, Duration::from_secs(10));
    queue(&app, 2).await;
    app.edition.issuer.mails.wake();
    assert_eq!(app.mailbox.holds(2).await.len(), 2);
    drop(tasks);
}

#[tokio::test]
async fn a_wake_up_that_nobody_waits_for_is_not_lost() {
    let app = TestApp::start_between(|_| {}, |ports| ports.mailer = None).await;
    let mails = Arc::new(app.edition.issuer.mails.clone());
    mails.wake();
    mails.woken().await;
}
