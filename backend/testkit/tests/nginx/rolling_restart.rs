//! Instances that are restarted one after the other, while people work.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use serde_json::json;
use shared::domain::users::Roles;
use tokio::{sync::watch, task::JoinHandle};

use crate::product::{Browser, Product};

const PEOPLE: usize = 6;
const ROUNDS: usize = 8;

/// Somebody who does every kind of thing there is, all the time.
#[derive(Debug)]
struct Person {
    answered: watch::Receiver<usize>,
    working: JoinHandle<()>,
}

impl Person {
    async fn start(product: &Product, number: usize, stop: Arc<AtomicBool>) -> Self {
        let email = format!("person-{number}@example.com");
        product.app.make_user((&email, "first-long-password"), Roles::USER).await;
        let (count, answered) = watch::channel(0);
        let working = tokio::spawn(work(product.browser(), email, stop, count));
        Self { answered, working }
    }

    /// Waits until whatever this person has under way was answered, and something that came after it.
    async fn goes_on(&mut self) {
        let before = *self.answered.borrow();
        // Who failed counts no more; what he met is in the log.
        self.answered.wait_for(|answered| *answered >= before + 2).await.ok();
    }
}

async fn work(mut browser: Browser, email: String, stop: Arc<AtomicBool>, answered: watch::Sender<usize>) {
    let mut passwords = ["first-long-password", "second-long-password"];
    while !stop.load(Ordering::Relaxed) {
        assert_eq!(browser.sign_in((&email, passwords[0])).await.status, 200, "sign-in");
        let change = json!({ "current_password": passwords[0], "new_password": passwords[1] });
        for (method, target, body, status) in [
            ("GET", "/api/dashboard", None, 200),
            ("GET", "/account/v1/me", None, 200),
            ("POST", "/auth/v1/refresh", None, 200),
            ("PATCH", "/account/v1/me", Some(json!({ "display_name": "Busy" })), 200),
            ("PUT", "/account/v1/password", Some(change), 204),
            ("POST", "/auth/v1/refresh", None, 200),
            ("GET", "/api/dashboard", None, 200),
            ("POST", "/auth/v1/logout", None, 204),
        ] {
            let answer = browser.call(method, target, &[], body.as_ref()).await;
            assert_eq!(answer.status, status, "{method} {target}: {}", answer.text());
            answered.send_modify(|answered| *answered += 1);
        }
        passwords.reverse();
    }
}

/// The next instance ends as soon as nobody waits any more who may have met the absence of the one before: sooner than
/// any operator could.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_notices_that_instances_are_restarted_one_after_the_other() {
    let mut product = Product::start().await;
    let stop = Arc::<AtomicBool>::default();
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(Person::start(&product, number, stop.clone()).await);
    }
    for round in 0..ROUNDS {
        for number in 0..product.instances.len() {
            product.instances[number].restart().await;
            for person in &mut people {
                person.goes_on().await;
            }
        }
        let log = product.nginx.access_log();
        let failures: String = log.lines().filter(|line| line.contains(r#""status":"5"#)).collect();
        assert!(failures.is_empty(), "somebody noticed in round {round}: {failures}");
    }
    stop.store(true, Ordering::Relaxed);
    for person in people {
        person.working.await.unwrap();
    }
}
