//! Instances that are gone or break off: what is asked again, and what never.

use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use testkit::{
    Answer,
    servers::{free_ports, nginx::NginxServer},
};
use tokio::{
    net::{TcpListener as Listener, TcpSocket, TcpStream},
    time::{Instant, timeout},
};

use crate::{
    recorder::{Behaviour, Recorder},
    wire,
    world::{self, World},
};

/// More than an answer takes, on a machine that may be busy.
const A_MOMENT: Duration = Duration::from_secs(2);

/// Where nobody listens.
fn nobody() -> SocketAddr {
    let [port] = free_ports();
    (Ipv4Addr::LOCALHOST, port).into()
}

fn assert_unavailable(answer: &Answer, case: &str) {
    assert_eq!(answer.status, 503, "{case}");
    assert_eq!(answer.problem(), "unavailable", "{case}");
    assert_eq!(answer.header("retry-after"), Some("1"), "{case}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{case}");
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{case}");
}

async fn call(nginx: &NginxServer, method: &str, target: &str) -> Answer {
    wire::call(nginx.address(), method, target, &[], "{}").await
}

#[tokio::test]
async fn without_any_instance_the_answer_is_503_at_once_and_the_app_is_still_there() {
    let app = world::app();
    let nginx = world::before(&app, vec![nobody(), nobody()], vec![nobody(), nobody()]);
    let asked = async {
        for _ in 0..10 {
            for (method, target) in [
                ("GET", "/api/dashboard"),
                ("POST", "/api/dashboard"),
                ("GET", "/users/v1"),
                ("POST", "/auth/v1/login/local"),
                ("POST", "/auth/v1/refresh"),
                ("PUT", "/account/v1/password"),
            ] {
                assert_unavailable(&call(&nginx, method, target).await, &format!("{method} {target}"));
            }
        }
    };
    timeout(Duration::from_secs(5), asked).await.expect("sixty answers in less than five seconds");
    assert_eq!(call(&nginx, "GET", "/login").await.status, 200);
}

#[tokio::test]
async fn one_instance_is_enough_for_everything() {
    let (app, alive, api) = (world::app(), Recorder::start("issuer").await, Recorder::start("api").await);
    let instances = |alive: &Recorder| [vec![nobody(), alive.address()], vec![alive.address(), nobody()]];
    for (issuers, apis) in instances(&alive).into_iter().zip(instances(&api)) {
        let nginx = world::before(&app, issuers, apis);
        assert_serves_everything(&nginx, &alive, &api).await;
    }
}

async fn assert_serves_everything(nginx: &NginxServer, alive: &Recorder, api: &Recorder) {
    for round in 0..10 {
        for (method, target) in [
            ("GET", "/users/v1"),
            ("POST", "/users/v1"),
            ("PATCH", "/account/v1/me"),
            ("DELETE", "/users/v1/x"),
            ("POST", "/auth/v1/refresh"),
            ("PUT", "/account/v1/password"),
            ("GET", "/api/dashboard"),
        ] {
            let answer = call(nginx, method, target).await;
            assert_eq!(answer.status, 200, "{method} {target}, round {round}");
            let seen = [alive.take(), api.take()].concat();
            assert_eq!(seen.len(), 1, "{method} {target}");
            assert_eq!(seen[0].body, b"{}");
        }
    }
}

/// Sends until the instance that breaks off was met; how often it was sent to whom.
async fn sent_to_broken_and_whole(method: &str, target: &str) -> (u16, usize, usize) {
    let world = World::start_with(2).await;
    world.issuers[0].behave(Behaviour::BreakOff);
    for _ in 0..10 {
        let answer = world.call(method, target, &[], "{}").await;
        let seen = [&world.issuers[0], &world.issuers[1]].map(|issuer| issuer.take().len());
        if seen[0] > 0 {
            return (answer.status.as_u16(), seen[0], seen[1]);
        }
        assert_eq!((answer.status.as_u16(), seen[1]), (200, 1));
    }
    panic!("the instance that breaks off was never asked");
}

