//! Whoever acts is looked at again where he acts: the check that let a request in may be seconds old by then. And what
//! has begun is brought to its end, though the caller hangs up.

use std::time::Duration;

use http::Method;
use shared::domain::{
    audit::AuditFilter,
    sessions::{EndReason, Ended},
    users::{Roles, UserStatus},
};
use testkit::{
    actor::Actor,
    app::TestApp,
    interposed::{InterposedHasher, InterposedSessionCache},
};

use crate::{
    operations::{self, Access, Operation},
    scene::Scene,
};

/// Every operation by which a bearer changes something.
fn changes(all: &[Operation]) -> Vec<Operation> {
    let changing = |operation: &Operation| {
        operation.method != Method::GET
            && match operation.access() {
                Access::Bearer(_) => operation.id() != "userinfo_by_post",
                // The other form carries its own proof.
                Access::SameOriginOrBearer(_) => operation.form() == 1,
                _ => false,
            }
    };
    let changes: Vec<_> = all.iter().flat_map(Operation::forms).filter(changing).collect();
    assert!(changes.len() >= 14, "{}", changes.len());
    changes
}

/// Ends the admin's session in the record, as if the news were still on their way to the check.
async fn end_unnoticed(scene: &Scene) {
    let issuer = &scene.app.edition.issuer;
    let user = scene.admin.user_id.as_ref().unwrap().parse().unwrap();
    let mut work = issuer.ports.store.begin().await.unwrap();
    for session in work.sessions().live_of(&user, issuer.ports.clock.now()).await.unwrap() {
        let ended = Ended { at: issuer.ports.clock.now(), reason: EndReason::SignedOut };
        assert!(work.sessions().end(&session.id, &ended).await.unwrap());
    }
    work.commit().await.unwrap();
}

/// Bars the admin in the record, likewise.
async fn bar_unnoticed(scene: &Scene) {
    let mut work = scene.app.edition.issuer.ports.store.begin().await.unwrap();
    let email = TestApp::ADMIN.0.parse().unwrap();
    let mut user = work.users().find_by_email(&email).await.unwrap().unwrap();
    user.status = UserStatus::Disabled;
    assert!(work.users().update(&user).await.unwrap());
    work.commit().await.unwrap();
}

#[tokio::test]
async fn nobody_changes_anything_whose_session_or_account_ended_after_he_was_let_in() {
    for operation in changes(&operations::all(&TestApp::start().await)) {
        for barred in [false, true] {
            let mut scene = Scene::for_operation(&operation).await;
            scene.app.make_user(("another@example.com", "nobody guesses this one"), Roles::ADMIN_AND_USER).await;
            let (address, body) = (scene.address(&operation).await, scene.valid_body(&operation));
            assert_eq!(scene.admin.get("/api/admin").send().await.status, 200, "the check remembers him");
            if barred {
                bar_unnoticed(&scene).await;
            } else {
                end_unnoticed(&scene).await;
            }
            let before = scene.recorded().await;
            let call = scene.admin.call(operation.method.clone(), &address);
            let answer = match body {
                Some(body) => call.json(&body).await,
                None => call.send().await,
            };
            assert_eq!(answer.status, 401, "{operation}, barred: {barred}: {}", answer.text());
            assert_eq!(scene.recorded().await, before, "{operation}, barred: {barred}");
        }
    }
}

#[tokio::test]
async fn a_user_has_a_hundred_sessions_and_the_least_lately_used_makes_room() {
    let app = TestApp::start().await;
    let mut first = app.user().await;
    let mut actors: Vec<Actor> = Vec::new();
    for _ in 0..100 {
        app.advance(1);
        actors.push(app.user().await);
    }
    assert_eq!(first.get("/account/v1/me").send().await.status, 401);
    assert_eq!(first.refresh().await.status, 401);
    let last = actors.last_mut().unwrap();
    let sessions = last.get("/account/v1/sessions").send().await.json();
    assert_eq!(sessions["items"].as_array().unwrap().len(), 100);
    assert_eq!(actors[0].get("/account/v1/me").send().await.status, 200);
}

