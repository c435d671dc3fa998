//! Attack r6: an issuer dies when the record has something and Redis hasn't yet. The other one finishes it.

use std::{sync::Arc, time::Duration};

use http::Method;
use serde_json::{Value, json};
use testkit::{
    access_token,
    app::TestApp,
    stack::{Browser, Lost, Reply, Service, Stack, StackOptions},
};
use tokio::{task::JoinHandle, time::Instant};

use crate::{turn, waiting::wait_for};

const PASSWORD: &str = "a-long-enough-phrase";
const PAGE: &str = "/api/dashboard";
/// From when Redis answers everybody again.
const PROMISE: Duration = Duration::from_secs(2);
/// For what is no promise. A commit to be seen in MariaDB takes milliseconds, and a call of Redis that hangs a second.
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r6_what_an_issuer_leaves_half_done_the_other_one_finishes_in_time() {
    let _turn = turn::alone().await;
    let options = StackOptions::default().with("BCRYPT_COST", "4");
    let stack = Arc::new(tokio::task::spawn_blocking(move || Stack::start(&options)).await.unwrap());
    let mut admin = stack.browser();
    assert_eq!(admin.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.unwrap().status, 200);
    let (leaver, barred) =
        (Person::new(&stack, &mut admin, "leaver").await, Person::new(&stack, &mut admin, "barred").await);
    let first = address(&stack.issuers[0]);
    // What the first issuer remembers of the admin lets him in while Redis is silent.
    assert_eq!(admin.at(&first).get(&barred.path).await.unwrap().status, 200);

    let master = stack.redis.master();
    stack.redis.pause_sentinels();
    stack.redis.pause(master);
    let (mut leaving, mut barring) = (leaver.browser.at(&first), admin.at(&first));
    let sign_out = tokio::spawn(async move { leaving.sign_out().await });
    let (path, body) = (barred.path.clone(), barred.with("status", &json!("disabled")));
    let bar = tokio::spawn(async move { barring.call(Method::PUT, &path, Some(&body)).await });
    wait_for(PATIENCE, "the record has both ends", async || leaver.has_ended(&stack) && barred.has_ended(&stack)).await;
    stack.issuers[0].kill();
    assert_unanswered(sign_out).await;
    assert_unanswered(bar).await;

    // What the dead one sent would be done as soon as Redis goes on: it has to start again, without any of that.
    stack.redis.kill(master);
    stack.redis.revive(master);
    stack.redis.resume_sentinels();
    let others = [&stack.issuers[1], &stack.apis[0], &stack.apis[1]];
    let is_back = async || others.iter().all(|service| service.readiness().starts_with(r#"{"status":"ready""#));
    wait_for(PATIENCE, "Redis answers again", is_back).await;
    let back = Instant::now();
    for person in [&leaver, &barred] {
        for api in &stack.apis {
            let is_refused = async || person.browser.at(&address(api)).get(PAGE).await.unwrap().status == 401;
            wait_for(PROMISE.saturating_sub(back.elapsed()), "what was ended is refused", is_refused).await;
        }
        assert_eq!(person.browser.at(&address(&stack.issuers[1])).refresh().await.unwrap().status, 401);
    }
    eprintln!("refused by both APIs {:.1?} after Redis was back", back.elapsed());

    for (person, kind) in [(&leaver, "session.ended"), (&barred, "session.ended"), (&barred, "user.updated")] {
        assert_eq!(person.entries(&mut admin, kind).await, 1, "{}: {kind}", person.path);
    }
}

/// Somebody with one session, whom both APIs know.
struct Person {
    browser: Browser,
    user: Value,
    path: String,
    sid: String,
}

impl Person {
    async fn new(stack: &Stack, admin: &mut Browser, name: &str) -> Self {
        let email = format!("{name}@example.com");
        let user = json!({ "email": email, "display_name": name, "roles": ["User"], "password": PASSWORD });
        let made = admin.call(Method::POST, "/users/v1", Some(&user)).await.unwrap();
        assert_eq!(made.status, 201, "{made:?}");
        let mut browser = stack.browser();
        assert_eq!(browser.sign_in(&email, PASSWORD).await.unwrap().status, 200);
        for api in &stack.apis {
            assert_eq!(browser.at(&address(api)).get(PAGE).await.unwrap().status, 200);
        }
        let sid = access_token::claims(browser.access_token().unwrap())["sid"].as_str().unwrap().to_owned();
        Self { browser, path: format!("/users/v1/{}", made.body["id"].as_str().unwrap()), user: made.body, sid }
    }

    /// What he is updated with.
    fn with(&self, field: &str, value: &Value) -> Value {
        let mut body = json!({});
        for kept in ["email", "display_name", "roles", "status"] {
            body[kept] = self.user[kept].clone();
        }
        body[field] = value.clone();
        body
    }

    /// Whether the record says so.
    fn has_ended(&self, stack: &Stack) -> bool {
        let (address, _) = stack.database().split_once('?').unwrap();
        let (_, database) = address.rsplit_once('/').unwrap();
        let ended = format!("SELECT ended_at IS NOT NULL FROM {database}.sessions WHERE id = '{}'", self.sid);
        stack.mariadb.execute(&ended).trim() == "1"
    }

    /// How many entries of a kind the audit record has about him.
    async fn entries(&self, admin: &mut Browser, kind: &str) -> usize {
        let id = self.user["id"].as_str().unwrap();
        let list = admin.get(&format!("/audit/v1?target={id}&kind={kind}")).await.unwrap();
        list.body["items"].as_array().unwrap().len()
    }
}

/// The issuer died before it could answer: it was in the middle of it.
async fn assert_unanswered(request: JoinHandle<Result<Reply, Lost>>) {
    let answer = request.await.unwrap();
    assert!(answer.is_err(), "{answer:?}");
}

fn address(service: &Service) -> String {
    format!("http://{}", service.address())
}
