//! The real services are restarted one after the other behind Nginx, while people and admins work.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use http::{Method, StatusCode};
use serde_json::json;
use testkit::{
    app::TestApp,
    stack::{Browser, Lost, Reply, Service, Stack, StackOptions},
};
use tokio::{task::JoinSet, time::Instant};

use crate::turn;

const PEOPLE: usize = 4;
const ADMINS: usize = 2;
const ROUNDS: usize = 2;
const PASSWORD: &str = "a-long-enough-phrase";
/// The runbook: the next one when the one before has been ready for so long.
const READY_FOR: Duration = Duration::from_secs(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_notices_that_both_services_are_restarted_one_after_the_other() {
    let _turn = turn::alone().await;
    let options = StackOptions::default()
        .with("BCRYPT_COST", "4")
        .with("LOGIN_BURST", "100000")
        .with("LOGIN_PER_SECOND", "100000");
    let stack = Arc::new(tokio::task::spawn_blocking(move || Stack::start(&options)).await.unwrap());
    let (stop, mut working) = (Arc::<AtomicBool>::default(), JoinSet::new());
    for number in 0..PEOPLE {
        working.spawn(work(stack.browser(), made(&stack, number).await, stop.clone()));
    }
    for number in 0..ADMINS {
        working.spawn(administer(stack.browser(), number, stop.clone()));
    }
    let restarting = stack.clone();
    tokio::task::spawn_blocking(move || {
        for _ in 0..ROUNDS {
            one_after_the_other(restarting.issuers.iter().chain(&restarting.apis));
        }
    })
    .await
    .unwrap();
    stop.store(true, Ordering::Relaxed);
    let did: Vec<_> = working.join_all().await;
    let requests: usize = did.iter().map(|did| did.requests).sum();
    let failures: Vec<_> = did.into_iter().flat_map(|did| did.failures).collect();
    eprintln!("{requests} requests over {} restarts, {} failed", ROUNDS * 4, failures.len());
    assert!(failures.is_empty(), "{:#?}", &failures[..failures.len().min(5)]);
    assert!(requests > 200, "{requests}");
    let log = stack.nginx.access_log();
    let noticed: Vec<_> = log.lines().filter(|line| line.contains(r#""status":"5"#)).collect();
    assert!(noticed.is_empty(), "{noticed:#?}");
    for service in stack.issuers.iter().chain(&stack.apis) {
        assert!(!service.log().contains("panicked"), "{}", service.log());
    }
}

/// Restarts by the runbook.
pub(crate) fn one_after_the_other<'a>(services: impl IntoIterator<Item = &'a Service>) {
    for service in services {
        service.restart();
        let since = Instant::now();
        while since.elapsed() < READY_FOR {
            service.wait_until_ready();
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// What somebody has done.
#[derive(Debug, Default)]
struct Did {
    requests: usize,
    failures: Vec<String>,
}

impl Did {
    /// Notes an answer; `None` if it isn't the one that is due.
    fn note(&mut self, what: &str, due: u16, reply: Result<Reply, Lost>) -> Option<Reply> {
        self.requests += 1;
        match reply {
            Ok(reply) if reply.status == due => Some(reply),
            other => {
                self.failures.push(format!("{what}: {other:?}"));
                None
            }
        }
    }
}

/// An account that nobody else uses: two who change one at the same time wait for each other.
async fn made(stack: &Stack, number: usize) -> String {
    let (mut admin, email) = (stack.browser(), format!("person-{number}@example.com"));
    assert_eq!(admin.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.unwrap().status, 200);
    let user = json!({ "email": email, "display_name": "Ulla", "roles": ["User"], "password": PASSWORD });
    assert_eq!(admin.call(Method::POST, "/users/v1", Some(&user)).await.unwrap().status, 201);
    email
}

/// Everything that a person does.
async fn work(mut browser: Browser, email: String, stop: Arc<AtomicBool>) -> Did {
    let mut did = Did::default();
    while !stop.load(Ordering::Relaxed) {
        did.note("sign-in", 200, browser.sign_in(&email, PASSWORD).await);
        for _ in 0..4 {
            did.note("check", 200, browser.get("/api/dashboard").await);
            did.note("profile", 200, browser.get("/account/v1/me").await);
            let name = json!({ "display_name": "Ulla" });
            did.note("change", 200, browser.call(Method::PATCH, "/account/v1/me", Some(&name)).await);
            did.note("refresh", 200, browser.refresh().await);
        }
        did.note("sign-out", 204, browser.sign_out().await);
        let refused = browser.get("/api/dashboard").await;
        did.note("refused after the sign-out", StatusCode::UNAUTHORIZED.as_u16(), refused);
    }
    did
}

/// What an admin reads and writes.
async fn administer(mut admin: Browser, number: usize, stop: Arc<AtomicBool>) -> Did {
    let mut did = Did::default();
    did.note("sign-in", 200, admin.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await);
    for round in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let email = format!("made-{number}-{round}@example.com");
        let mut user = json!({ "email": email, "display_name": "Max", "roles": ["User"] });
        user["password"] = json!(PASSWORD);
        let made = did.note("create", 201, admin.call(Method::POST, "/users/v1", Some(&user)).await);
        let Some(made) = made else { continue };
        let path = format!("/users/v1/{}", made.body["id"].as_str().unwrap());
        did.note("list", 200, admin.get("/users/v1?limit=20").await);
        user.as_object_mut().unwrap().remove("password");
        user["status"] = json!("locked");
        did.note("update", 200, admin.call(Method::PUT, &path, Some(&user)).await);
        did.note("read", 200, admin.get(&path).await);
        did.note("audit", 200, admin.get("/audit/v1?limit=5").await);
        did.note("figures", 200, admin.get("/api/admin").await);
        did.note("delete", 204, admin.call(Method::DELETE, &path, None).await);
        did.note("refresh", 200, admin.refresh().await);
    }
    did
}
