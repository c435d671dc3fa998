//! `/auth/v1/login`, `/auth/v1/login/options`, `/auth/v1/login/local`

use serde_json::json;
use shared::domain::users::Roles;
use testkit::{actor::Answer, app::TestApp};

use crate::accounts::{self, PASSWORD};

/// What a browser sends that must not be told apart.
async fn refused(app: &TestApp, email: &str, password: &str) -> Answer {
    let mut stranger = app.anonymous();
    let body = json!({ "email": email, "password": password });
    stranger.post("/auth/v1/login/local").header("x-request-id", "one-and-the-same").json(&body).await
}

#[tokio::test]
async fn a_sign_in_answers_with_the_token_and_nothing_else() {
    let app = TestApp::start().await;
    let mut browser = app.anonymous();
    let answer = browser.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await;
    assert_eq!(answer.status, 200);
    let body = answer.json();
    let id = accounts::record(&app, TestApp::ADMIN.0).await.id.to_string();
    assert_eq!(
        body,
        json!({
            "access_token": body["access_token"],
            "token_type": "Bearer",
            "expires_in": 300,
            "user": { "id": id, "email": "admin@example.com", "display_name": "admin", "roles": ["Admin", "User"] },
        })
    );
    assert!(body["access_token"].as_str().unwrap().starts_with("v4.public."));
    let refresh = browser.refresh_token().unwrap();
    assert!(!answer.text().contains(&refresh), "the refresh token is in the body");
    assert!(!answer.text().contains(refresh.rsplit('.').next().unwrap()), "its secret part is in the body");
}

#[tokio::test]
async fn the_refresh_cookie_belongs_to_this_host_alone_and_lasts_as_long_as_the_session() {
    let app = TestApp::start().await;
    let answer = app.anonymous().sign_in(TestApp::USER.0, TestApp::USER.1).await;
    let names: Vec<_> = answer.set_cookies().into_iter().map(|cookie| cookie.name).collect();
    assert_eq!(names, ["__Host-refresh", "__Host-known"]);
    let cookie = answer.set_cookie("__Host-refresh").unwrap();
    assert_eq!(cookie.attributes, ["HttpOnly", "Max-Age=1209600", "Path=/", "SameSite=Strict", "Secure"]);
}

#[tokio::test]
async fn a_browser_that_signed_in_is_known_for_180_days() {
    let app = TestApp::start().await;
    let answer = app.anonymous().sign_in(TestApp::USER.0, TestApp::USER.1).await;
    let cookie = answer.set_cookie("__Host-known").unwrap();
    assert_eq!(cookie.attributes, ["HttpOnly", "Max-Age=15552000", "Path=/", "SameSite=Strict", "Secure"]);
}

#[tokio::test]
async fn without_https_the_cookies_have_plain_names() {
    let app = TestApp::start_with(|settings| settings.issuer.edge.cookie_secure = false).await;
    let mut browser = app.anonymous();
    let answer = browser.sign_in(TestApp::USER.0, TestApp::USER.1).await;
    let cookie = answer.set_cookie("refresh").unwrap();
    assert_eq!(cookie.attributes, ["HttpOnly", "Max-Age=1209600", "Path=/", "SameSite=Strict"]);
    assert!(answer.set_cookie("known").is_some());
    assert_eq!(browser.refresh().await.status, 200);
    let answer = browser.post("/auth/v1/logout").send().await;
    assert!(answer.set_cookie("refresh").unwrap().clears());
}

#[tokio::test]
async fn a_host_cookie_means_nothing_where_cookies_are_plain() {
    let app = TestApp::start_with(|settings| settings.issuer.edge.cookie_secure = false).await;
    let mut browser = app.anonymous();
    browser.sign_in(TestApp::USER.0, TestApp::USER.1).await;
    let token = browser.cookies["refresh"].clone();
    browser.cookies.clear();
    browser.hold_refresh_token(&token);
    assert_eq!(browser.refresh().await.status, 401);
}

#[tokio::test]
async fn nothing_about_credentials_is_cached() {
    let app = TestApp::start().await;
    let mut browser = app.anonymous();
    let mut answers = vec![browser.sign_in(TestApp::USER.0, "not-the-password").await];
    answers.push(browser.sign_in(TestApp::USER.0, TestApp::USER.1).await);
    answers.push(browser.refresh().await);
    answers.push(browser.get("/account/v1/me").send().await);
    answers.push(browser.get("/account/v1/sessions").send().await);
    answers.push(browser.post("/auth/v1/logout").send().await);
    answers.push(browser.refresh().await);
    for answer in answers {
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{}", answer.status);
    }
}

