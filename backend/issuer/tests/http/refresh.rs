//! `POST /auth/v1/refresh`

use std::time::Duration;

use serde_json::json;
use shared::domain::peppers::PepperRing;
use testkit::{
    access_token,
    actor::Actor,
    app::{ORIGIN, TestApp},
    interposed::{InterposedSessionCache, InterposedSigner},
    settings::pepper,
};

use crate::accounts;

/// Presents this very token; returns the successor.
async fn rotate(browser: &mut Actor, token: &str) -> String {
    browser.hold_refresh_token(token);
    let answer = browser.refresh().await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.set_cookie("__Host-refresh").unwrap().value
}

#[tokio::test]
async fn a_refresh_earns_a_fresh_token_and_a_successor() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    let (token, access) = (browser.refresh_token().unwrap(), browser.access_token.clone().unwrap());
    app.advance(3600);
    let answer = browser.refresh().await;
    assert_eq!(answer.status, 200);
    let body = answer.json();
    let id = browser.user_id.clone().unwrap();
    assert_eq!(
        body,
        json!({
            "access_token": body["access_token"],
            "token_type": "Bearer",
            "expires_in": 300,
            "user": { "id": id, "email": "user@example.com", "display_name": "user", "roles": ["User"] },
        })
    );
    assert_ne!(body["access_token"], access);
    let cookie = answer.set_cookie("__Host-refresh").unwrap();
    assert_ne!(cookie.value, token);
    assert_eq!(answer.set_cookies().len(), 1);
    assert!(!answer.text().contains(&cookie.value), "the refresh token is in the body");
    assert!(accounts::opens(&mut browser, "/account/v1/me").await);
}

#[tokio::test]
async fn the_cookie_lasts_for_what_is_left_of_the_session() {
    let app = TestApp::start_with(|settings| settings.issuer.session_life = Duration::from_secs(1000)).await;
    let mut browser = app.user().await;
    for (passed, left) in [(0, 1000), (250, 750), (749, 1)] {
        app.advance(passed);
        let cookie = browser.refresh().await.set_cookie("__Host-refresh").unwrap();
        let life = format!("Max-Age={left}");
        assert_eq!(cookie.attributes, ["HttpOnly", life.as_str(), "Path=/", "SameSite=Strict", "Secure"]);
    }
}

#[tokio::test]
async fn no_refresh_moves_the_absolute_end() {
    let app = TestApp::start_with(|settings| settings.issuer.session_life = Duration::from_secs(1000)).await;
    let mut browser = app.user().await;
    for _ in 0..9 {
        app.advance(111);
        assert_eq!(browser.refresh().await.status, 200);
    }
    app.clock.advance(Duration::from_millis(999));
    assert_eq!(browser.refresh().await.status, 200, "a millisecond before its end the session is alive");
    assert!(accounts::opens(&mut browser, "/api/dashboard").await);
    app.clock.advance(Duration::from_millis(1));
    let answer = browser.refresh().await;
    assert_eq!(answer.status, 401);
    assert!(answer.set_cookie("__Host-refresh").unwrap().clears());
    for path in ["/api/dashboard", "/account/v1/me"] {
        assert!(!accounts::opens(&mut browser, path).await, "the access token outlives its session at {path}");
    }
}

#[tokio::test]
async fn the_previous_token_earns_the_same_successor_for_ten_seconds() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    let first = browser.refresh_token().unwrap();
    let second = rotate(&mut browser, &first).await;
    for _ in 0..4 {
        assert_eq!(rotate(&mut browser, &first).await, second);
        app.clock.advance(Duration::from_millis(2500));
    }
    assert_eq!(rotate(&mut browser, &first).await, second, "ten seconds are within the ten seconds");
    let third = rotate(&mut browser, &second).await;
    assert_ne!(third, second);
    assert!(accounts::opens(&mut browser, "/account/v1/me").await);
}

#[tokio::test]
async fn repeating_does_not_extend_the_ten_seconds() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    let first = browser.refresh_token().unwrap();
    let second = rotate(&mut browser, &first).await;
    app.advance(9);
    assert_eq!(rotate(&mut browser, &first).await, second);
    app.clock.advance(Duration::from_millis(1001));
    browser.hold_refresh_token(&first);
    assert_eq!(browser.refresh().await.status, 401, "10.001 seconds are too long ago");
}

