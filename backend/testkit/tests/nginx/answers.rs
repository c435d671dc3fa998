//! What Nginx says itself, and what every answer carries.

use serde_json::Value;
use testkit::Answer;

use crate::{
    recorder::Behaviour,
    wire::{exchange, parse},
    world::World,
};

/// Every status that can be provoked, with the request that does it.
fn provocations() -> Vec<(u16, Vec<u8>)> {
    let request = |line: &str, rest: &str| {
        format!("{line} HTTP/1.1\r\nhost: sign-in.test\r\nconnection: close\r\n{rest}\r\n").into_bytes()
    };
    vec![
        (200, request("GET /login", "")),
        (200, request("GET /_app/immutable/start.B7xq.js", "")),
        (200, request("GET /api/dashboard", "")),
        (200, request("POST /auth/v1/refresh", "")),
        (400, request("GET /api/%zz", "")),
        (400, request("GET /api/dashboard", "no colon\r\n")),
        (400, b"GET /api/dashboard HTTP/1.1\r\nconnection: close\r\n\r\n".to_vec()),
        (400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n".to_vec()),
        (404, request("GET /metrics", "")),
        (404, request("GET //", "")),
        (404, request("GET /_app/gone.js", "")),
        (405, request("POST /login", "content-length: 0\r\n")),
        (405, request("TRACE /api/dashboard", "")),
        (400, request("CONNECT sign-in.test:443", "")),
        (412, request("GET /login", "if-match: \"other\"\r\n")),
        (413, request("POST /users/v1", "content-length: 65537\r\n")),
        (413, request("POST /account/v1/password", "content-length: 65537\r\n")),
        (414, request(&format!("GET /api/{}", "x".repeat(9000)), "")),
        (431, request("GET /api/dashboard", &format!("x-long: {}\r\n", "x".repeat(9000)))),
        (501, request("POST /users/v1", "transfer-encoding: x\r\n")),
        (505, b"GET / HTTP/3.1\r\nhost: sign-in.test\r\n\r\n".to_vec()),
    ]
}

fn assert_guarded(answer: &Answer, case: &str) {
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("referrer-policy", "no-referrer"),
        ("strict-transport-security", "max-age=63072000"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
    ] {
        let found: Vec<_> = answer.headers.get_all(name).iter().collect();
        assert_eq!(found, [value], "{case}: {name}");
    }
    for name in ["cache-control", "content-security-policy", "x-request-id"] {
        assert_eq!(answer.headers.get_all(name).iter().count(), 1, "{case}: {name}");
    }
    assert!(answer.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"), "{case}");
    assert_eq!(answer.header("server"), Some("nginx"), "{case}");
}

fn assert_problem(answer: &Answer, case: &str) {
    let problem = answer.json();
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{case}");
    assert_eq!(problem["status"], answer.status.as_u16(), "{case}");
    assert_eq!(problem["instance"].as_str(), answer.header("x-request-id"), "{case}");
    assert!(problem["title"].is_string() && !answer.problem().is_empty(), "{case}: {problem}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{case}");
    assert_eq!(answer.header("content-security-policy"), Some("default-src 'none'; frame-ancestors 'none'"), "{case}");
}

#[tokio::test]
async fn every_status_carries_the_security_headers_and_every_error_is_a_problem() {
    let world = World::start().await;
    for (status, bytes) in provocations() {
        let case = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        let answer = parse(&exchange(world.nginx.address(), &bytes).await);
        assert_eq!(answer.status, status, "{case}");
        assert_guarded(&answer, &case);
        if status >= 400 {
            assert_problem(&answer, &case);
        }
    }
}

#[tokio::test]
async fn an_answer_that_a_service_did_not_finish_is_guarded_too() {
    let world = World::start().await;
    world.issuers[0].behave(Behaviour::Refuse);
    let answer = world.get("/users/v1").await;
    assert_eq!(answer.status, 431);
    assert_guarded(&answer, "refused by the service's HTTP library");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn trace_allows_nothing_that_nginx_knows_of() {
    let world = World::start().await;
    let answer = world.call("TRACE", "/api/dashboard", &["cookie: __Host-refresh=secret"], "").await;
    assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, None));
    assert!(!answer.text().contains("secret"));
}

#[tokio::test]
async fn only_what_no_cookie_can_call_for_is_compressed() {
    let world = World::start().await;
    for (method, target, encoding) in [
        ("GET", "/users/v1", Some("gzip")),
        ("GET", "/api/dashboard", Some("gzip")),
        ("GET", "/.well-known/jwks.json", Some("gzip")),
        ("GET", "/_app/immutable/start.B7xq.js", Some("gzip")),
        ("POST", "/auth/v1/refresh", None),
        ("POST", "/auth/v1/login/local", None),
        ("GET", "/auth/v1/login/options", None),
    ] {
        let answer = world.call(method, target, &["accept-encoding: gzip, br"], "").await;
        assert_eq!(answer.header("content-encoding"), encoding, "{target}");
        assert!(world.take().iter().all(|request| request.header("accept-encoding").is_empty()), "{target}");
    }
    let built = world.call("GET", "/_app/immutable/start.B7xq.js", &["accept-encoding: gzip"], "").await;
    assert_eq!(built.text(), "compressed when it was built");
}

/// Whatever goes wrong: the log of failures would show the request line, with codes and tickets in its query.
#[tokio::test]
async fn i6_no_log_holds_what_a_request_carried() {
    const SECRET: &str = "secret0123456789secret";
    let world = World::start().await;
    let lines = [
        &format!("cookie: __Host-refresh={SECRET}"),
        &format!("authorization: Bearer {SECRET}"),
        &format!("referer: https://sign-in.test/?code={SECRET}"),
        &format!("user-agent: {SECRET}"),
        &format!("x-long: {}", "x".repeat(7000)),
    ];
    let lines = lines.map(String::as_str);
    for behaviour in [Behaviour::Answer, Behaviour::Refuse, Behaviour::BreakOff] {
        world.issuers[0].behave(behaviour);
        world.api.behave(behaviour);
        for target in ["/auth/v1/oauth/callback", "/api/dashboard", "/login", "/metrics", "/login%2f", "/api/%zz"] {
            for method in ["GET", "POST", "TRACE", SECRET] {
                let target = format!("{target}?code={SECRET}");
                world.call(method, &target, &lines, &format!("{SECRET}{}", "y".repeat(66_000))).await;
                world.call(method, &target, &lines, SECRET).await;
                world.call(method, &format!("{target}{}", "z".repeat(9000)), &lines, SECRET).await;
                world.call(method, &format!("/users/v1/{SECRET}"), &lines, SECRET).await;
            }
        }
    }
    let (access, errors) = (world.nginx.access_log(), world.nginx.error_log());
    assert!(access.lines().count() > 100);
    assert!(!access.contains(SECRET), "{access}");
    assert!(!errors.contains(SECRET), "{errors}");
}

#[tokio::test]
async fn a_log_line_is_json_and_names_the_request() {
    let world = World::start().await;
    world.call("GET", "/api/dashboard?q=x", &["x-request-id: a-request-of-mine"], "").await;
    let line: Value = serde_json::from_str(&world.nginx.logged("a-request-of-mine")).unwrap();
    assert_eq!(line["request_id"], "a-request-of-mine");
    assert_eq!((&line["method"], &line["service"], &line["status"]), (&"GET".into(), &"api".into(), &"200".into()));
    assert_eq!(line["upstream"], world.api.address().to_string());
    world.api.behave(Behaviour::BreakOff);
    world.call("POST", "/api/dashboard", &["x-request-id: one-that-fails-me"], "{}").await;
    let line: Value = serde_json::from_str(&world.nginx.logged("one-that-fails-me")).unwrap();
    assert_eq!((&line["method"], &line["service"], &line["status"]), (&"POST".into(), &"api".into(), &"503".into()));
    assert_eq!(line["upstream_status"], "502");
}
