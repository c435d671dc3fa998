//! Requests whose end two readers would find in two places: attack i8.
//!
//! Each hides a request for /metrics, which Nginx lets nobody see. Read rightly, it is part of a body or is refused.

use crate::{
    wire::{exchange, parse},
    world::World,
};

const HIDDEN: &str = "GET /metrics HTTP/1.1\r\nhost: x\r\nx-foreign: 1\r\n\r\n";

/// Header lines and body of a POST, and the status of what Nginx makes of it.
fn attacks() -> Vec<(&'static str, String, u16)> {
    let chunked = format!("{:x}\r\n{HIDDEN}\r\n0\r\n\r\n", HIDDEN.len());
    let length = HIDDEN.len();
    let cases = [
        (
            "CL.TE",
            format!("content-length: {}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{HIDDEN}", length + 5),
            400,
        ),
        ("TE.CL", format!("transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n{chunked}"), 400),
        ("two different lengths", format!("content-length: 0\r\ncontent-length: {length}\r\n\r\n{HIDDEN}"), 400),
        ("two equal lengths", format!("content-length: {length}\r\ncontent-length: {length}\r\n\r\n{HIDDEN}"), 400),
        ("a list of lengths", format!("content-length: 0, {length}\r\n\r\n{HIDDEN}"), 400),
        ("a signed length", format!("content-length: +{length}\r\n\r\n{HIDDEN}"), 400),
        ("a negative length", format!("content-length: -1\r\n\r\n{HIDDEN}"), 400),
        ("a hexadecimal length", format!("content-length: 0x10\r\n\r\n{HIDDEN}"), 400),
        ("a length beyond all numbers", format!("content-length: 99999999999999999999\r\n\r\n{HIDDEN}"), 400),
        ("a space before the colon", format!("content-length : {length}\r\n\r\n{HIDDEN}"), 400),
        ("a tab before the colon", format!("transfer-encoding\t: chunked\r\n\r\n{chunked}"), 400),
        ("a folded header", format!("x-a: b\r\n content-length: {length}\r\n\r\n{HIDDEN}"), 400),
        ("a folded length", format!("content-length:\r\n {length}\r\n\r\n{HIDDEN}"), 400),
        ("a bare CR", format!("x-a: b\rcontent-length: {length}\r\n\r\n{HIDDEN}"), 400),
        ("a bare CR in a name", format!("x\r-a: b\r\n\r\n{HIDDEN}"), 400),
        ("a NUL", format!("x-a: b\0c\r\ncontent-length: 0\r\n\r\n{HIDDEN}"), 400),
        ("two encodings", format!("transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n{chunked}"), 400),
        ("a list of encodings", format!("transfer-encoding: identity, chunked\r\n\r\n{chunked}"), 501),
        ("an unknown encoding", format!("transfer-encoding: xchunked\r\n\r\n{chunked}"), 501),
        ("a quoted encoding", format!("transfer-encoding: \"chunked\"\r\n\r\n{chunked}"), 501),
        ("a chunk too short", "transfer-encoding: chunked\r\n\r\n1\r\nabcd\r\n0\r\n\r\n".to_owned(), 400),
        ("a negative chunk", "transfer-encoding: chunked\r\n\r\n-1\r\na\r\n0\r\n\r\n".to_owned(), 400),
        ("a chunk beyond all numbers", "transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\na\r\n".to_owned(), 400),
        ("two hosts", format!("host: other.test\r\ncontent-length: 0\r\n\r\n{HIDDEN}"), 400),
        // These have one reading, and it is the one that the service gets.
        ("bare LF", format!("x-a: b\ncontent-length: {length}\n\n{HIDDEN}"), 200),
        ("a chunked body", format!("transfer-encoding: chunked\r\n\r\n{chunked}"), 200),
        (
            "chunk extensions",
            format!("transfer-encoding: chunked\r\n\r\n{length:x};a=b\r\n{HIDDEN}\r\n0;c\r\n\r\n"),
            200,
        ),
        (
            "a trailer",
            format!("transfer-encoding: chunked\r\n\r\n{length:x}\r\n{HIDDEN}\r\n0\r\nx-foreign: 1\r\n\r\n"),
            200,
        ),
        ("a request behind a request", format!("content-length: 0\r\n\r\n{HIDDEN}"), 200),
        ("an underscore for a dash", format!("content_length: {length}\r\ncontent-length: 0\r\n\r\n{HIDDEN}"), 200),
    ];
    cases.into()
}

#[tokio::test]
async fn i8_a_service_gets_at_most_the_one_request_that_nginx_read() {
    let world = World::start().await;
    for target in ["/users/v1", "/auth/v1/refresh", "/account/v1/password", "/api/dashboard"] {
        for (name, rest, status) in attacks() {
            let bytes = format!("POST {target} HTTP/1.1\r\nhost: sign-in.test\r\nconnection: close\r\n{rest}");
            let answer = parse(&exchange(world.nginx.address(), bytes.as_bytes()).await);
            assert_eq!(answer.status, status, "{target}: {name}");
            let seen = world.take();
            assert_eq!(seen.len(), usize::from(status == 200), "{target}: {name}: {seen:?}");
            for request in seen {
                assert_eq!(request.line(), format!("POST {target} HTTP/1.1"), "{name}");
                assert!(request.header("x-foreign").is_empty(), "{name}: {request:?}");
                assert!(request.body.is_empty() || request.body == HIDDEN.as_bytes(), "{name}: {request:?}");
            }
        }
    }
}

/// The same without `connection: close`: what is behind is a request of its own, and Nginx refuses it itself.
#[tokio::test]
async fn i8_what_follows_a_request_is_judged_like_any_other() {
    let world = World::start().await;
    let last = "GET /health/live HTTP/1.1\r\nhost: sign-in.test\r\nconnection: close\r\n\r\n";
    let bytes = format!("GET /api/dashboard HTTP/1.1\r\nhost: sign-in.test\r\n\r\n{HIDDEN}{last}");
    let received = exchange(world.nginx.address(), bytes.as_bytes()).await;
    let received = String::from_utf8(received).unwrap();
    assert_eq!(received.matches("HTTP/1.1 200").count(), 1);
    assert_eq!(received.matches("HTTP/1.1 404").count(), 2);
    assert_eq!(world.take().len(), 1);
}

#[tokio::test]
async fn i8_a_request_line_with_more_in_it_than_one_is_refused() {
    let world = World::start().await;
    for line in [
        "GET /api/dashboard HTTP/1.1 HTTP/1.1",
        "GET /api/dashboard x HTTP/1.1",
        "GET /api/dash\rboard HTTP/1.1",
        "GET /api/dash\tboard HTTP/1.1",
        "GET  /api/dashboard\x0b HTTP/1.1",
        "G\0ET /api/dashboard HTTP/1.1",
        "GET /api/dashboard HTTP/1.1x",
        "get /api/dashboard HTTP/1.1",
    ] {
        let bytes = format!("{line}\r\nhost: sign-in.test\r\nconnection: close\r\n\r\n");
        let answer = parse(&exchange(world.nginx.address(), bytes.as_bytes()).await);
        assert_eq!(answer.status, 400, "{line:?}");
    }
    assert!(world.take().is_empty());
}