#[tokio::test]
async fn what_can_be_repeated_is_sent_to_the_next_instance_when_one_breaks_off() {
    for (method, target) in [("GET", "/users/v1"), ("HEAD", "/account/v1/me"), ("POST", "/auth/v1/refresh")] {
        assert_eq!(sent_to_broken_and_whole(method, target).await, (200, 1, 1), "{method} {target}");
    }
}

#[tokio::test]
async fn what_changes_something_is_never_sent_twice() {
    for (method, target) in [
        ("POST", "/auth/v1/login/local"),
        ("POST", "/auth/v1/logout"),
        ("POST", "/users/v1"),
        ("PATCH", "/account/v1/me"),
        ("PUT", "/account/v1/password"),
    ] {
        assert_eq!(sent_to_broken_and_whole(method, target).await, (503, 1, 0), "{method} {target}");
    }
}

#[tokio::test]
async fn an_instance_that_comes_back_is_asked_at_once() {
    let world = World::start_with(2).await;
    let [first, second] = &world.issuers[..] else { unreachable!() };
    for round in 0..10 {
        let (away, there) = if round % 2 == 0 { (first, second) } else { (second, first) };
        away.behave(Behaviour::BreakOff);
        there.behave(Behaviour::Answer);
        for _ in 0..5 {
            assert_eq!(world.get("/users/v1").await.status, 200, "round {round}");
        }
    }
}

/// Both are asked at the same time, so one meets the instance that hangs. How long that takes is Nginx's patience.
#[tokio::test]
async fn an_instance_that_hangs_delays_a_read_by_16_s_and_a_refresh_by_4_s() {
    let world = World::start_with(2).await;
    world.issuers[0].behave(Behaviour::Hang);
    for (method, target, patience) in [("POST", "/auth/v1/refresh", 4), ("GET", "/users/v1", 16)] {
        let asked = async || {
            let began = Instant::now();
            (world.call(method, target, &[], "").await.status.as_u16(), began.elapsed())
        };
        let (one, other) = tokio::join!(asked(), asked());
        assert_eq!((one.0, other.0), (200, 200), "{method} {target}");
        let (patience, slower) = (Duration::from_secs(patience), one.1.max(other.1));
        assert!((patience..patience + A_MOMENT).contains(&slower), "{method} {target}: {slower:?}");
        assert!(one.1.min(other.1) < A_MOMENT, "who meets the other one doesn't wait");
    }
}

/// Where nobody ever accepts and the few places to wait are taken, the system answers nothing: as a machine that is gone.
async fn gone() -> (Listener, Vec<TcpStream>) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let listener = socket.listen(1).unwrap();
    let (address, mut waiting) = (listener.local_addr().unwrap(), Vec::new());
    while let Ok(connected) = timeout(Duration::from_millis(300), TcpStream::connect(address)).await {
        waiting.push(connected.unwrap());
    }
    (listener, waiting)
}

#[tokio::test]
async fn a_machine_that_is_gone_without_a_word_delays_a_request_by_half_a_second() {
    let (app, alive, (gone, _waiting)) = (world::app(), Recorder::start("issuer").await, gone().await);
    let nginx = world::before(&app, vec![gone.local_addr().unwrap(), alive.address()], vec![nobody()]);
    let mut slowest = Duration::ZERO;
    for (method, target) in [("GET", "/users/v1"), ("POST", "/auth/v1/login/local"), ("POST", "/auth/v1/refresh")] {
        for _ in 0..4 {
            let began = Instant::now();
            assert_eq!(call(&nginx, method, target).await.status, 200, "{method} {target}");
            slowest = slowest.max(began.elapsed());
        }
    }
    let half_a_second = Duration::from_millis(500);
    assert!((half_a_second..half_a_second + A_MOMENT).contains(&slowest), "{slowest:?}");
}