#[tokio::test]
async fn c4_a_replay_after_the_grace_kills_the_whole_family() {
    let app = TestApp::start().await;
    let mut owner = app.user().await;
    let mut elsewhere = app.user().await;
    let first = owner.refresh_token().unwrap();
    let second = rotate(&mut owner, &first).await;
    let early_token = owner.clone();
    app.clock.advance(Duration::from_millis(10_001));
    let third = rotate(&mut owner, &second).await;
    let mut thief = app.anonymous();
    thief.hold_refresh_token(&first);
    let answer = thief.refresh().await;
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (401, "session-over"));
    assert!(answer.set_cookie("__Host-refresh").unwrap().clears());
    for mut holder in [owner.clone(), early_token] {
        for path in ["/api/dashboard", "/account/v1/me", "/userinfo"] {
            assert!(!accounts::opens(&mut holder, path).await, "an access token of the family opens {path}");
        }
    }
    for token in [&first, &second, &third] {
        owner.hold_refresh_token(token);
        assert_eq!(owner.refresh().await.status, 401);
    }
    assert_eq!(elsewhere.refresh().await.status, 200, "another session of the same user is another family");
    let kinds = accounts::audit_kinds(&app).await;
    assert!(kinds.contains(&"session.reuse_detected".to_owned()), "{kinds:?}");
}

#[tokio::test]
async fn c4_the_token_before_the_previous_one_is_reuse_even_within_the_grace() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    let first = browser.refresh_token().unwrap();
    let second = rotate(&mut browser, &first).await;
    let third = rotate(&mut browser, &second).await;
    for token in [&first, &third] {
        browser.hold_refresh_token(token);
        assert_eq!(browser.refresh().await.status, 401);
    }
    assert!(!accounts::opens(&mut browser, "/account/v1/me").await);
}

#[tokio::test]
async fn without_a_cookie_there_is_nothing_to_refresh() {
    let app = TestApp::start().await;
    let answer = app.anonymous().refresh().await;
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (401, "session-over"));
    assert!(answer.set_cookie("__Host-refresh").unwrap().clears());
    assert_eq!(answer.header("www-authenticate"), None, "no bearer token would help");
}

#[tokio::test]
async fn only_a_401_clears_the_cookie() {
    let signer = &mut None;
    let app = TestApp::start_between(|_| {}, |ports| *signer = Some(InterposedSigner::plug(ports))).await;
    let mut browser = app.user().await;
    let cross = browser.post("/auth/v1/refresh").header("origin", "https://evil.example").send().await;
    let twice = browser.post("/auth/v1/refresh").header("cookie", "__Host-refresh=a; __Host-refresh=b").send().await;
    let wrong_verb = browser.get("/auth/v1/refresh").send().await;
    signer.as_ref().unwrap().set_away(true);
    let unsigned = browser.post("/auth/v1/refresh").send().await;
    for (answer, status) in [(cross, 403), (twice, 400), (wrong_verb, 405), (unsigned, 503)] {
        assert_eq!(answer.status, status);
        assert!(answer.set_cookies().is_empty(), "{status} sets a cookie");
    }
}

#[tokio::test]
async fn a_signer_that_is_away_consumes_nothing() {
    let signer = &mut None;
    let app = TestApp::start_between(|_| {}, |ports| *signer = Some(InterposedSigner::plug(ports))).await;
    let signer = signer.as_ref().unwrap();
    let mut browser = app.user().await;
    let token = browser.refresh_token().unwrap();
    signer.set_away(true);
    for _ in 0..3 {
        let answer = browser.refresh().await;
        assert_eq!(answer.status, 503);
        assert!(answer.header("retry-after").unwrap().parse::<u64>().unwrap() >= 1);
        app.advance(60);
    }
    let answer = app.anonymous().sign_in(TestApp::USER.0, TestApp::USER.1).await;
    assert_eq!(answer.status, 503, "nobody signs in either");
    signer.set_away(false);
    let second = rotate(&mut browser, &token).await;
    assert_ne!(second, token);
    assert!(accounts::opens(&mut browser, "/account/v1/me").await);
    assert_eq!(accounts::sessions(&mut browser).await.len(), 1, "the failed sign-in left no session");
}

#[tokio::test]
async fn every_signature_is_issued_or_thrown_away() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    let first = browser.refresh_token().unwrap();
    let second = rotate(&mut browser, &first).await;
    rotate(&mut browser, &first).await;
    rotate(&mut browser, &second).await;
    browser.hold_refresh_token(&first);
    assert_eq!(browser.refresh().await.status, 401);
    let tokens = &app.edition.issuer.access_tokens;
    assert_eq!((tokens.signatures(), tokens.issued(), tokens.thrown_away()), (5, 4, 1));
}

