//! The same-origin rule: a page of another site makes nothing happen.

use serde_json::json;
use testkit::{
    actor::{Actor, Answer},
    app::{ORIGIN, TestApp},
};

use crate::accounts;

/// `Origin` and `Sec-Fetch-Site` lines that no page of ours sends.
const FOREIGN: [(&[&str], &[&str]); 15] = [
    (&["https://evil.example"], &[]),
    (&["null"], &[]),
    (&[""], &[]),
    (&["http://sign-in.test"], &[]),
    (&["https://sign-in.test:8443"], &[]),
    (&["https://sub.sign-in.test"], &[]),
    (&["https://sign-in.test.evil.example"], &[]),
    (&["https://sign-in.test/"], &[]),
    (&[ORIGIN, ORIGIN], &[]),
    (&[ORIGIN, "https://evil.example"], &[]),
    (&[ORIGIN], &["cross-site"]),
    (&[ORIGIN], &["same-site"]),
    (&[ORIGIN], &["none"]),
    (&[], &["cross-site"]),
    (&[ORIGIN], &["same-origin", "same-origin"]),
];

/// Lines that our own pages send.
const OWN: [(&[&str], &[&str]); 3] = [(&[ORIGIN], &[]), (&[ORIGIN], &["same-origin"]), (&[], &["same-origin"])];

async fn post(actor: &mut Actor, path: &str, (origins, sites): (&[&str], &[&str]), body: &str) -> Answer {
    let mut call = actor.post(path).without("origin");
    for origin in origins {
        call = call.also("origin", origin);
    }
    for site in sites {
        call = call.also("sec-fetch-site", site);
    }
    call.body("application/json", body).send().await
}

#[tokio::test]
async fn a_foreign_page_refreshes_nothing() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    for lines in FOREIGN.into_iter().chain([(&[][..], &[][..])]) {
        let answer = post(&mut browser, "/auth/v1/refresh", lines, "").await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (403, "cross-origin"), "{lines:?}");
        assert!(answer.set_cookies().is_empty(), "{lines:?}");
    }
    // Had one of them rotated the token, it would be an old one by now.
    app.advance(11);
    for lines in OWN {
        assert_eq!(post(&mut browser, "/auth/v1/refresh", lines, "").await.status, 200, "{lines:?}");
        app.advance(11);
    }
}

#[tokio::test]
async fn a_foreign_page_signs_nobody_out() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    for lines in FOREIGN.into_iter().chain([(&[][..], &[][..])]) {
        let answer = post(&mut browser, "/auth/v1/logout", lines, "").await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (403, "cross-origin"), "{lines:?}");
        assert!(answer.set_cookies().is_empty(), "{lines:?}");
        assert!(accounts::opens(&mut browser, "/account/v1/me").await, "{lines:?}");
    }
    for lines in OWN {
        let mut browser = app.user().await;
        assert_eq!(post(&mut browser, "/auth/v1/logout", lines, "").await.status, 204, "{lines:?}");
        assert!(!accounts::opens(&mut browser, "/account/v1/me").await, "{lines:?}");
    }
}

#[tokio::test]
async fn a_foreign_page_signs_nobody_in() {
    let app = TestApp::start().await;
    let right = json!({ "email": TestApp::USER.0, "password": TestApp::USER.1 }).to_string();
    let wrong = json!({ "email": TestApp::USER.0, "password": "not-the-password" }).to_string();
    for lines in FOREIGN {
        let mut browser = app.anonymous();
        for body in [&right, &wrong] {
            let answer = post(&mut browser, "/auth/v1/login/local", lines, body).await;
            assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (403, "cross-origin"), "{lines:?}");
        }
        assert!(browser.cookies.is_empty(), "{lines:?}");
    }
    // Neither a session nor a failure came of it: fifteen wrong passwords would have closed the account by now.
    let mut user = app.user().await;
    assert_eq!(accounts::sessions(&mut user).await.len(), 1);
    for lines in OWN.into_iter().chain([(&[][..], &[][..])]) {
        let answer = post(&mut app.anonymous(), "/auth/v1/login/local", lines, &right).await;
        assert_eq!(answer.status, 200, "{lines:?}");
    }
}

#[tokio::test]
async fn a_foreign_page_sets_nothing_up() {
    let app = TestApp::start_empty(|_| {}).await;
    let token = app.edition.issuer.setup.prepare().await.unwrap().unwrap();
    let body = json!({
        "token": token.expose(), "email": "first@example.com", "display_name": "First", "password": accounts::PASSWORD,
    });
    for lines in FOREIGN {
        let answer = post(&mut app.anonymous(), "/auth/v1/setup", lines, &body.to_string()).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (403, "cross-origin"), "{lines:?}");
    }
    let answer = post(&mut app.anonymous(), "/auth/v1/setup", OWN[0], &body.to_string()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[tokio::test]
async fn in_development_every_spelling_of_loopback_is_our_own() {
    let app = TestApp::start_with(|settings| {
        settings.issuer.public_url = "http://127.0.0.1:8080".parse().unwrap();
        settings.issuer.development = true;
        settings.issuer.edge.cookie_secure = false;
    })
    .await;
    let mut browser = app.anonymous();
    let body = json!({ "email": TestApp::USER.0, "password": TestApp::USER.1 }).to_string();
    for own in ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"] {
        let answer = post(&mut browser, "/auth/v1/login/local", (&[own], &[]), &body).await;
        assert_eq!(answer.status, 200, "{own}");
    }
    for foreign in ["http://localhost:8081", "https://localhost:8080", "http://127.0.0.2:8080", "http://localhost"] {
        let answer = post(&mut browser, "/auth/v1/login/local", (&[foreign], &[]), &body).await;
        assert_eq!(answer.status, 403, "{foreign}");
    }
}
