//! What a service is told about a request, whatever the caller claims.

use crate::world::World;

#[tokio::test]
async fn d4_forged_addresses_have_no_effect() {
    let world = World::start().await;
    for forged in [
        "X-Forwarded-For: 203.0.113.9",
        "x-forwarded-for: 203.0.113.9, 127.0.0.1",
        "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 203.0.113.10",
        "X_Forwarded_For: 203.0.113.9",
        "X-Real-IP: 203.0.113.9",
        "Forwarded: for=203.0.113.9;host=evil.test;proto=https",
        "X-Forwarded-Host: evil.test\r\nX-Forwarded-Port: 666",
        "X-Forwarded-Proto: https",
    ] {
        for target in ["/auth/v1/login/options", "/auth/v1/refresh", "/account/v1/password", "/users/v1", "/api/admin"]
        {
            world.call("POST", target, &[forged], "{}").await;
            let seen = world.take();
            let [request] = &seen[..] else { panic!("{target} {forged}: {seen:?}") };
            assert_eq!(request.header("x-forwarded-for"), ["127.0.0.1"], "{target} {forged}");
            assert_eq!(request.header("x-real-ip"), ["127.0.0.1"], "{target} {forged}");
            assert_eq!(request.header("x-forwarded-proto"), ["http"], "{target} {forged}");
            for absent in ["forwarded", "x-forwarded-host", "x-forwarded-port", "x_forwarded_for"] {
                assert!(request.header(absent).is_empty(), "{target} {forged}: {absent}");
            }
        }
    }
}

#[tokio::test]
async fn i1_no_service_learns_the_host_that_was_claimed() {
    let world = World::start().await;
    for host in ["evil.test", "evil.test:8443", "127.0.0.1", "[::1]", "EVIL.test."] {
        for target in ["/auth/v1/login", "/api/dashboard", "/swagger-ui"] {
            let bytes = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            crate::wire::exchange(world.nginx.address(), bytes.as_bytes()).await;
            assert_eq!(world.take()[0].header("host"), ["paseport"], "{host} {target}");
        }
    }
}

#[tokio::test]
async fn i1_no_answer_of_nginx_repeats_the_host_that_was_claimed() {
    let world = World::start().await;
    for target in ["/_app", "/_app/immutable", "/users", "/metrics", "/login%2f", "//evil.test/"] {
        let bytes = format!("GET {target} HTTP/1.1\r\nHost: evil-host.test\r\nConnection: close\r\n\r\n");
        let answer = crate::wire::parse(&crate::wire::exchange(world.nginx.address(), bytes.as_bytes()).await);
        assert!(!format!("{:?}{}", answer.headers, answer.text()).contains("evil"), "{target}: {answer:?}");
    }
}

#[tokio::test]
async fn cookies_reach_the_issuer_and_never_the_api() {
    let world = World::start().await;
    let lines = ["cookie: __Host-refresh=secret; a=b", "Cookie: c=d", "authorization: Bearer token"];
    world.call("GET", "/account/v1/me", &lines, "").await;
    world.call("GET", "/api/dashboard", &lines, "").await;
    world.call("POST", "/api/dashboard", &lines, "{}").await;
    let (issuer, api) = (world.issuers[0].take(), world.api.take());
    assert_eq!(issuer[0].header("cookie").join("; "), "__Host-refresh=secret; a=b; c=d");
    assert_eq!(api.len(), 2);
    for request in api {
        assert!(request.header("cookie").is_empty(), "{request:?}");
        assert_eq!(request.header("authorization"), ["Bearer token"]);
    }
}

#[tokio::test]
async fn a_well_formed_request_id_is_kept_all_the_way() {
    let world = World::start().await;
    let longest = "x".repeat(64);
    for id in ["0123456789abcdef", "client-chosen_0001", &longest] {
        let answer = world.call("GET", "/api/dashboard", &[&format!("x-request-id: {id}")], "").await;
        assert_eq!(world.take()[0].header("x-request-id"), [id]);
        assert_eq!(answer.headers.get_all("x-request-id").iter().collect::<Vec<_>>(), [id]);
        world.nginx.logged(&format!(r#""request_id":"{id}""#));
    }
}

#[tokio::test]
async fn any_other_request_id_is_replaced_and_the_new_one_is_everywhere() {
    let world = World::start().await;
    let too_long = "x".repeat(65);
    for id in ["", "short", "with spaces in the id", "quotes\"and\\slashes", "0123456789abcdé", &too_long] {
        let answer = world.call("GET", "/api/dashboard", &[&format!("x-request-id: {id}")], "").await;
        let given = answer.header("x-request-id").unwrap().to_owned();
        assert!(given.len() == 32 && given != id, "{id:?}: {given}");
        assert_eq!(world.take()[0].header("x-request-id"), [&given]);
        world.nginx.logged(&given);
    }
}

#[tokio::test]
async fn everything_else_arrives_as_it_was_sent() {
    let world = World::start().await;
    let body = format!(r#"{{"display_name":"Ærøskøbing","filler":"{}"}}"#, "y".repeat(60_000));
    let lines = ["content-type: application/json", "origin: https://sign-in.test", "sec-fetch-site: same-origin"];
    world.call("PATCH", "/account/v1/me?a=%2F..%2f&b=//;", &lines, &body).await;
    let seen = world.take();
    assert_eq!(seen[0].line(), "PATCH /account/v1/me?a=%2F..%2f&b=//; HTTP/1.1");
    assert_eq!(seen[0].header("origin"), ["https://sign-in.test"]);
    assert_eq!(seen[0].header("sec-fetch-site"), ["same-origin"]);
    assert_eq!(seen[0].header("content-type"), ["application/json"]);
    assert!(seen[0].body == body.as_bytes());
}