#[tokio::test]
async fn an_email_is_the_same_in_every_spelling() {
    let app = TestApp::start().await;
    assert_eq!(app.anonymous().sign_in("USER@Example.COM", TestApp::USER.1).await.status, 200);
}

#[tokio::test]
async fn every_failure_has_the_same_way_out() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for status in ["locked", "disabled"] {
        let email = format!("{status}@example.com");
        let id = accounts::create(&mut admin, &email, PASSWORD, &["User"]).await;
        accounts::change(&mut admin, &id, json!({ "status": status })).await;
    }
    app.make_user(("external@example.com", PASSWORD), Roles::USER).await;
    accounts::take_password(&app, "external@example.com").await;

    let wrong = refused(&app, TestApp::USER.0, "not-the-password").await;
    assert_eq!((wrong.status.as_u16(), wrong.problem().as_str()), (401, "invalid-credentials"));
    assert!(wrong.set_cookies().is_empty() && wrong.header("www-authenticate").is_none());
    for (email, password) in [
        ("nobody@example.com", "not-the-password"),
        ("nobody@example.com", PASSWORD),
        ("locked@example.com", PASSWORD),
        ("locked@example.com", "not-the-password"),
        ("disabled@example.com", PASSWORD),
        ("disabled@example.com", "not-the-password"),
        ("external@example.com", PASSWORD),
        ("external@example.com", "x"),
    ] {
        let other = refused(&app, email, password).await;
        assert_eq!(other.status, wrong.status, "{email}");
        assert_eq!(other.headers, wrong.headers, "{email}");
        assert_eq!(other.text(), wrong.text(), "{email}");
    }
}

#[tokio::test]
async fn a_failed_sign_in_leaves_the_session_of_the_browser_alone() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    let before = browser.cookies.clone();
    let answer = browser.post("/auth/v1/login/local").json(&json!({ "email": TestApp::USER.0, "password": "x" })).await;
    assert_eq!(answer.status, 401);
    assert_eq!(browser.cookies, before);
    assert!(accounts::opens(&mut browser, "/account/v1/me").await);
    assert_eq!(browser.refresh().await.status, 200);
}

#[tokio::test]
async fn a_sign_in_over_a_live_cookie_ends_that_family() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    let mut before = browser.clone();
    let answer = browser.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await;
    assert_eq!(answer.status, 200);
    assert!(accounts::opens(&mut browser, "/api/admin").await);
    assert!(!accounts::opens(&mut before, "/account/v1/me").await);
    assert_eq!(before.refresh().await.status, 401);
}

/// The same text with another last character.
fn other_than(token: &str) -> String {
    let last = if token.ends_with('A') { 'E' } else { 'A' };
    format!("{}{last}", &token[..token.len() - 1])
}

#[tokio::test]
async fn a_cookie_that_is_no_session_does_not_hinder_a_sign_in() {
    let app = TestApp::start().await;
    let mut other = app.user().await;
    let stolen = other.refresh_token().unwrap();
    let forged = other_than(&stolen);
    for junk in ["x", "a.b.c", forged.as_str()] {
        let mut browser = app.anonymous();
        browser.hold_refresh_token(junk);
        assert_eq!(browser.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.status, 200, "{junk}");
    }
    assert!(accounts::opens(&mut other, "/account/v1/me").await, "a forged cookie ended somebody's session");
}

#[tokio::test]
async fn a_sign_in_is_seen_in_the_account() {
    let app = TestApp::start().await;
    assert_eq!(accounts::record(&app, TestApp::USER.0).await.last_login_at, None);
    app.anonymous().sign_in(TestApp::USER.0, "not-the-password").await;
    assert_eq!(accounts::record(&app, TestApp::USER.0).await.last_login_at, None);
    app.advance(60);
    let mut user = app.user().await;
    assert_eq!(user.get("/account/v1/me").send().await.json()["last_login_at"], "2026-01-01T00:01:00Z");
}

