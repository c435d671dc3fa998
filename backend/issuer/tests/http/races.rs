//! Races, each with its order forced by a gate.

use serde_json::json;
use shared::domain::users::Roles;
use testkit::{
    actor::Actor,
    app::TestApp,
    interposed::{InterposedHasher, InterposedSessionCache},
};

use crate::accounts::{self, PASSWORD};

const EMAIL: &str = "victim@example.com";
const NEW_PASSWORD: &str = "another lantern altogether";

macro_rules! started_with {
    ($port:ident) => {{
        let mut port = None;
        let app = TestApp::start_between(|_| {}, |ports| port = Some($port::plug(ports))).await;
        (app, port.unwrap())
    }};
}

async fn change_password(actor: &mut Actor, current: &str, new: &str) -> u16 {
    let body = json!({ "current_password": current, "new_password": new });
    actor.put("/account/v1/password").json(&body).await.status.as_u16()
}

async fn end_all(app: &TestApp, user: &Actor) {
    let path = format!("/users/v1/{}/sessions", user.user_id.clone().unwrap());
    assert_eq!(app.admin().await.delete(&path).send().await.status, 204);
}

#[tokio::test]
async fn r1_a_session_that_ends_before_the_step_gets_no_successor() {
    let (app, cache) = started_with!(InterposedSessionCache);
    let mut owner = app.user().await;
    let mut tab = owner.clone();
    cache.before_step.hold_next();
    let refresh = tokio::spawn(async move { (tab.refresh().await, tab) });
    cache.before_step.held().await;
    end_all(&app, &owner).await;
    cache.before_step.release();
    let (answer, mut tab) = refresh.await.unwrap();
    assert_eq!(answer.status, 401);
    assert!(answer.set_cookie("__Host-refresh").unwrap().clears());
    assert!(!answer.text().contains("v4.public"));
    for actor in [&mut owner, &mut tab] {
        assert!(!accounts::opens(actor, "/api/dashboard").await);
        assert_eq!(actor.refresh().await.status, 401);
    }
    assert_eq!(app.edition.issuer.access_tokens.thrown_away(), 1, "the signature is counted as thrown away");
}

#[tokio::test]
async fn r1_a_session_that_ends_after_the_step_leaves_dead_tokens() {
    let (app, cache) = started_with!(InterposedSessionCache);
    let mut owner = app.user().await;
    let mut tab = owner.clone();
    cache.after_step.hold_next();
    let refresh = tokio::spawn(async move { (tab.refresh().await, tab) });
    cache.after_step.held().await;
    end_all(&app, &owner).await;
    cache.after_step.release();
    let (answer, mut tab) = refresh.await.unwrap();
    assert_eq!(answer.status, 200, "the tab has tokens: {}", answer.text());
    assert_ne!(tab.refresh_token(), owner.refresh_token());
    for actor in [&mut owner, &mut tab] {
        assert!(!accounts::opens(actor, "/api/dashboard").await);
        assert_eq!(actor.refresh().await.status, 401);
    }
}

#[tokio::test]
async fn r1_a_user_who_is_barred_before_the_step_gets_nothing() {
    for status in ["locked", "disabled"] {
        let (app, cache) = started_with!(InterposedSessionCache);
        let mut admin = app.admin().await;
        let owner = app.user().await;
        let mut tab = owner.clone();
        cache.before_step.hold_next();
        let refresh = tokio::spawn(async move { (tab.refresh().await, tab) });
        cache.before_step.held().await;
        accounts::change(&mut admin, &owner.user_id.clone().unwrap(), json!({ "status": status })).await;
        cache.before_step.release();
        let (answer, mut tab) = refresh.await.unwrap();
        assert_eq!(answer.status, 401, "{status}");
        assert!(!accounts::opens(&mut tab, "/account/v1/me").await, "{status}");
    }
}

#[tokio::test]
async fn r2_a_session_that_ends_during_a_rebuild_is_not_revived() {
    let (app, cache) = started_with!(InterposedSessionCache);
    let mut owner = app.user().await;
    let mut tab = owner.clone();
    cache.lose_last_write();
    cache.before_restore.hold_next();
    let refresh = tokio::spawn(async move { (tab.refresh().await, tab) });
    cache.before_restore.held().await;
    end_all(&app, &owner).await;
    cache.before_restore.release();
    let (answer, mut tab) = refresh.await.unwrap();
    assert_eq!(answer.status, 401);
    for actor in [&mut owner, &mut tab] {
        assert!(!accounts::opens(actor, "/api/dashboard").await);
        assert_eq!(actor.refresh().await.status, 401);
    }
}

