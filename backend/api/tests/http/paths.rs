//! What is no route: 404 and 405, always as a problem, never the app.

use testkit::app::TestApp;

#[tokio::test]
async fn i3_an_address_that_looks_like_a_file_is_404() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for path in [
        "/api/x.css",
        "/api/dashboard.css",
        "/api/dashboard/x.css",
        "/api/dashboard/",
        "/api/dashboard;x.css",
        "/api/dashboard%2fx.css",
        "/api/dashboard%3f.css",
        "/api/admin.json",
        "/account/v1/me/x.css",
        "/userinfo/x.js",
    ] {
        let answer = admin.get(path).send().await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
        assert_eq!(answer.problem(), "not-found");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[tokio::test]
async fn i3_no_cache_may_keep_what_was_answered_to_somebody() {
    let app = TestApp::start().await;
    let paths = [
        "/api/dashboard",
        "/api/admin",
        "/users/v1",
        "/audit/v1",
        "/audit/v1/summary",
        "/account/v1/me",
        "/account/v1/sessions",
    ];
    for (mut actor, statuses) in
        [(app.admin().await, vec![200]), (app.user().await, vec![200, 403]), (app.anonymous(), vec![401])]
    {
        for path in paths.into_iter().chain(["/userinfo"]) {
            let answer = actor.get(path).header("if-none-match", "*").send().await;
            assert!(statuses.contains(&answer.status.as_u16()), "{path}: {}", answer.text());
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        }
    }
}

#[tokio::test]
async fn unknown_addresses_under_our_prefixes_are_404_for_everyone() {
    let app = TestApp::start().await;
    let mut actors = [app.anonymous(), app.user().await, app.admin().await];
    for path in [
        "/api",
        "/api/",
        "/api/nothing",
        "/api/dashboard/history",
        "/auth/v1/nothing",
        "/auth/v1",
        "/auth/v2/login",
        "/users/v1/",
        "/users/v1/a/b/c",
        "/account/v1",
        "/account/v1/nothing",
        "/audit/v1/nothing",
        "/.well-known/nothing",
        "/.well-known/",
        "/API/dashboard",
        "/api//dashboard",
        "//api/dashboard",
        "/api/../users/v1",
    ] {
        for actor in &mut actors {
            let answer = actor.get(path).header("accept", "text/html").send().await;
            assert_eq!(answer.status, 404, "{path}: {}", answer.text());
            assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
            assert_eq!(answer.problem(), "not-found", "{path}");
            assert_eq!(answer.json()["instance"].as_str(), answer.header("x-request-id"), "{path}");
        }
    }
}

#[tokio::test]
async fn another_method_is_405_and_told_which_are_allowed() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for path in ["/api/dashboard", "/api/admin"] {
        for method in ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"] {
            let answer = admin.call(method.parse().unwrap(), path).send().await;
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.problem(), "method-not-allowed");
            assert_eq!(answer.header("allow"), Some("GET,HEAD"), "{path}");
        }
    }
}

#[tokio::test]
async fn the_head_of_an_answer_is_guarded_like_the_whole() {
    let app = TestApp::start().await;
    for (mut actor, expected) in [(app.anonymous(), 401), (app.user().await, 403), (app.admin().await, 200)] {
        let answer = actor.call("HEAD".parse().unwrap(), "/api/admin").send().await;
        assert_eq!(answer.status, expected);
        assert!(answer.body.is_empty());
    }
}

#[tokio::test]
async fn a_parameter_in_the_query_is_no_token() {
    let app = TestApp::start().await;
    let token = app.admin().await.access_token.unwrap();
    let mut nobody = app.anonymous();
    let answer = nobody.get(&format!("/api/dashboard?access_token={token}")).send().await;
    assert_eq!(answer.status, 401, "RFC 9700, section 4.3.2: tokens never travel in addresses");
    let answer = nobody.get("/api/dashboard").header("cookie", &format!("access_token={token}")).send().await;
    assert_eq!(answer.status, 401);
}
