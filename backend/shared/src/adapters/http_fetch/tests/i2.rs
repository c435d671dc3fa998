//! The attacks on rule 11, each with the same attack where the guard is not.

use std::{net::SocketAddr, time::Duration};

use super::{
    Answer, Exceptions, GuardedFetch, INTERNAL, PUBLIC, Scripted, Server, assert_forbidden, excepting, get, guarded,
    unguarded,
};
use crate::domain::outbound::FetchError;

const LOOPBACK: &str = "it is a loopback address";

#[tokio::test]
async fn i2_plain_http_is_for_listed_hosts_in_development_only() {
    let server = Server::start(INTERNAL, Answer::Json("200 OK", "{}")).await;
    let listed = || Exceptions::new([server.host().parse().unwrap()], false);
    assert_forbidden(get(&GuardedFetch::new(listed()), &server.url("/")).await, "https://");
    assert_forbidden(get(&GuardedFetch::new(Exceptions::default()), &server.url("/")).await, "https://");
    assert_forbidden(get(&excepting(&["127.0.0.1:1".to_owned()]), &server.url("/")).await, "https://");
    assert_forbidden(get(&excepting(&[server.host()]), "ftp://127.0.0.1/").await, "https://");
    assert_eq!(server.connections(), 0);
    get(&excepting(&[server.host()]), &server.url("/")).await.unwrap();
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn i2_an_address_with_a_user_is_sent_nowhere() {
    let server = Server::start(INTERNAL, Answer::Json("200 OK", "{}")).await;
    let url = server.url("/").replace("http://", "http://user:word@");
    assert_forbidden(get(&excepting(&[server.host()]), &url).await, "user name");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn i2_a_literal_is_looked_at_in_every_spelling() {
    let server = Server::start(INTERNAL, Answer::Json("200 OK", "{}")).await;
    let port = server.address().port();
    let resolver = || Scripted::answering(&[&[]]);
    for host in
        ["127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "127.1", "127.0.0.1.", "１２７.0.0.1"]
    {
        let url = format!("http://{host}:{port}/");
        assert_forbidden(get(&guarded(resolver()), &url).await, LOOPBACK);
        // Without the guard each of them is the server.
        get(&unguarded(resolver()), &url).await.unwrap();
    }
    let reached = server.connections();
    for (host, special) in [
        ("[::1]", LOOPBACK),
        ("[::ffff:127.0.0.1]", LOOPBACK),
        ("[::ffff:7f00:1]", LOOPBACK),
        ("[0:0:0:0:0:ffff:7f00:0001]", LOOPBACK),
        ("[64:ff9b::7f00:1]", LOOPBACK),
        ("[::127.0.0.1]", "a reserved address"),
        ("[2002:7f00:1::]", "a 6to4 address"),
        ("0.0.0.0", "an unspecified address"),
        ("[::]", "an unspecified address"),
        ("169.254.169.254", "a link-local address"),
        ("10.0.0.1", "a private address"),
    ] {
        assert_forbidden(get(&guarded(resolver()), &format!("http://{host}:{port}/")).await, special);
        // The same with TLS, as in production.
        let production = GuardedFetch::new(Exceptions::default());
        assert_forbidden(get(&production, &format!("https://{host}:{port}/")).await, special);
    }
    assert_eq!(server.connections(), reached);
}

#[tokio::test]
async fn i2_a_name_that_leads_inside_is_refused() {
    let server = Server::start(INTERNAL, Answer::Json("200 OK", "{}")).await;
    let url = format!("http://intranet.example:{}/", server.address().port());
    let inside = SocketAddr::new(INTERNAL, 0);
    assert_forbidden(get(&guarded(Scripted::answering(&[&[inside]])), &url).await, LOOPBACK);
    assert_eq!(server.connections(), 0);
    get(&unguarded(Scripted::answering(&[&[inside]])), &url).await.unwrap();
    assert_eq!(server.connections(), 1);
    // The operating system's own name for this machine, by the real guard.
    let url = format!("https://localhost:{}/", server.address().port());
    assert_forbidden(get(&GuardedFetch::new(Exceptions::default()), &url).await, LOOPBACK);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn i2_of_a_names_addresses_only_public_ones_are_tried() {
    let inside = Server::start(INTERNAL, Answer::Json("200 OK", "{}")).await;
    let port = inside.address().port();
    let outside = Server::start_at(SocketAddr::new(PUBLIC, port), Answer::Json("200 OK", "{}")).await;
    let both = [SocketAddr::new(INTERNAL, 0), SocketAddr::new(PUBLIC, 0)];
    let url = format!("http://mixed.example:{port}/");
    get(&guarded(Scripted::answering(&[&both])), &url).await.unwrap();
    assert_eq!((inside.connections(), outside.connections()), (0, 1));
    get(&unguarded(Scripted::answering(&[&both])), &url).await.unwrap();
    assert_eq!((inside.connections(), outside.connections()), (1, 1));
}

/// The name is public when it is looked at and internal when it is connected to, as for a guard that resolves twice.
#[tokio::test]
async fn i2_a_name_that_changes_its_mind_gains_nothing() {
    let inside = Server::start(INTERNAL, Answer::Json("200 OK", "{\"secret\":1}")).await;
    let port = inside.address().port();
    // It closes the connection, so that the next request needs the name again.
    let farewell = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}".to_vec();
    let outside = Server::start_at(SocketAddr::new(PUBLIC, port), Answer::Bytes(farewell)).await;
    let url = format!("http://rebinding.example:{port}/");
    let rebinding = || Scripted::answering(&[&[SocketAddr::new(PUBLIC, 0)], &[SocketAddr::new(INTERNAL, 0)]]);
    let fetch = guarded(rebinding());
    assert_eq!(get(&fetch, &url).await.unwrap().body, b"{}");
    assert_eq!((inside.connections(), outside.connections()), (0, 1));
    for _ in 0..3 {
        assert_forbidden(get(&fetch, &url).await, LOOPBACK);
    }
    assert_eq!((inside.connections(), outside.connections()), (0, 1));

    let fetch = unguarded(rebinding());
    get(&fetch, &url).await.unwrap();
    assert_eq!(get(&fetch, &url).await.unwrap().body, b"{\"secret\":1}");
}

#[tokio::test]
async fn i2_a_redirect_is_not_followed_wherever_it_leads() {
    let inside = Server::start(INTERNAL, Answer::Json("200 OK", "{}")).await;
    let next = Server::start(INTERNAL, Answer::Elsewhere("302 Found", inside.url("/"))).await;
    for status in
        ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let first = Server::start(INTERNAL, Answer::Elsewhere(status, next.url("/"))).await;
        // All three are listed, so that nothing but the rule about redirects is in the way.
        let fetch = excepting(&[first.host(), next.host(), inside.host()]);
        assert!(matches!(get(&fetch, &first.url("/")).await, Err(FetchError::Redirected)), "{status}");
        assert_eq!(first.connections(), 1, "{status}");
    }
    assert_eq!((next.connections(), inside.connections()), (0, 0));
    // The end of the chain is there for whoever asks for it.
    get(&excepting(&[inside.host()]), &inside.url("/")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn i2_a_server_that_never_answers_is_given_up_after_five_seconds() {
    for answer in [Answer::Silence, Answer::Drip(Duration::from_secs(1))] {
        let server = Server::start(INTERNAL, answer.clone()).await;
        let began = tokio::time::Instant::now();
        let error = get(&excepting(&[server.host()]), &server.url("/")).await.unwrap_err();
        assert!(matches!(error, FetchError::TooSlow { limit_seconds: 5 }), "{answer:?}: {error}");
        // Each byte that drips in is in time; all of them together are not.
        assert_eq!(began.elapsed().as_secs(), 5, "{answer:?}");
    }
}

#[tokio::test]
async fn i2_an_answer_ends_after_a_megabyte_whatever_it_announces() {
    const LIMIT: usize = 1024 * 1024;
    let with_length = |length: usize, body: usize| {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
        Answer::Bytes([head.as_bytes(), &vec![b' '; body]].concat())
    };
    let until_closed = |body: usize| Answer::Bytes([&b"HTTP/1.1 200 OK\r\n\r\n"[..], &vec![b' '; body]].concat());
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    for (answer, what) in [
        (with_length(LIMIT + 1, LIMIT + 1), "announced"),
        (with_length(usize::MAX / 4, 10), "announced and never sent"),
        (until_closed(LIMIT + 1), "not announced"),
        (Answer::Endless(chunked), "without an end"),
    ] {
        let server = Server::start(INTERNAL, answer).await;
        let error = get(&excepting(&[server.host()]), &server.url("/")).await.unwrap_err();
        assert!(matches!(error, FetchError::TooLong { limit_bytes: LIMIT }), "{what}: {error}");
    }
    for (answer, what, length) in [
        (with_length(LIMIT, LIMIT), "as long as may be", LIMIT),
        (until_closed(LIMIT), "as long as may be, not announced", LIMIT),
        // A length that is too small cuts the answer.
        (with_length(10, LIMIT * 3), "with more than was announced", 10),
    ] {
        let server = Server::start(INTERNAL, answer).await;
        assert_eq!(get(&excepting(&[server.host()]), &server.url("/")).await.unwrap().body.len(), length, "{what}");
    }
}

/// 1 kB that would be 1 MB.
#[tokio::test]
async fn i2_nothing_is_decompressed() {
    let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 6\r\n\r\n";
    let server = Server::start(INTERNAL, Answer::Bytes([head.as_bytes(), b"\x1f\x8b\x08\0\0\0"].concat())).await;
    let answer = get(&excepting(&[server.host()]), &server.url("/")).await.unwrap();
    assert_eq!(answer.body, b"\x1f\x8b\x08\0\0\0");
    assert!(!server.requests()[0].contains("accept-encoding"));
}