#[tokio::test]
async fn r2_a_rotation_during_a_rebuild_is_not_undone() {
    let (app, cache) = started_with!(InterposedSessionCache);
    let mut owner = app.user().await;
    let mut tab = owner.clone();
    cache.lose_last_write();
    cache.before_restore.hold_next();
    let refresh = tokio::spawn(async move { (tab.refresh().await, tab) });
    cache.before_restore.held().await;
    assert_eq!(owner.refresh().await.status, 200);
    cache.before_restore.release();
    let (answer, tab) = refresh.await.unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(tab.refresh_token(), owner.refresh_token(), "one successor");
}

#[tokio::test]
async fn r3_a_proof_of_the_old_password_opens_nothing_once_the_password_changed() {
    let (app, hasher) = started_with!(InterposedHasher);
    let mut owner = app.user().await;
    let mut thief = app.anonymous();
    hasher.after_verify.hold_next();
    let sign_in = tokio::spawn(async move { (thief.sign_in(TestApp::USER.0, TestApp::USER.1).await, thief) });
    hasher.after_verify.held().await;
    assert_eq!(change_password(&mut owner, TestApp::USER.1, NEW_PASSWORD).await, 204);
    hasher.after_verify.release();
    let (answer, thief) = sign_in.await.unwrap();
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (401, "invalid-credentials"));
    assert!(thief.cookies.is_empty());
    assert_eq!(accounts::sessions(&mut owner).await.len(), 1, "no session was opened");
    assert_eq!(app.anonymous().sign_in(TestApp::USER.0, NEW_PASSWORD).await.status, 200);
}

#[tokio::test]
async fn r3_a_rehash_of_the_old_password_does_not_overwrite_the_new_one() {
    let app = TestApp::start().await.restart(|_| {}).await;
    app.make_user((EMAIL, PASSWORD), Roles::USER).await;
    let mut hasher = None;
    let app = app
        .restart_between(
            |settings| settings.issuer.bcrypt_cost = 5,
            |ports| hasher = Some(InterposedHasher::plug(ports)),
        )
        .await;
    let hasher = hasher.unwrap();
    let mut owner = app.sign_in(TestApp::USER).await;
    let mut admin = app.admin().await;
    let id = accounts::record(&app, EMAIL).await.id.to_string();
    hasher.after_verify.hold_next();
    let mut thief = app.anonymous();
    let sign_in = tokio::spawn(async move { thief.sign_in(EMAIL, PASSWORD).await });
    hasher.after_verify.held().await;
    accounts::change(&mut admin, &id, json!({ "password": NEW_PASSWORD })).await;
    hasher.after_verify.release();
    assert_eq!(sign_in.await.unwrap().status, 401);
    assert_eq!(app.anonymous().sign_in(EMAIL, PASSWORD).await.status, 401);
    assert_eq!(app.anonymous().sign_in(EMAIL, NEW_PASSWORD).await.status, 200);
    assert!(accounts::opens(&mut owner, "/account/v1/me").await);
}

#[tokio::test]
async fn r3_a_user_who_is_barred_or_deleted_during_his_sign_in_stays_out() {
    for event in ["locked", "disabled", "deleted"] {
        let (app, hasher) = started_with!(InterposedHasher);
        let id = app.make_user((EMAIL, PASSWORD), Roles::USER).await.id.to_string();
        let mut admin = app.admin().await;
        let mut victim = app.anonymous();
        hasher.after_verify.hold_next();
        let sign_in = tokio::spawn(async move { (victim.sign_in(EMAIL, PASSWORD).await, victim) });
        hasher.after_verify.held().await;
        if event == "deleted" {
            assert_eq!(admin.delete(&format!("/users/v1/{id}")).send().await.status, 204);
        } else {
            accounts::change(&mut admin, &id, json!({ "status": event })).await;
        }
        hasher.after_verify.release();
        let (answer, victim) = sign_in.await.unwrap();
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (401, "invalid-credentials"), "{event}");
        assert!(victim.cookies.is_empty(), "{event}");
    }
}