#[tokio::test]
async fn every_outcome_is_in_the_record_and_no_password_or_address_of_a_stranger_is() {
    let app = TestApp::start().await;
    let id = accounts::record(&app, TestApp::USER.0).await.id.to_string();
    for (email, password, expected) in [
        (TestApp::USER.0, "not-the-password", json!(["sign_in.failed", "wrong_password", "anonymous", null, id])),
        ("nobody@example.com", "not-the-password", json!(["sign_in.failed", "unknown_user", "anonymous", null, null])),
        (TestApp::USER.0, TestApp::USER.1, json!(["sign_in.succeeded", null, "user", id, id])),
    ] {
        app.advance(1);
        let answer = refused(&app, email, password).await;
        app.advance(1);
        let list = app.admin().await.get("/audit/v1?limit=2").send().await;
        let entry = list.json()["items"][1].clone();
        let facts = json!([entry["kind"], entry["reason"], entry["actor_kind"], entry["actor"], entry["target"]]);
        assert_eq!(facts, expected, "{}", answer.text());
        assert_eq!((&entry["request_id"], &entry["ip"]), (&json!("one-and-the-same"), &json!("192.0.2.1")));
        assert!(!list.text().contains("not-the-password") && !list.text().contains("nobody@"));
    }
}

#[tokio::test]
async fn the_options_name_the_ways_to_sign_in() {
    let app = TestApp::start().await;
    let answer = app.anonymous().get("/auth/v1/login/options").send().await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), json!({ "password": true, "providers": [] }));
}

#[tokio::test]
async fn a_browser_sign_in_starts_at_the_applications_own_page() {
    let app = TestApp::start().await;
    for (query, location) in [
        ("", "/login?return_to=%2Fdashboard"),
        ("?return_to=/dashboard", "/login?return_to=%2Fdashboard"),
        ("?return_to=%2Fusers%3Fq%3Da%2520b%26limit%3D5", "/login?return_to=%2Fusers%3Fq%3Da%2520b%26limit%3D5"),
        ("?return_to=%2Faccount%23sessions", "/login?return_to=%2Faccount%23sessions"),
        ("?provider=none", "/auth/v1/oauth/init?provider=none&return_to=%2Fdashboard"),
    ] {
        let answer = app.anonymous().get(&format!("/auth/v1/login{query}")).send().await;
        assert_eq!(answer.status, 303, "{query}");
        assert_eq!(answer.header("location"), Some(location), "{query}");
        assert!(answer.set_cookies().is_empty());
    }
}

#[tokio::test]
async fn b13_a_browser_sign_in_ends_nowhere_else() {
    let app = TestApp::start().await;
    for foreign in [
        "//evil.example",
        "/%5Cevil.example",
        "%5C%5Cevil.example",
        "/%09/evil.example",
        "/%0A/evil.example",
        "%09//evil.example",
        "%20//evil.example",
        "https:evil.example",
        "https://evil.example/dashboard",
        "https%3A%2F%2Fevil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "%2F%2Fevil.example",
        "/a%0D%0ALocation:%20https://evil.example",
        "evil.example",
        "@evil.example",
    ] {
        let answer = app.anonymous().get(&format!("/auth/v1/login?return_to={foreign}")).send().await;
        assert_eq!(answer.status, 303, "{foreign}");
        assert_eq!(answer.header("location"), Some("/login?return_to=%2Fdashboard"), "{foreign}");
    }
}

#[tokio::test]
async fn two_cookies_of_one_name_are_nobodys_honest_request() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    let token = browser.refresh_token().unwrap();
    let twice = format!("__Host-refresh={token}; __Host-refresh=planted");
    let planted_first = format!("__Host-refresh=planted; other=1; __Host-refresh={token}");
    let login = json!({ "email": TestApp::USER.0, "password": TestApp::USER.1 }).to_string();
    for cookies in [twice.as_str(), planted_first.as_str()] {
        for path in ["/auth/v1/refresh", "/auth/v1/logout", "/auth/v1/login/local"] {
            let call = browser.post(path).header("cookie", cookies).body("application/json", login.clone());
            let answer = call.send().await;
            assert_eq!(answer.status, 400, "{path}");
            assert!(answer.set_cookies().is_empty(), "{path}");
        }
    }
    let line = format!("__Host-refresh={token}");
    let answer =
        browser.post("/auth/v1/refresh").header("cookie", &line).also("cookie", "__Host-refresh=planted").send();
    assert_eq!(answer.await.status, 400);
    let known = browser.cookies["__Host-known"].clone();
    let twice = format!("__Host-known={known}; __Host-known={known}");
    let call = browser.post("/auth/v1/login/local").header("cookie", &twice).body("application/json", login);
    assert_eq!(call.send().await.status, 400);
    assert_eq!(browser.refresh().await.status, 200, "nothing was consumed");
    assert!(accounts::opens(&mut browser, "/account/v1/me").await);
}
