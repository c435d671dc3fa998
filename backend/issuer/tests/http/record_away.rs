//! While the record is away and the fast store is there: nothing is burned, nothing is forgotten.

use std::sync::Arc;

use testkit::{
    actor::Answer,
    app::TestApp,
    interposed::{InterposedSessionCache, InterposedStore},
};

use crate::accounts;

async fn started() -> (TestApp, Arc<InterposedStore>, Arc<InterposedSessionCache>) {
    let mut plugged = None;
    let plug = |ports: &mut _| plugged = Some((InterposedStore::plug(ports), InterposedSessionCache::plug(ports)));
    let app = TestApp::start_between(|_| {}, plug).await;
    let (store, cache) = plugged.unwrap();
    (app, store, cache)
}

fn unavailable(answer: &Answer) {
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (503, "unavailable"), "{}", answer.text());
    assert!(answer.header("retry-after").unwrap().parse::<u64>().unwrap() >= 1);
    assert!(answer.set_cookies().is_empty());
}

#[tokio::test]
async fn a_refresh_never_waits_for_the_record() {
    let (app, store, _) = started().await;
    let mut browser = app.user().await;
    let mut elsewhere = app.user().await;
    store.set_away(true);
    for _ in 0..3 {
        app.advance(11);
        assert_eq!(browser.refresh().await.status, 200);
        assert!(accounts::opens(&mut browser, "/api/dashboard").await);
    }
    assert!(app.edition.issuer.checkpoints.write().await.is_err());
    store.set_away(false);
    assert_eq!(app.edition.issuer.checkpoints.write().await.unwrap(), 1, "what could not be written was kept");
    let sessions = accounts::sessions(&mut elsewhere).await;
    assert_eq!(sessions[0]["last_seen_at"], "2026-01-01T00:00:33Z");
}

#[tokio::test]
async fn c3_refreshes_that_fail_for_the_record_burn_nothing() {
    let (app, store, cache) = started().await;
    let mut browser = app.user().await;
    let token = browser.refresh_token().unwrap();
    store.set_away(true);
    for _ in 0..5 {
        cache.lose_last_write();
        unavailable(&browser.refresh().await);
        app.advance(60);
    }
    assert_eq!(browser.refresh_token().unwrap(), token, "the cookie is kept");
    store.set_away(false);
    cache.lose_last_write();
    assert_eq!(browser.refresh().await.status, 200);
    assert!(accounts::opens(&mut browser, "/account/v1/me").await);
}

#[tokio::test]
async fn c4_a_reuse_ends_the_family_at_once_and_is_recorded_later() {
    let (app, store, _) = started().await;
    let mut owner = app.user().await;
    let first = owner.refresh_token().unwrap();
    owner.refresh().await;
    app.advance(11);
    store.set_away(true);
    let mut thief = app.anonymous();
    thief.hold_refresh_token(&first);
    assert_eq!(thief.refresh().await.status, 401);
    assert!(!accounts::opens(&mut owner, "/api/dashboard").await);
    assert_eq!(owner.refresh().await.status, 401);
    app.edition.issuer.sessions.record_ends().await;
    store.set_away(false);
    assert!(!accounts::audit_kinds(&app).await.contains(&"session.reuse_detected".to_owned()));
    app.edition.issuer.sessions.record_ends().await;
    app.edition.issuer.sessions.record_ends().await;
    let kinds = accounts::audit_kinds(&app).await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "session.reuse_detected").count(), 1);
}

#[tokio::test]
async fn a_logout_that_fails_keeps_the_cookie_for_another_try() {
    let (app, store, _) = started().await;
    let mut browser = app.user().await;
    store.set_away(true);
    unavailable(&browser.post("/auth/v1/logout").send().await);
    store.set_away(false);
    assert_eq!(browser.post("/auth/v1/logout").send().await.status, 204);
    assert!(!accounts::opens(&mut browser, "/api/dashboard").await);
}

#[tokio::test]
async fn a_sign_in_that_fails_for_the_record_is_no_failure_of_the_user() {
    let (app, store, _) = started().await;
    store.set_away(true);
    for _ in 0..10 {
        unavailable(&app.anonymous().sign_in(TestApp::USER.0, TestApp::USER.1).await);
    }
    store.set_away(false);
    let mut user = app.user().await;
    assert_eq!(accounts::sessions(&mut user).await.len(), 1);
}