#[tokio::test]
async fn r3_a_session_that_ends_during_its_password_change_changes_nothing() {
    let (app, hasher) = started_with!(InterposedHasher);
    let owner = app.user().await;
    let mut thief = owner.clone();
    hasher.after_verify.hold_next();
    let change = tokio::spawn(async move { change_password(&mut thief, TestApp::USER.1, NEW_PASSWORD).await });
    hasher.after_verify.held().await;
    end_all(&app, &owner).await;
    hasher.after_verify.release();
    assert_eq!(change.await.unwrap(), 401);
    assert_eq!(app.anonymous().sign_in(TestApp::USER.0, NEW_PASSWORD).await.status, 401);
    assert_eq!(app.anonymous().sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 200);
}

#[tokio::test]
async fn r3_of_two_password_changes_with_one_proof_the_second_fails() {
    let (app, hasher) = started_with!(InterposedHasher);
    let mut first = app.user().await;
    let mut second = first.clone();
    hasher.after_verify.hold_next();
    let late = tokio::spawn(async move { change_password(&mut second, TestApp::USER.1, PASSWORD).await });
    hasher.after_verify.held().await;
    assert_eq!(change_password(&mut first, TestApp::USER.1, NEW_PASSWORD).await, 204);
    hasher.after_verify.release();
    assert_eq!(late.await.unwrap(), 401);
    assert_eq!(app.anonymous().sign_in(TestApp::USER.0, PASSWORD).await.status, 401);
    assert_eq!(app.anonymous().sign_in(TestApp::USER.0, NEW_PASSWORD).await.status, 200);
}

#[tokio::test]
async fn r5_a_role_that_was_read_before_it_changed_is_not_remembered() {
    for path in ["/api/admin", "/users/v1"] {
        let (app, cache) = started_with!(InterposedSessionCache);
        let id = app.make_user((EMAIL, PASSWORD), Roles::ADMIN_AND_USER).await.id.to_string();
        let mut admin = app.admin().await;
        assert!(accounts::opens(&mut admin, "/account/v1/me").await);
        let mut victim = app.sign_in((EMAIL, PASSWORD)).await;
        let mut tab = victim.clone();
        cache.after_read_pair.hold_next();
        let late = tokio::spawn(async move { tab.get(path).send().await.status.as_u16() });
        cache.after_read_pair.held().await;
        accounts::change(&mut admin, &id, json!({ "roles": ["User"] })).await;
        cache.after_read_pair.release();
        assert_eq!(late.await.unwrap(), 403, "{path}: the answer is younger than the change");
        assert_eq!(victim.get(path).send().await.status, 403, "{path}");
        assert!(accounts::opens(&mut victim, "/api/dashboard").await);
    }
}

#[tokio::test]
async fn r5_a_session_that_was_read_before_it_ended_is_not_remembered() {
    let (app, cache) = started_with!(InterposedSessionCache);
    let mut owner = app.user().await;
    let mut tab = owner.clone();
    cache.after_read_pair.hold_next();
    let late = tokio::spawn(async move { accounts::opens(&mut tab, "/api/dashboard").await });
    cache.after_read_pair.held().await;
    assert_eq!(owner.post("/auth/v1/logout").send().await.status, 204);
    cache.after_read_pair.release();
    assert!(!late.await.unwrap());
    assert!(!accounts::opens(&mut owner, "/api/dashboard").await);
}

#[tokio::test]
async fn r5_whoever_waited_for_anothers_read_does_not_get_its_stale_answer() {
    let (app, cache) = started_with!(InterposedSessionCache);
    let owner = app.user().await;
    let (mut first, mut second) = (owner.clone(), owner.clone());
    cache.after_read_pair.hold_next();
    let first = tokio::spawn(async move { accounts::opens(&mut first, "/api/dashboard").await });
    cache.after_read_pair.held().await;
    end_all(&app, &owner).await;
    // It asks after the end and shares the read that began before it.
    let second = tokio::spawn(async move { accounts::opens(&mut second, "/api/dashboard").await });
    tokio::task::yield_now().await;
    cache.after_read_pair.release();
    assert!(!second.await.unwrap());
    assert!(!first.await.unwrap());
}
