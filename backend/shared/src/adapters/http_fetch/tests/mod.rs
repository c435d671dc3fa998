//! The guard before servers that do what it is there for. What a name leads to is made up: here the machine's second
//! loopback address plays the public internet, so that an attack can be seen to work where the guard is not.

mod i2;
mod server;

use std::{
    collections::VecDeque,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use secrecy::SecretString;

use self::server::{Answer, Server};
use super::{AllowedHost, Exceptions, GuardedFetch, address, guarded::Guard};
use crate::domain::outbound::{FetchAnswer, FetchError, FetchMethod, FetchRequest, HttpFetch};

/// Plays an address of the public internet.
const PUBLIC: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
/// What the guard is to keep from being reached.
const INTERNAL: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// A resolver with an answer for each time it is asked, and the last one from then on.
#[derive(Debug)]
struct Scripted(Mutex<VecDeque<Vec<SocketAddr>>>);

impl Scripted {
    fn answering(answers: &[&[SocketAddr]]) -> Arc<Self> {
        Arc::new(Self(Mutex::new(answers.iter().map(|answer| answer.to_vec()).collect())))
    }
}

impl Resolve for Scripted {
    fn resolve(&self, _: Name) -> Resolving {
        let mut answers = self.0.lock().unwrap();
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        Box::pin(async { Ok(Box::new(answer.unwrap_or_default().into_iter()) as Addrs) })
    }
}

/// A guard to whom [`PUBLIC`] is public and everything else what it is.
fn guarded(resolver: Arc<dyn Resolve>) -> GuardedFetch {
    let special = |ip| if ip == PUBLIC { None } else { address::special(ip) };
    GuardedFetch::guarded_by(Guard { resolver, special, https_only: false }, Exceptions::default())
}

/// No guard at all: what an attack would reach.
fn unguarded(resolver: Arc<dyn Resolve>) -> GuardedFetch {
    GuardedFetch::guarded_by(Guard { resolver, special: |_| None, https_only: false }, Exceptions::default())
}

/// The real guard, with exceptions as in development.
fn excepting(hosts: &[String]) -> GuardedFetch {
    let hosts: Vec<AllowedHost> = hosts.iter().map(|host| host.parse().unwrap()).collect();
    GuardedFetch::new(Exceptions::new(hosts, true))
}

async fn get(fetch: &GuardedFetch, url: &str) -> Result<FetchAnswer, FetchError> {
    let request = FetchRequest { url: url.parse().unwrap(), method: FetchMethod::Get, headers: vec![] };
    fetch.fetch(request).await
}

#[track_caller]
fn assert_forbidden(answer: Result<FetchAnswer, FetchError>, why: &str) {
    match answer {
        Err(FetchError::Forbidden(reason)) => assert!(reason.contains(why), "{reason}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_answer_is_handed_over_with_status_type_and_body() {
    let server = Server::start(INTERNAL, Answer::Json("404 Not Found", "{\"a\":1}")).await;
    let answer = get(&excepting(&[server.host()]), &server.url("/a?b=c")).await.unwrap();
    assert_eq!((answer.status, answer.content_type.as_deref()), (404, Some("application/json")));
    assert_eq!(answer.body, b"{\"a\":1}");
    let request = server.requests().pop().unwrap();
    assert!(request.starts_with("GET /a?b=c HTTP/1.1\r\n"), "{request}");
    assert!(!request.contains("cookie") && !request.contains("referer"), "{request}");
}

#[tokio::test]
async fn a_form_is_posted_with_its_headers() {
    let server = Server::start(INTERNAL, Answer::Json("200 OK", "{}")).await;
    let request = FetchRequest {
        url: server.url("/token").parse().unwrap(),
        method: FetchMethod::PostForm("a=b&c=d".to_owned().into()),
        headers: vec![("authorization", SecretString::from("Basic abc"))],
    };
    excepting(&[server.host()]).fetch(request).await.unwrap();
    let request = server.requests().pop().unwrap();
    assert!(request.starts_with("POST /token "), "{request}");
    assert!(request.contains("content-type: application/x-www-form-urlencoded\r\n"), "{request}");
    assert!(request.contains("authorization: Basic abc\r\n") && request.ends_with("a=b&c=d"), "{request}");
}

#[tokio::test]
async fn a_header_that_would_be_two_is_sent_nowhere() {
    let server = Server::start(INTERNAL, Answer::Json("200 OK", "{}")).await;
    let request = FetchRequest {
        url: server.url("/").parse().unwrap(),
        method: FetchMethod::Get,
        headers: vec![("authorization", SecretString::from("Bearer a\r\nx-evil: b"))],
    };
    assert_forbidden(
        excepting(&[server.host()]).fetch(request).await,
        "the header authorization can't have this value",
    );
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unreachable() {
    let gone = Server::start(INTERNAL, Answer::Silence).await.host();
    let error = get(&excepting(std::slice::from_ref(&gone)), &format!("http://{gone}/secret")).await.unwrap_err();
    assert!(matches!(error, FetchError::Unreachable(_)));
    assert!(!format!("{error:?}").contains("secret"), "{error:?}");
}

#[tokio::test]
async fn a_name_without_addresses_is_unreachable() {
    let fetch = guarded(Scripted::answering(&[&[]]));
    assert!(matches!(get(&fetch, "http://id.example/").await, Err(FetchError::Unreachable(_))));
}