#[tokio::test]
async fn a_store_that_lost_writes_goes_on_from_the_record() {
    let cache = &mut None;
    let app = TestApp::start_between(|_| {}, |ports| *cache = Some(InterposedSessionCache::plug(ports))).await;
    let mut browser = app.user().await;
    let first = browser.refresh_token().unwrap();
    cache.as_ref().unwrap().lose_last_write();
    let second = rotate(&mut browser, &first).await;
    assert_eq!(app.edition.issuer.sessions.lost_writes(), 1);
    rotate(&mut browser, &second).await;
    assert!(accounts::opens(&mut browser, "/account/v1/me").await);
}

#[tokio::test]
async fn an_access_token_says_who_and_what_for_but_no_roles() {
    let app = TestApp::start().await;
    let mut browser = app.admin().await;
    app.advance(120);
    browser.refresh().await;
    let token = browser.access_token.clone().unwrap();
    let claims = access_token::claims(&token);
    let (jti, sid) = (&claims["jti"], &claims["sid"]);
    assert_eq!(
        claims,
        json!({
            "iss": ORIGIN, "sub": browser.user_id, "aud": "paseport",
            "exp": "2026-01-01T00:07:00Z", "nbf": "2026-01-01T00:02:00Z", "iat": "2026-01-01T00:02:00Z",
            "jti": jti, "sid": sid, "client_id": "bff", "scope": "openid profile email paseport",
            "auth_time": "2026-01-01T00:00:00Z", "amr": ["pwd"],
        })
    );
    let session = accounts::sessions(&mut browser).await.remove(0);
    assert_eq!(*sid, session["sid"]);
    let published = app.anonymous().get("/.well-known/paserk.json").send().await.json();
    let kid = published["keys"][0]["kid"].as_str().unwrap();
    assert_eq!(access_token::footer(&token), format!(r#"{{"kid":"{kid}"}}"#));
}

#[tokio::test]
async fn an_access_token_dies_on_time() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    app.clock.advance(Duration::from_millis(299_999));
    assert!(accounts::opens(&mut browser, "/api/dashboard").await);
    app.clock.advance(Duration::from_millis(1));
    for path in ["/api/dashboard", "/account/v1/me"] {
        assert!(!accounts::opens(&mut browser, path).await, "{path}");
    }
    assert_eq!(browser.refresh().await.status, 200);
    assert!(accounts::opens(&mut browser, "/api/dashboard").await);
}

#[tokio::test]
async fn c2_nobody_is_signed_out_by_a_crash() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    let first = browser.refresh_token().unwrap();
    let second = rotate(&mut browser, &first).await;
    let third = rotate(&mut browser, &second).await;
    let access = browser.access_token.clone();
    let app = app.restart(|_| {}).await;
    let mut browser = app.anonymous();
    browser.access_token = access;
    assert!(accounts::opens(&mut browser, "/api/dashboard").await, "access tokens outlive the process");
    assert_eq!(rotate(&mut browser, &second).await, third, "the grace outlives the process");
    let fourth = rotate(&mut browser, &third).await;
    let app = app.restart(|_| {}).await;
    let mut thief = app.anonymous();
    thief.hold_refresh_token(&second);
    assert_eq!(thief.refresh().await.status, 401, "what was old before the crash is old after it");
    let mut browser = app.anonymous();
    browser.hold_refresh_token(&fourth);
    assert_eq!(browser.refresh().await.status, 401);
    let app = app.restart(|_| {}).await;
    let mut browser = app.anonymous();
    browser.hold_refresh_token(&fourth);
    assert_eq!(browser.refresh().await.status, 401, "the tombstone outlives the process");
}

#[tokio::test]
async fn a_session_outlives_the_rotation_of_the_pepper() {
    let app = TestApp::start().await;
    let browser = app.user().await;
    let first = browser.refresh_token().unwrap();
    let app =
        app.restart(|settings| settings.issuer.refresh_peppers = PepperRing::new(pepper(9), Some(pepper(2)))).await;
    let mut browser = app.anonymous();
    let second = rotate(&mut browser, &first).await;
    assert!(accounts::opens(&mut browser, "/account/v1/me").await);
    let newcomer = app.user().await;
    let newest = newcomer.refresh_token().unwrap();
    let app = app.restart(|settings| settings.issuer.refresh_peppers = PepperRing::new(pepper(9), None)).await;
    let mut browser = app.anonymous();
    browser.hold_refresh_token(&second);
    let answer = browser.refresh().await;
    assert_eq!(answer.status, 401, "a pepper that is gone proves nothing");
    assert!(answer.set_cookie("__Host-refresh").unwrap().clears());
    let mut newcomer = app.anonymous();
    rotate(&mut newcomer, &newest).await;
}
