//! How soon whoever is revoked is refused, at every API.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use http::{Method, StatusCode};
use serde_json::{Value, json};
use testkit::{
    app::TestApp,
    stack::{Browser, Service, Stack, StackOptions},
};
use tokio::{
    sync::oneshot,
    task::JoinSet,
    time::{Instant, sleep},
};

use crate::{
    figures::{Figures, Times},
    turn,
    waiting::wait_for,
};

const PASSWORD: &str = "a-long-enough-phrase";
/// Revocations, in turn of each kind.
const TRIALS: usize = 60;
/// People who keep both APIs busy meanwhile.
const BUSY: usize = 4;
/// The promise, and the bound with the feed cut: what is remembered counts for so long.
const PROMISE: Duration = Duration::from_secs(2);
const BOUND_WITHOUT_FEED: Duration = Duration::from_secs(30);
/// What the clock of an API and ours may differ by within that time.
const CLOCKS: Duration = Duration::from_millis(100);
/// For what is no promise.
const PATIENCE: Duration = Duration::from_secs(20);
/// Whom the second API signs in to Redis as, so that the feed can be taken from it alone.
const REDIS_USER: &str = "second-api";
const REDIS_PASSWORD: &str = "m4Kd7Xw2Qz9Lp5Rv";

#[derive(Clone, Copy, Debug)]
enum Revocation {
    SignOut,
    EndedByAdmin,
    Disabled,
    NoLongerAdmin,
    NewPassword,
    Deleted,
}

