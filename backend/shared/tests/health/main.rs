//! Readiness: what is told of dependencies, and how little they are bothered.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use axum::{Router, body::Body, extract::ConnectInfo};
use http::{HeaderName, HeaderValue, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use shared::middleware::health::{Dependencies, Dependency, Health, Operators, routes};
use testkit::clock::TestClock;
use tower::ServiceExt;

struct Probed {
    name: &'static str,
    without_it: Health,
    answers: AtomicBool,
    /// Never answers.
    silent: bool,
    asked: AtomicUsize,
}

impl Probed {
    fn new(name: &'static str, without_it: Health) -> Self {
        Self { name, without_it, answers: AtomicBool::new(true), silent: false, asked: AtomicUsize::new(0) }
    }
}

#[async_trait]
impl Dependency for Probed {
    fn name(&self) -> &'static str {
        self.name
    }

    fn without_it(&self) -> Health {
        self.without_it
    }

    async fn answers(&self) -> bool {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if self.silent {
            std::future::pending::<()>().await;
        }
        tokio::task::yield_now().await;
        self.answers.load(Ordering::SeqCst)
    }
}

async fn ask(router: &Router) -> (StatusCode, Value) {
    ask_from(router, [127, 0, 0, 1], None).await
}

async fn ask_from(router: &Router, peer: [u8; 4], forwarded_by: Option<&str>) -> (StatusCode, Value) {
    let mut request = Request::get("/health/ready").body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 40_000))));
    if let Some(header) = forwarded_by {
        request.headers_mut().insert(HeaderName::from_bytes(header.as_bytes()).unwrap(), HeaderValue::from_static("x"));
    }
    let answer = router.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    // A stranger gets no body.
    (status, serde_json::from_slice(&answer.into_body().collect().await.unwrap().to_bytes()).unwrap_or_default())
}

fn routes_of(clock: &Arc<TestClock>, all: &[&Arc<Probed>]) -> Router {
    let all = all.iter().map(|one| Arc::clone(one) as Arc<dyn Dependency>).collect();
    routes(Dependencies::new(clock.clone(), all), Operators::OnThisMachine)
}

#[tokio::test]
async fn only_down_is_503_and_the_worst_decides() {
    let clock = Arc::new(TestClock::new());
    let (vault, redis) =
        (Arc::new(Probed::new("vault", Health::Degraded)), Arc::new(Probed::new("redis", Health::Down)));
    let router = routes_of(&clock, &[&vault, &redis]);
    let (status, body) = ask(&router).await;
    let ready = json!({ "status": "ready", "dependencies": { "redis": { "status": "ready" }, "vault": { "status": "ready" } } });
    assert_eq!((status, body), (StatusCode::OK, ready));

    vault.answers.store(false, Ordering::SeqCst);
    clock.advance(Duration::from_secs(1));
    let (status, body) = ask(&router).await;
    assert_eq!((status, &body["status"]), (StatusCode::OK, &json!("degraded")));
    assert_eq!(body["dependencies"]["redis"]["status"], "ready");

    redis.answers.store(false, Ordering::SeqCst);
    clock.advance(Duration::from_secs(1));
    let (status, body) = ask(&router).await;
    assert_eq!((status, &body["status"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("down")));
    assert_eq!(body["dependencies"]["vault"]["status"], "degraded");
}

#[tokio::test]
async fn a_crowd_of_probes_is_one_look_a_second() {
    let clock = Arc::new(TestClock::new());
    let probed = Arc::new(Probed::new("redis", Health::Down));
    let router = routes_of(&clock, &[&probed]);
    for second in 1..=3 {
        futures::future::join_all((0..100).map(|_| ask(&router))).await;
        ask(&router).await;
        assert_eq!(probed.asked.load(Ordering::SeqCst), second);
        clock.advance(Duration::from_secs(1));
    }
}

#[tokio::test(start_paused = true)]
async fn what_does_not_answer_counts_as_away_after_a_second() {
    let silent = Arc::new(Probed { silent: true, ..Probed::new("vault", Health::Degraded) });
    let router = routes_of(&Arc::default(), &[&silent]);
    let began = tokio::time::Instant::now();
    let (status, body) = ask(&router).await;
    assert_eq!((status, &body["dependencies"]["vault"]["status"]), (StatusCode::OK, &json!("degraded")));
    assert_eq!(began.elapsed(), Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn a_start_waits_for_everything_to_answer_once_but_not_for_ever() {
    let (slow, quick) = (Arc::new(Probed::new("slow", Health::Down)), Arc::new(Probed::new("quick", Health::Down)));
    slow.answers.store(false, Ordering::SeqCst);
    let dependencies = Dependencies::new(Arc::new(TestClock::new()), vec![slow.clone(), quick.clone()]);
    let began = tokio::time::Instant::now();
    dependencies.ready_or_after(Duration::from_secs(3)).await;
    assert_eq!(began.elapsed(), Duration::from_secs(3));
    assert_eq!(quick.asked.load(Ordering::SeqCst), 1, "once is enough");

    let answering = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        slow.answers.store(true, Ordering::SeqCst);
    };
    let began = tokio::time::Instant::now();
    tokio::join!(dependencies.ready_or_after(Duration::from_secs(3)), answering);
    assert!(began.elapsed() < Duration::from_millis(600));
}

#[tokio::test]
async fn a_scraper_of_the_own_network_is_answered_where_the_service_stands_behind_a_proxy_and_a_stranger_never() {
    let routes_for = |operators| routes(Dependencies::new(Arc::<TestClock>::default(), Vec::new()), operators);
    let (alone, behind_a_proxy) = (routes_for(Operators::OnThisMachine), routes_for(Operators::InPrivateNetworks));
    for (peer, answered_alone, answered_behind) in
        [([127, 0, 0, 1], 200, 200), ([172, 18, 0, 5], 404, 200), ([203, 0, 113, 7], 404, 404)]
    {
        assert_eq!(ask_from(&alone, peer, None).await.0, answered_alone, "{peer:?}");
        assert_eq!(ask_from(&behind_a_proxy, peer, None).await.0, answered_behind, "{peer:?}");
        for header in ["x-forwarded-for", "forwarded", "x-real-ip", "via"] {
            for router in [&alone, &behind_a_proxy] {
                assert_eq!(ask_from(router, peer, Some(header)).await.0, 404, "{peer:?} with {header}");
            }
        }
    }
}
