//! h4: whatever is presented where something else is expected opens nothing.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;
use testkit::app::{ORIGIN, TestApp};

use crate::accounts;

/// An ID token as a provider would make it, signed by nobody we know.
fn id_token(subject: &str) -> String {
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = part(json!({ "alg": "RS256", "typ": "JWT", "kid": "1" }));
    let claims = part(json!({
        "iss": ORIGIN, "sub": subject, "aud": "paseport", "exp": 1_893_456_000, "iat": 1_767_225_600, "nonce": "n",
    }));
    format!("{header}.{claims}.{}", URL_SAFE_NO_PAD.encode([7; 256]))
}

#[tokio::test]
async fn h4_only_an_access_token_is_a_bearer_token() {
    let app = TestApp::start_empty(|_| {}).await;
    let setup_token = app.edition.issuer.setup.prepare().await.unwrap().unwrap().expose().to_owned();
    app.make_user(TestApp::ADMIN, shared::domain::users::Roles::ADMIN_AND_USER).await;
    let mut admin = app.admin().await;
    let others = [
        admin.refresh_token().unwrap(),
        admin.cookies["__Host-known"].clone(),
        setup_token,
        id_token(&admin.user_id.clone().unwrap()),
        admin.user_id.clone().unwrap(),
        accounts::sessions(&mut admin).await[0]["sid"].as_str().unwrap().to_owned(),
    ];
    for token in others {
        let mut caller = app.anonymous();
        caller.access_token = Some(token.clone());
        for path in ["/account/v1/me", "/userinfo", "/users/v1", "/audit/v1", "/api/dashboard", "/api/admin"] {
            assert!(!accounts::opens(&mut caller, path).await, "{token} opens {path}");
        }
    }
    assert!(accounts::opens(&mut admin, "/api/admin").await);
}

#[tokio::test]
async fn h4_only_a_refresh_token_is_a_refresh_cookie() {
    let app = TestApp::start_empty(|_| {}).await;
    let setup_token = app.edition.issuer.setup.prepare().await.unwrap().unwrap().expose().to_owned();
    app.make_user(TestApp::ADMIN, shared::domain::users::Roles::ADMIN_AND_USER).await;
    let mut admin = app.admin().await;
    let others = [
        admin.access_token.clone().unwrap(),
        admin.cookies["__Host-known"].clone(),
        setup_token,
        id_token(&admin.user_id.clone().unwrap()),
    ];
    for token in others {
        let mut browser = app.anonymous();
        browser.hold_refresh_token(&token);
        assert_eq!(browser.post("/auth/v1/logout").send().await.status, 204, "{token}");
        browser.hold_refresh_token(&token);
        assert_eq!(browser.refresh().await.status, 401, "{token}");
    }
    assert!(accounts::opens(&mut admin, "/account/v1/me").await);
    assert_eq!(admin.refresh().await.status, 200);
}

#[tokio::test]
async fn h4_only_a_setup_token_sets_up() {
    let app = TestApp::start_empty(|_| {}).await;
    let setup_token = app.edition.issuer.setup.prepare().await.unwrap().unwrap().expose().to_owned();
    app.make_user(TestApp::USER, shared::domain::users::Roles::USER).await;
    let user = app.user().await;
    let others = [
        user.access_token.clone().unwrap(),
        user.refresh_token().unwrap(),
        user.cookies["__Host-known"].clone(),
        id_token(&user.user_id.clone().unwrap()),
    ];
    let body = |token: &str| json!({ "token": token, "email": "kim@example.com", "display_name": "Kim", "password": accounts::PASSWORD });
    for token in others {
        let answer = user.clone().post("/auth/v1/setup").json(&body(&token)).await;
        assert!([401, 422].contains(&answer.status.as_u16()), "{token}: {}", answer.text());
    }
    assert_eq!(app.anonymous().post("/auth/v1/setup").json(&body(&setup_token)).await.status, 201);
}

#[tokio::test]
async fn h4_only_a_mark_makes_a_browser_known() {
    let app = TestApp::start().await;
    let owner = app.user().await;
    for _ in 0..5 {
        app.anonymous().sign_in(TestApp::USER.0, "not-the-password").await;
    }
    for token in [owner.access_token.clone().unwrap(), owner.refresh_token().unwrap(), id_token("x")] {
        let mut browser = app.anonymous();
        browser.cookies.insert("__Host-known".to_owned(), token.clone());
        assert_eq!(browser.sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 429, "{token}");
    }
}

#[tokio::test]
async fn h4_a_token_counts_only_where_it_belongs() {
    let app = TestApp::start().await;
    let mut user = app.user().await;
    let (access, refresh) = (user.access_token.take().unwrap(), user.refresh_token().unwrap());
    let by_query = user.get(&format!("/account/v1/me?access_token={access}")).send().await;
    let by_cookie = user.get("/account/v1/me").header("cookie", &format!("access_token={access}")).send().await;
    let by_other_scheme = user.get("/account/v1/me").header("authorization", &format!("Basic {access}")).send().await;
    for answer in [by_query, by_cookie, by_other_scheme] {
        assert_eq!(answer.status, 401);
    }
    let mut other = app.anonymous();
    let by_query = other.post(&format!("/auth/v1/refresh?refresh_token={refresh}")).send().await;
    let by_body = other.post("/auth/v1/refresh").json(&json!({ "refresh_token": refresh })).await;
    let by_bearer = other.post("/auth/v1/refresh").header("authorization", &format!("Bearer {refresh}")).send().await;
    for answer in [by_query, by_body, by_bearer] {
        assert_eq!(answer.status, 401);
    }
    app.advance(11);
    assert_eq!(user.refresh().await.status, 200);
}