const KINDS: [Revocation; 6] = [
    Revocation::SignOut,
    Revocation::EndedByAdmin,
    Revocation::Disabled,
    Revocation::NoLongerAdmin,
    Revocation::NewPassword,
    Revocation::Deleted,
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn g10_whoever_is_revoked_is_refused_by_every_api_in_time_with_the_feed_and_without() {
    let _turn = turn::alone().await;
    let options = StackOptions::default()
        .with("BCRYPT_COST", "4")
        .with("LOGIN_BURST", "100000")
        .with("LOGIN_PER_SECOND", "100000");
    let stack = tokio::task::spawn_blocking(move || {
        let stack = Stack::start(&options);
        give_the_second_api_its_own_login(&stack);
        stack
    });
    let stack = Arc::new(stack.await.unwrap());
    let mut admin = stack.browser();
    assert_eq!(admin.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.unwrap().status, 200);

    let load = Load::start(&stack).await;
    let (mut since_request, mut since_answer) = (Times::default(), Times::default());
    for trial in 0..TRIALS {
        for (from_request, from_answer) in revoke(&stack, &mut admin, trial).await {
            since_request.push(from_request);
            since_answer.push(from_answer);
        }
    }
    let checks = load.end().await;
    eprintln!("refused by each of two APIs, under {checks} other checks, since the request: {}", since_request.tell());
    eprintln!("since the issuer's answer: {}", since_answer.tell());
    assert!(since_request.percentile(99) <= PROMISE, "{}", since_request.tell());

    without_the_feed(&stack, &mut admin).await;
}

/// One revocation; for each API how long it took since it was asked for, and since it was answered.
async fn revoke(stack: &Stack, admin: &mut Browser, trial: usize) -> Vec<(Duration, Duration)> {
    let kind = KINDS[trial % KINDS.len()];
    let (mut holder, path, user) = new_admin(stack, admin, trial).await;
    let mut watching = JoinSet::new();
    for api in &stack.apis {
        let mut at_api = holder.at(&address(api));
        assert_eq!(at_api.get("/api/admin").await.unwrap().status, 200, "{kind:?} before");
        watching.spawn(watch(at_api));
    }
    let asked = Instant::now();
    let answer = match kind {
        Revocation::SignOut => holder.sign_out().await,
        Revocation::EndedByAdmin => admin.call(Method::DELETE, &format!("{path}/sessions"), None).await,
        Revocation::Disabled => admin.call(Method::PUT, &path, Some(&with(&user, "status", json!("disabled")))).await,
        Revocation::NoLongerAdmin => admin.call(Method::PUT, &path, Some(&with(&user, "roles", json!(["User"])))).await,
        Revocation::NewPassword => {
            admin.call(Method::PUT, &path, Some(&with(&user, "password", json!("quite-another-phrase")))).await
        }
        Revocation::Deleted => admin.call(Method::DELETE, &path, None).await,
    };
    let answered = Instant::now();
    let answer = answer.unwrap();
    assert!(answer.status.is_success(), "{kind:?}: {answer:?}");
    let expected = if matches!(kind, Revocation::NoLongerAdmin) { 403 } else { 401 };
    let refusals = watching.join_all().await;
    refusals
        .into_iter()
        .map(|Refusal { status, refused, .. }| {
            assert_eq!(status, expected, "{kind:?}");
            (refused - asked, refused.saturating_duration_since(answered))
        })
        .collect()
}

/// Makes an admin and signs him in; his path, and what he is updated with.
async fn new_admin(stack: &Stack, admin: &mut Browser, number: usize) -> (Browser, String, Value) {
    let email = format!("revoked-{number}@example.com");
    let user = json!({ "email": email, "display_name": "Rita", "roles": ["Admin", "User"] });
    let made = admin.call(Method::POST, "/users/v1", Some(&with(&user, "password", json!(PASSWORD)))).await.unwrap();
    assert_eq!(made.status, 201, "{made:?}");
    let path = format!("/users/v1/{}", made.body["id"].as_str().unwrap());
    let mut holder = stack.browser();
    assert_eq!(holder.sign_in(&email, PASSWORD).await.unwrap().status, 200);
    (holder, path, with(&user, "status", json!("active")))
}

fn with(user: &Value, field: &str, value: Value) -> Value {
    let mut user = user.clone();
    user[field] = value;
    user
}

/// The end of a token.
#[derive(Debug)]
struct Refusal {
    status: StatusCode,
    /// When the first answer came that was one.
    refused: Instant,
    /// When the last request was sent that passed.
    passed: Instant,
}

/// Asks until it is refused, and a few times more.
async fn watch(mut browser: Browser) -> Refusal {
    let began = Instant::now();
    let mut passed = began;
    loop {
        let sent = Instant::now();
        let status = browser.get("/api/admin").await.unwrap().status;
        let refused = Instant::now();
        if status != 200 {
            for _ in 0..5 {
                assert_eq!(browser.get("/api/admin").await.unwrap().status, status, "and stays so");
            }
            return Refusal { status, refused, passed };
        }
        passed = sent;
        assert!(began.elapsed() < 2 * BOUND_WITHOUT_FEED, "never refused");
        sleep(Duration::from_millis(2)).await;
    }
}

/// People who use tokens that stay good.
struct Load {
    stop: Arc<AtomicBool>,
    people: JoinSet<usize>,
}

impl Load {
    async fn start(stack: &Stack) -> Self {
        let (stop, mut people) = (Arc::<AtomicBool>::default(), JoinSet::new());
        for number in 0..BUSY {
            let mut browser = stack.browser();
            assert_eq!(browser.sign_in(TestApp::USER.0, TestApp::USER.1).await.unwrap().status, 200);
            let (mut browser, stop) = (browser.at(&address(&stack.apis[number % 2])), stop.clone());
            people.spawn(async move {
                let mut checks = 0;
                while !stop.load(Ordering::Relaxed) {
                    assert_eq!(browser.get("/api/dashboard").await.unwrap().status, 200, "nobody else is refused");
                    checks += 1;
                }
                checks
            });
        }
        Self { stop, people }
    }

    async fn end(self) -> usize {
        self.stop.store(true, Ordering::Relaxed);
        self.people.join_all().await.into_iter().sum()
    }
}

/// The second API hears of nothing: it refuses what it remembers after 30 s at the latest. The first one is not concerned.
async fn without_the_feed(stack: &Arc<Stack>, admin: &mut Browser) {
    let (mut holder, _, _) = new_admin(stack, admin, TRIALS).await;
    let hears = async || Figures::of(&stack.apis[1]).sum("paseport_change_feed_connected", &[]) == 1;
    feed(stack, false);
    wait_for(PATIENCE, "the feed is cut", async || !hears().await).await;
    // Readiness is looked at once a second at most.
    let tells = async || stack.apis[1].readiness().starts_with(r#"{"status":"degraded""#);
    wait_for(PATIENCE, "readiness tells", tells).await;

    let [first, mut second] = [0, 1].map(|api| holder.at(&address(&stack.apis[api])));
    for browser in [&first, &second] {
        // What was cut with the feed connects again.
        let passes = async || browser.clone().get("/api/admin").await.unwrap().status == 200;
        wait_for(PROMISE, "checks go on", passes).await;
    }
    let (tell, told) = oneshot::channel();
    let second = tokio::spawn(async move {
        let remembered = second.get("/api/admin").await.unwrap().status;
        tell.send(remembered).unwrap();
        watch(second).await
    });
    assert_eq!(told.await.unwrap(), 200);
    let asked = Instant::now();
    assert_eq!(holder.sign_out().await.unwrap().status, 204);
    let Refusal { status, refused, .. } = watch(first).await;
    assert_eq!(status, 401);
    eprintln!("the API that hears refused {:.1?} after the request", refused - asked);
    assert!(refused - asked <= PROMISE);
    let Refusal { status, passed, .. } = second.await.unwrap();
    assert_eq!(status, 401);
    eprintln!("at the API whose feed is cut the last check passed {:.1?} after the request", passed - asked);
    assert!(passed - asked <= BOUND_WITHOUT_FEED + CLOCKS);

    feed(stack, true);
    wait_for(PATIENCE, "the feed is back", hears).await;
    let trial = revoke(stack, admin, TRIALS + 1).await;
    assert!(trial.iter().all(|(since, _)| *since <= PROMISE), "in time again: {trial:?}");
}

fn give_the_second_api_its_own_login(stack: &Stack) {
    redis(stack, &format!("ACL SETUSER {REDIS_USER} on >{REDIS_PASSWORD} ~* &* +@all"));
    stack.apis[1].change(&[("REDIS_USERNAME", REDIS_USER), ("REDIS_PASSWORD", REDIS_PASSWORD)]);
    stack.apis[1].restart();
}

/// Lets the second API listen to changes, or cuts it off: it may do all else.
fn feed(stack: &Stack, may_listen: bool) {
    let sign = if may_listen { '+' } else { '-' };
    redis(stack, &format!("ACL SETUSER {REDIS_USER} {sign}client|tracking"));
    if !may_listen {
        stack.redis.ask_node(stack.redis.master(), &format!("CLIENT KILL USER {REDIS_USER}"));
    }
}

fn redis(stack: &Stack, command: &str) {
    assert_eq!(stack.redis.ask_node(stack.redis.master(), command).trim(), "OK", "{command}");
}

fn address(service: &Service) -> String {
    format!("http://{}", service.address())
}
