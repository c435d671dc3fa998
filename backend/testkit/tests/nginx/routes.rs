//! Who answers what.

use crate::{
    recorder::Request,
    world::{PAGE, World},
};

const ISSUER: [&str; 24] = [
    "/auth/v1",
    "/auth/v1/login",
    "/auth/v1/login/options",
    "/auth/v1/login/local",
    "/auth/v1/refresh",
    "/auth/v1/logout",
    "/auth/v1/setup",
    "/auth/v1/oauth/backchannel-logout/rauthy",
    "/auth/v1/openapi.json",
    "/users/v1",
    "/users/v1?q=a&limit=3",
    "/users/v1/0198f6ba-0000-7000-8000-000000000000",
    "/users/v1/0198f6ba-0000-7000-8000-000000000000/sessions",
    "/account/v1/me",
    "/account/v1/password",
    "/account/v1/sessions/AbC_-~.9",
    "/audit/v1?from=2026-01-01T00%3A00%3A00Z",
    "/.well-known/openid-configuration",
    "/.well-known/jwks.json",
    "/.well-known/paserk.json",
    "/userinfo",
    "/userinfo/x.js",
    "/swagger-ui",
    "/swagger-ui/swagger-ui-bundle.js",
];

const API: [&str; 5] = ["/api", "/api/", "/api/dashboard", "/api/admin?x=//../y;z", "/api/openapi.json"];

const PAGES: [&str; 19] = [
    "/",
    "/index.html",
    "/?return_to=%2Fusers",
    "/login",
    "/login/link?ticket=//x",
    "/users",
    "/users/",
    "/users/v1x",
    "/users/v10/x",
    "/account",
    "/account/security",
    "/audit",
    "/auth-providers",
    "/authx/v1",
    "/apix",
    "/api-docs",
    "/healthy",
    "/metrics-of-mine",
    "/userinfos",
];

const NOBODY: [&str; 27] = [
    "/health",
    "/health/live",
    "/health/ready",
    "/Health/ready",
    "/metrics",
    "/metrics/",
    "/METRICS",
    "/auth",
    "/auth/",
    "/auth/v2/login",
    "/auth/v1x",
    "/AUTH/v1/login",
    "/Users/v1",
    "/users/V1",
    "/Account/V1/me",
    "/API/dashboard",
    "/.Well-Known/jwks.json",
    "/UserInfo",
    "/_app/immutable/gone.js",
    "/_app/nothing.css",
    "/x.css",
    "/users/x.css",
    "/login.html",
    "/~root",
    "/.well-knowns",
    "/problem",
    "/unreadable",
];

#[tokio::test]
async fn each_address_has_one_who_answers() {
    let world = World::start().await;
    for (service, targets) in [("issuer", &ISSUER[..]), ("api", &API)] {
        for target in targets {
            let answer = world.get(target).await;
            assert_eq!(answer.status, 200, "{target}");
            assert_eq!(answer.json()["service"], service, "{target}");
            let seen = world.take();
            assert_eq!(seen.iter().map(Request::target).collect::<Vec<_>>(), [*target]);
        }
    }
}

#[tokio::test]
async fn every_other_address_is_a_page_of_the_app() {
    let world = World::start().await;
    for target in PAGES {
        let answer = world.get(target).await;
        assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, PAGE), "{target}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{target}");
    }
    assert!(world.take().is_empty());
}

#[tokio::test]
async fn what_is_nobodys_is_404_and_never_the_app() {
    let world = World::start().await;
    for target in NOBODY {
        let answer = world.call("GET", target, &["accept: text/html"], "").await;
        assert_eq!(answer.status, 404, "{target}");
        assert_eq!(answer.problem(), "not-found", "{target}");
    }
    assert!(world.take().is_empty());
}

#[tokio::test]
async fn every_method_reaches_the_services_as_it_is() {
    let world = World::start().await;
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"] {
        for target in ["/users/v1", "/account/v1/password", "/auth/v1/refresh", "/api/dashboard"] {
            let answer = world.call(method, target, &[], "").await;
            assert_eq!(answer.status, 200, "{method} {target}");
            assert_eq!(world.take()[0].line(), format!("{method} {target} HTTP/1.1"));
        }
    }
}

#[tokio::test]
async fn pages_are_only_read() {
    let world = World::start().await;
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "BREW"] {
        let answer = world.call(method, "/login", &[], "x").await;
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.problem(), "method-not-allowed");
        assert_eq!(answer.header("allow"), Some("GET, HEAD"));
    }
    let head = world.call("HEAD", "/login", &[], "").await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
}

#[tokio::test]
async fn i3_only_what_never_changes_is_kept_by_caches() {
    let world = World::start().await;
    for (target, caching) in [
        ("/_app/immutable/start.B7xq.js", "public, max-age=31536000, immutable"),
        ("/_app/version.json", "no-cache"),
        ("/favicon.svg", "no-cache"),
        ("/users", "no-cache"),
        ("/users/x.css", "no-store"),
        ("/api/x.css", "no-store"),
        ("/users/v1/x.css", "no-store"),
        ("/auth/v1/login/options", "no-store"),
        ("/_app/immutable/gone.js", "no-store"),
        ("/api/dashboard;x.css", "no-store"),
        ("/metrics", "no-store"),
    ] {
        let answer = world.get(target).await;
        let found: Vec<_> = answer.headers.get_all("cache-control").iter().collect();
        assert_eq!(found, [caching], "{target}");
    }
}

#[tokio::test]
async fn a_page_that_a_browser_has_already_is_not_sent_again() {
    let world = World::start().await;
    let etag = world.get("/login").await.header("etag").unwrap().to_owned();
    let answer = world.call("GET", "/users", &[&format!("if-none-match: {etag}")], "").await;
    assert_eq!((answer.status.as_u16(), answer.body.len()), (304, 0));
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
}
