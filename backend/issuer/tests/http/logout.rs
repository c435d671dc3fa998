//! `POST /auth/v1/logout`

use testkit::app::TestApp;

use crate::accounts;

#[tokio::test]
async fn a_logout_ends_the_session_at_once() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    let mut elsewhere = app.user().await;
    for path in ["/api/dashboard", "/account/v1/me", "/userinfo"] {
        assert!(accounts::opens(&mut browser, path).await, "{path}");
    }
    let token = browser.refresh_token().unwrap();
    let answer = browser.post("/auth/v1/logout").send().await;
    assert_eq!(answer.status, 204);
    assert!(answer.body.is_empty());
    let cookie = answer.set_cookie("__Host-refresh").unwrap();
    assert!(cookie.clears());
    assert_eq!(cookie.attributes, ["HttpOnly", "Max-Age=0", "Path=/", "SameSite=Strict", "Secure"]);
    assert_eq!(answer.set_cookies().len(), 1, "the browser stays known");
    for path in ["/api/dashboard", "/account/v1/me", "/userinfo"] {
        assert!(!accounts::opens(&mut browser, path).await, "{path}");
    }
    browser.hold_refresh_token(&token);
    assert_eq!(browser.refresh().await.status, 401);
    assert!(accounts::opens(&mut elsewhere, "/account/v1/me").await, "another session goes on");
    assert!(accounts::audit_kinds(&app).await.contains(&"session.ended".to_owned()));
}

#[tokio::test]
async fn any_generation_of_a_family_ends_it() {
    let app = TestApp::start().await;
    for generation in 0..4 {
        let mut browser = app.user().await;
        let mut tokens = vec![browser.refresh_token().unwrap()];
        for _ in 0..3 {
            app.advance(11);
            assert_eq!(browser.refresh().await.status, 200);
            tokens.push(browser.refresh_token().unwrap());
        }
        let mut other = app.anonymous();
        other.hold_refresh_token(&tokens[generation]);
        assert_eq!(other.post("/auth/v1/logout").send().await.status, 204);
        assert!(!accounts::opens(&mut browser, "/api/dashboard").await, "generation {generation}");
        assert_eq!(browser.refresh().await.status, 401, "generation {generation}");
    }
}

#[tokio::test]
async fn without_a_session_there_is_nothing_to_end() {
    let app = TestApp::start().await;
    let mut browser = app.anonymous();
    for junk in [None, Some("junk"), Some("a.1.b")] {
        if let Some(junk) = junk {
            browser.hold_refresh_token(junk);
        }
        let answer = browser.post("/auth/v1/logout").send().await;
        assert_eq!(answer.status, 204, "{junk:?}");
        assert!(answer.set_cookie("__Host-refresh").unwrap().clears());
    }
}

#[tokio::test]
async fn a_second_logout_is_no_error() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    let token = browser.refresh_token().unwrap();
    for _ in 0..2 {
        browser.hold_refresh_token(&token);
        assert_eq!(browser.post("/auth/v1/logout").send().await.status, 204);
    }
    let ends = accounts::audit_kinds(&app).await.into_iter().filter(|kind| kind == "session.ended").count();
    assert_eq!(ends, 1, "one end is one entry");
}

#[tokio::test]
async fn an_access_token_alone_signs_nobody_out() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    browser.cookies.clear();
    assert_eq!(browser.post("/auth/v1/logout").send().await.status, 204);
    assert!(accounts::opens(&mut browser, "/account/v1/me").await);
}