async fn kinds(app: &TestApp) -> Vec<String> {
    let mut record = app.edition.issuer.ports.store.read().await.unwrap();
    let all = AuditFilter { limit: 100, ..AuditFilter::default() };
    record.audit().list(&all).await.unwrap().into_iter().map(|entry| entry.kind).collect()
}

/// Waits until the record holds an entry of this kind.
async fn recorded(app: &TestApp, kind: &str) {
    let found = async {
        while !kinds(app).await.iter().any(|found| found == kind) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), found).await.unwrap_or_else(|_| panic!("{kind} is not recorded"));
}

#[tokio::test]
async fn a_thief_who_hangs_up_is_recorded_all_the_same() {
    let mut cache = None;
    let app = TestApp::start_between(|_| {}, |ports| cache = Some(InterposedSessionCache::plug(ports))).await;
    let cache = cache.unwrap();
    let mut owner = app.user().await;
    let mut thief = owner.clone();
    assert_eq!(owner.refresh().await.status, 200);
    app.advance(60);
    cache.after_step.hold_next();
    let replay = tokio::spawn(async move { thief.refresh().await });
    cache.after_step.held().await;
    replay.abort();
    assert!(replay.await.unwrap_err().is_cancelled());
    cache.after_step.release();
    recorded(&app, "session.reuse_detected").await;
    assert_eq!(owner.refresh().await.status, 401);
}

#[tokio::test]
async fn a_guesser_who_hangs_up_is_recorded_all_the_same() {
    let mut hasher = None;
    let app = TestApp::start_between(|_| {}, |ports| hasher = Some(InterposedHasher::plug(ports))).await;
    let hasher = hasher.unwrap();
    let mut stranger = app.anonymous();
    hasher.after_verify.hold_next();
    let guess = tokio::spawn(async move { stranger.sign_in(TestApp::USER.0, "a wrong password").await });
    hasher.after_verify.held().await;
    guess.abort();
    assert!(guess.await.unwrap_err().is_cancelled());
    hasher.after_verify.release();
    recorded(&app, "sign_in.failed").await;
}

#[tokio::test]
async fn the_losers_of_a_race_for_the_set_up_are_recorded() {
    let app = TestApp::start_empty(|_| {}).await;
    let token = app.edition.issuer.setup.prepare().await.unwrap().unwrap().expose().to_owned();
    let attempts = (0..6).map(|number| {
        let (mut actor, token) = (app.anonymous(), token.clone());
        let body = serde_json::json!({
            "token": token, "email": format!("admin{number}@example.com"), "display_name": "Admin",
            "password": "nobody guesses this one",
        });
        tokio::spawn(async move { actor.post("/auth/v1/setup").json(&body).await.status.as_u16() })
    });
    let mut statuses = Vec::new();
    for attempt in attempts.collect::<Vec<_>>() {
        statuses.push(attempt.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 401, 401, 401, 401, 401]);
    assert_eq!(kinds(&app).await.iter().filter(|kind| *kind == "setup.refused").count(), 5);
}

#[tokio::test]
async fn a_throttled_password_change_is_recorded_once() {
    let app = TestApp::start().await;
    let mut user = app.user().await;
    let body = serde_json::json!({ "current_password": "a wrong password", "new_password": "nobody guesses this one" });
    for _ in 0..5 {
        assert_eq!(user.put("/account/v1/password").json(&body).await.status, 422);
    }
    for _ in 0..3 {
        assert_eq!(user.put("/account/v1/password").json(&body).await.status, 429);
    }
    assert_eq!(kinds(&app).await.iter().filter(|kind| *kind == "password.change_throttled").count(), 1);
}

#[tokio::test]
async fn a_foreign_page_hears_that_it_is_foreign_before_its_body_is_read() {
    let app = TestApp::start().await;
    for path in ["/auth/v1/login/local", "/auth/v1/setup"] {
        let answer =
            app.anonymous().post(path).header("origin", "https://evil.example").body("text/plain", "x").send().await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (403, "cross-origin"), "{path}");
    }
}
