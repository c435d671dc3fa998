//! `PUT /account/v1/password`

use serde_json::json;
use testkit::{
    actor::{Actor, Answer},
    app::TestApp,
    interposed::InterposedHasher,
};

use crate::accounts::{self, PASSWORD};

async fn change(actor: &mut Actor, current: &str, new: &str) -> Answer {
    let body = json!({ "current_password": current, "new_password": new });
    actor.put("/account/v1/password").json(&body).await
}

#[tokio::test]
async fn a_password_change_ends_all_other_sessions() {
    let app = TestApp::start().await;
    let (mut here, mut elsewhere) = (app.user().await, app.user().await);
    let answer = change(&mut here, TestApp::USER.1, PASSWORD).await;
    assert_eq!(answer.status, 204);
    assert!(answer.body.is_empty());
    for path in ["/api/dashboard", "/account/v1/me", "/userinfo"] {
        assert!(!accounts::opens(&mut elsewhere, path).await, "{path}");
        assert!(accounts::opens(&mut here, path).await, "{path}");
    }
    assert_eq!(elsewhere.refresh().await.status, 401);
    assert_eq!(here.refresh().await.status, 200);
    assert_eq!(accounts::sessions(&mut here).await.len(), 1);
    let kinds = accounts::audit_kinds(&app).await;
    assert!(kinds.contains(&"password.changed".to_owned()) && kinds.contains(&"session.ended".to_owned()));
}

#[tokio::test]
async fn the_old_password_signs_nobody_in_any_more() {
    let app = TestApp::start().await;
    let mut user = app.user().await;
    assert_eq!(change(&mut user, TestApp::USER.1, PASSWORD).await.status, 204);
    assert_eq!(app.anonymous().sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 401);
    assert_eq!(app.anonymous().sign_in(TestApp::USER.0, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn c9_a_password_change_rotates_the_cookie() {
    let app = TestApp::start().await;
    let mut user = app.user().await;
    let before = user.refresh_token().unwrap();
    app.advance(100);
    let answer = change(&mut user, TestApp::USER.1, PASSWORD).await;
    let cookie = answer.set_cookie("__Host-refresh").unwrap();
    assert_ne!(cookie.value, before);
    assert_eq!(cookie.attributes, ["HttpOnly", "Max-Age=1209500", "Path=/", "SameSite=Strict", "Secure"]);
    let mut other_tab = user.clone();
    other_tab.hold_refresh_token(&before);
    assert_eq!(other_tab.refresh().await.status, 200, "another tab that has the old cookie is not signed out");
    assert_eq!(other_tab.refresh_token().unwrap(), cookie.value);
    app.advance(11);
    assert_eq!(user.refresh().await.status, 200);
    other_tab.hold_refresh_token(&before);
    assert_eq!(other_tab.refresh().await.status, 401, "whoever has it later has stolen it");
}

#[tokio::test]
async fn c9_a_sign_in_never_keeps_the_cookie_it_came_with() {
    let app = TestApp::start().await;
    let mut attacker = app.user().await;
    let planted = attacker.refresh_token().unwrap();
    let mut victim = app.anonymous();
    victim.hold_refresh_token(&planted);
    assert_eq!(victim.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.status, 200);
    let own = victim.refresh_token().unwrap();
    assert_ne!(own.split('.').next(), planted.split('.').next(), "it is another family");
    attacker.hold_refresh_token(&planted);
    assert_eq!(attacker.refresh().await.status, 401);
    assert!(!accounts::opens(&mut attacker, "/account/v1/me").await);
    assert!(accounts::opens(&mut victim, "/api/admin").await);
}

#[tokio::test]
async fn a_wrong_current_password_is_an_error_of_that_field_and_changes_nothing() {
    let app = TestApp::start().await;
    let (mut user, mut elsewhere) = (app.user().await, app.user().await);
    let before = user.cookies.clone();
    let answer = change(&mut user, "not-the-password", PASSWORD).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.invalid_fields(), ["current_password"]);
    assert!(answer.set_cookies().is_empty());
    assert_eq!(user.cookies, before);
    assert!(accounts::opens(&mut elsewhere, "/account/v1/me").await);
    assert_eq!(app.anonymous().sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 200);
    assert!(accounts::audit_kinds(&app).await.contains(&"password.change_refused".to_owned()));
}

#[tokio::test]
async fn a_new_password_keeps_the_rules() {
    let app = TestApp::start().await;
    let mut user = app.user().await;
    for new in ["too-short-by-1", "", "my user@example.com password", &"x".repeat(1025)] {
        let answer = change(&mut user, TestApp::USER.1, new).await;
        assert_eq!(answer.status, 422, "{new}");
        assert_eq!(answer.invalid_fields(), ["new_password"], "{new}");
    }
    assert_eq!(app.anonymous().sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 200);
}

#[tokio::test]
async fn guesses_at_the_current_password_are_throttled() {
    let hasher = &mut None;
    let app = TestApp::start_between(|_| {}, |ports| *hasher = Some(InterposedHasher::plug(ports))).await;
    let (mut user, mut elsewhere) = (app.user().await, app.user().await);
    let hasher = hasher.as_ref().unwrap();
    let evaluated = hasher.verified();
    for _ in 0..5 {
        assert_eq!(change(&mut user, "not-the-password", PASSWORD).await.status, 422);
    }
    for actor in [&mut user, &mut elsewhere] {
        let answer = change(actor, TestApp::USER.1, PASSWORD).await;
        assert_eq!(answer.status, 429, "all sessions of the user share one bucket");
        assert_eq!(answer.header("retry-after"), Some("1"));
    }
    assert_eq!(hasher.verified() - evaluated, 5);
    assert_eq!(app.anonymous().sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 200, "sign-in is not concerned");
    app.advance(1);
    assert_eq!(change(&mut user, TestApp::USER.1, PASSWORD).await.status, 204);
}

#[tokio::test]
async fn a_busy_hasher_is_no_failure() {
    let hasher = &mut None;
    let app = TestApp::start_between(|_| {}, |ports| *hasher = Some(InterposedHasher::plug(ports))).await;
    let mut user = app.user().await;
    let hasher = hasher.as_ref().unwrap();
    hasher.set_busy(true);
    for _ in 0..20 {
        let answer = change(&mut user, TestApp::USER.1, PASSWORD).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, Some("2")));
    }
    hasher.set_busy(false);
    assert_eq!(change(&mut user, TestApp::USER.1, PASSWORD).await.status, 204);
}
