//! How much a caller may send, and how slowly.

use tokio::{io::AsyncWriteExt, net::TcpStream};

use crate::{
    wire::{exchange, parse, read_to_end},
    world::World,
};

const LIMIT: usize = shared::middleware::edge::DEFAULT_BODY_LIMIT;

#[tokio::test]
async fn a_body_may_be_as_long_as_the_services_allow_and_no_longer() {
    let world = World::start().await;
    for target in ["/users/v1", "/account/v1/password", "/auth/v1/refresh", "/api/dashboard"] {
        let answer = world.call("POST", target, &[], &"x".repeat(LIMIT)).await;
        assert_eq!(answer.status, 200, "{target}");
        assert_eq!(world.take()[0].body.len(), LIMIT);
        let answer = world.call("POST", target, &[], &"x".repeat(LIMIT + 1)).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (413, "payload-too-large"), "{target}");
        assert!(world.take().is_empty(), "{target}");
    }
}

#[tokio::test]
async fn a_body_that_does_not_say_how_long_it_is_meets_the_same_limit() {
    let world = World::start().await;
    let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
    let bytes = format!(
        "POST /users/v1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n{}0\r\n\r\n",
        chunk.repeat(17)
    );
    let answer = parse(&exchange(world.nginx.address(), bytes.as_bytes()).await);
    assert_eq!(answer.status, 413);
    assert!(world.take().is_empty());
}

#[tokio::test]
async fn a_caller_who_does_not_come_to_an_end_is_cut_and_no_service_waits_for_him() {
    let world = World::start().await;
    let head = "POST /users/v1 HTTP/1.1\r\nhost: x\r\nx-slow: ";
    let body = "POST /users/v1 HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nslow";
    let cut = async |bytes: &str| {
        let mut stream = TcpStream::connect(world.nginx.address()).await.unwrap();
        stream.write_all(bytes.as_bytes()).await.unwrap();
        read_to_end(&mut stream).await
    };
    let (head, body) = tokio::join!(cut(head), cut(body));
    assert!(head.is_empty() && body.is_empty(), "{head:?} {body:?}");
    assert!(world.take().is_empty());
}
