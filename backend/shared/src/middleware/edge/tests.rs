use std::{
    io::{self, Write},
    net::SocketAddr,
    sync::Mutex,
};

use axum::{
    body::{Bytes, to_bytes},
    extract::ConnectInfo,
    routing::{get, post},
};
use http::{Method, header::CONTENT_TYPE};
use serde_json::Value;
use tower::ServiceExt;
use tracing::subscriber::DefaultGuard;

use super::*;
use crate::{
    adapters::{os_randomness::OsRandomness, system_clock::SystemClock},
    domain::{ids::UserId, requests::RequestId},
    middleware::{
        bearer::{Credentials, credentials},
        cookies::{CookieKind, Cookies},
        input::{Fields, FromFields, JsonBody, PathId, QueryParams},
        same_origin::{Evidence, OriginPolicy},
    },
};

mod fuzz;

struct Credential {
    email: String,
}

impl FromFields for Credential {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let email = fields.required("email", |text| match text.find('@') {
            Some(_) => Ok(text.to_owned()),
            None => Err("must be an e-mail address"),
        });
        let secret = fields.required_secret("password", Ok::<_, &str>);
        let remember = fields.optional_bool("remember");
        secret?;
        remember?;
        Some(Self { email: email? })
    }
}

struct Page;

impl FromFields for Page {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        fields.optional_integer("limit", 1..=100)?;
        Some(Self)
    }
}

async fn sign_in(headers: HeaderMap, JsonBody(body): JsonBody<Credential>) -> Result<&'static str, Problem> {
    let policy = OriginPolicy::new(&"https://id.example.com".parse().unwrap(), false).unwrap();
    policy.check(&headers, Evidence::Optional)?;
    Cookies::new(true).read(&headers, CookieKind::Known)?;
    if body.email.is_empty() { Err(Problem::unauthorized()) } else { Ok("welcome") }
}

async fn guarded(headers: HeaderMap) -> Result<&'static str, Problem> {
    match credentials(&headers) {
        Credentials::Absent => Err(Problem::unauthorized()),
        Credentials::Malformed | Credentials::Token(_) => Err(Problem::invalid_token()),
    }
}

fn routes() -> Router {
    Router::new()
        .route("/", get("hello"))
        .route("/health/live", get(()))
        .route("/login", post(sign_in))
        .route("/users", get(async |QueryParams(Page): QueryParams<Page>| ()))
        .route("/users/{user_id}", get(async |PathId(_): PathId<UserId>| ()))
        .route("/guarded", get(guarded))
        .route("/upload", post(async |_: Bytes| ()))
        .route("/whoami", get(async |ClientIp(ip): ClientIp| ip.to_string()))
        .route("/id", get(async |id: RequestId| id.to_string()))
        .route("/panic", get(async || -> () { panic!("marker in a panic") }))
        .route("/slow", get(std::future::pending::<()>))
        .route("/broken", get(async || -> Result<(), Problem> { Err(Problem::internal("marker in a cause")) }))
}

fn app_with(config: EdgeConfig) -> Router {
    wrap(routes(), config, Arc::new(SystemClock::new()), Arc::new(OsRandomness))
}

fn app() -> Router {
    app_with(EdgeConfig::default())
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    /// Every error answer is a problem that carries the id of its request.
    fn assert_problem(&self, name: &str) {
        assert_eq!(self.headers[CONTENT_TYPE], problem::MEDIA_TYPE);
        let body = self.json();
        assert_eq!(body["type"], format!("urn:paseport:problem:{name}"));
        assert_eq!(body["status"], self.status);
        assert_eq!(body["instance"].as_str().unwrap(), self.headers["x-request-id"]);
    }
}

async fn send(app: &Router, request: Request) -> Answer {
    let (parts, body) = app.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Answer { status: parts.status.as_u16(), headers: parts.headers, text }
}

async fn fetch(app: &Router, method: Method, path: &str) -> Answer {
    send(app, Request::builder().method(method).uri(path).body(Body::empty()).unwrap()).await
}

async fn post_json(app: &Router, path: &str, body: impl Into<Body>) -> Answer {
    let request = Request::post(path).header(CONTENT_TYPE, "application/json");
    send(app, request.body(body.into()).unwrap()).await
}

/// Everything that is logged by this thread until it is dropped.
struct Log {
    lines: Lines,
    _guard: DefaultGuard,
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn at(level: tracing::Level) -> Self {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber =
            tracing_subscriber::fmt().json().with_max_level(level).with_writer(move || writer.clone()).finish();
        Self { lines, _guard: tracing::subscriber::set_default(subscriber) }
    }

    fn text(&self) -> String {
        String::from_utf8(self.lines.0.lock().unwrap().clone()).unwrap()
    }

    /// The lines of one event, as fields with the level and the span.
    fn events(&self, event: &str) -> Vec<Value> {
        let lines = self.text();
        let parsed = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        parsed.filter(|line| line["fields"]["event"] == event).collect()
    }
}

#[tokio::test]
async fn every_answer_carries_request_id_and_security_headers() {
    let app = app_with(EdgeConfig { timeout: Duration::from_millis(10), ..EdgeConfig::default() });
    for (method, path, status) in [
        (Method::GET, "/", 200),
        (Method::HEAD, "/", 200),
        (Method::GET, "/nowhere", 404),
        (Method::DELETE, "/", 405),
        (Method::GET, "/guarded", 401),
        (Method::POST, "/login", 415),
        (Method::GET, "/users?limit=0", 422),
        (Method::GET, "/panic", 500),
        (Method::GET, "/slow", 503),
    ] {
        let answer = fetch(&app, method, path).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.headers["x-request-id"].len(), 22, "{path}");
        for name in
            ["strict-transport-security", "content-security-policy", "x-content-type-options", "referrer-policy"]
        {
            assert_eq!(answer.headers.get_all(name).iter().count(), 1, "{path} {name}");
        }
        assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems() {
    fetch(&app(), Method::GET, "/nowhere").await.assert_problem("not-found");
    let answer = fetch(&app(), Method::DELETE, "/login").await;
    answer.assert_problem("method-not-allowed");
    assert_eq!(answer.headers["allow"], "POST");
}

#[tokio::test]
async fn a_given_request_id_comes_back_and_reaches_the_handler() {
    let request = Request::get("/id").header("x-request-id", "client-chosen_0001").body(Body::empty()).unwrap();
    let answer = send(&app(), request).await;
    assert_eq!(answer.headers["x-request-id"], "client-chosen_0001");
    assert_eq!(answer.text, "client-chosen_0001");
    let answer = fetch(&app(), Method::GET, "/id").await;
    assert_eq!(answer.headers["x-request-id"], answer.text.as_str());
}

#[tokio::test]
async fn invalid_fields_are_all_named_at_once() {
    let answer = post_json(&app(), "/login", r#"{"email":"nobody","is_admin":true}"#).await;
    assert_eq!(answer.status, 422);
    answer.assert_problem("invalid-fields");
    let errors = answer.json()["errors"].clone();
    let named: Vec<_> = errors.as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    assert_eq!(named, ["email", "password", "is_admin"]);
}

#[tokio::test]
async fn a_panic_is_500_and_its_message_stays_inside() {
    let log = Log::at(tracing::Level::INFO);
    let answer = fetch(&app(), Method::GET, "/panic").await;
    assert_eq!(answer.status, 500);
    answer.assert_problem("internal");
    assert!(!answer.text.contains("marker"));
    let failures = log.events("http.failure");
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0]["fields"]["cause"], "a panic: marker in a panic");
}

#[tokio::test]
async fn a_server_error_is_logged_once_with_its_cause_and_request_id() {
    let log = Log::at(tracing::Level::ERROR);
    let answer = fetch(&app(), Method::GET, "/broken").await;
    assert!(!answer.text.contains("marker"));
    let failures = log.events("http.failure");
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0]["fields"]["cause"], "marker in a cause");
    assert_eq!(failures[0]["span"]["request_id"].as_str().unwrap(), answer.headers["x-request-id"]);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_never_answers_is_timed_out() {
    let before = tokio::time::Instant::now();
    let answer = fetch(&app(), Method::GET, "/slow").await;
    assert_eq!(before.elapsed().as_secs(), DEFAULT_TIMEOUT.as_secs());
    assert_eq!(answer.status, 503);
    answer.assert_problem("timeout");
    assert_eq!(answer.headers["retry-after"], "1");
}

#[tokio::test]
async fn a_body_over_the_limit_is_413_declared_or_not() {
    let app = app();
    let at_the_limit = Body::from(vec![b'x'; DEFAULT_BODY_LIMIT]);
    assert_eq!(send(&app, Request::post("/upload").body(at_the_limit).unwrap()).await.status, 200);
    for path in ["/upload", "/login"] {
        let declared = Request::post(path)
            .header(CONTENT_TYPE, "application/json")
            .header(CONTENT_LENGTH, DEFAULT_BODY_LIMIT + 1)
            .body(Body::empty())
            .unwrap();
        let answer = send(&app, declared).await;
        assert_eq!(answer.status, 413, "{path}");
        answer.assert_problem("payload-too-large");
        let chunks = futures::stream::iter((0..65).map(|_| Ok::<_, io::Error>(Bytes::from(vec![b' '; 1024]))));
        let answer = post_json(&app, path, Body::from_stream(chunks)).await;
        assert_eq!(answer.status, 413, "{path}");
        answer.assert_problem("payload-too-large");
    }
}

async fn whoami(config: EdgeConfig, peer: &str, forwarded_for: &str) -> Answer {
    let mut request = Request::get("/whoami").header("x-forwarded-for", forwarded_for).body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
    send(&app_with(config), request).await
}

#[tokio::test]
async fn d4_the_client_address_is_the_peer_unless_a_proxy_of_ours_says_otherwise() {
    let answer = whoami(EdgeConfig::default(), "[::ffff:203.0.113.5]:4711", "198.51.100.9").await;
    assert_eq!(answer.text, "203.0.113.5");
    let trusted_proxies = TrustedProxies::parse("10.0.0.0/8").unwrap();
    let config = EdgeConfig { trusted_proxies, ..EdgeConfig::default() };
    assert_eq!(whoami(config, "10.0.0.1:4711", "198.51.100.9, 203.0.113.5").await.text, "203.0.113.5");
}

#[tokio::test]
async fn without_a_peer_no_client_address_is_made_up() {
    assert_eq!(fetch(&app(), Method::GET, "/whoami").await.status, 500);
}

#[tokio::test]
async fn a_listed_origin_can_read_every_answer_and_preflights_have_ids() {
    let cors_origins = CorsOrigins::parse("https://app.example.com").unwrap();
    let app = app_with(EdgeConfig { cors_origins, ..EdgeConfig::default() });
    for (method, path, status) in
        [(Method::OPTIONS, "/guarded", 200), (Method::GET, "/guarded", 401), (Method::GET, "/panic", 500)]
    {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("origin", "https://app.example.com")
            .header("access-control-request-method", "GET");
        let answer = send(&app, request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.headers["access-control-allow-origin"], "https://app.example.com");
        assert!(answer.headers.contains_key("x-request-id"));
    }
}

#[tokio::test]
async fn a_log_line_names_the_route_and_nothing_personal() {
    let log = Log::at(tracing::Level::INFO);
    let app = app();
    let path = "/users/0190a3c2-7f00-7000-8000-000000000001?q=ada@example.com";
    let answer = fetch(&app, Method::GET, path).await;
    fetch(&app, Method::from_bytes(b"INVENTED").unwrap(), "/private/place").await;
    fetch(&app, Method::GET, "/health/live").await;
    let lines = log.events("http.request");
    assert_eq!(lines.len(), 2, "probes are quiet");
    assert_eq!(lines[0]["level"], "INFO");
    assert_eq!(lines[0]["span"]["request_id"].as_str().unwrap(), answer.headers["x-request-id"]);
    let fields = &lines[0]["fields"];
    assert_eq!(
        (&fields["method"], &fields["route"], &fields["status"]),
        (&"GET".into(), &"/users/{user_id}".into(), &200.into())
    );
    assert!(fields["duration_ms"].as_f64().unwrap() >= 0.0);
    assert_eq!((&lines[1]["fields"]["method"], &lines[1]["fields"]["route"]), (&"other".into(), &"unmatched".into()));
    for personal in ["ada@example.com", "0190a3c2", "private", "INVENTED"] {
        assert!(!log.text().contains(personal), "{personal}");
    }
}

#[tokio::test]
async fn server_errors_are_logged_as_errors() {
    let log = Log::at(tracing::Level::INFO);
    fetch(&app(), Method::GET, "/broken").await;
    assert_eq!(log.events("http.request")[0]["level"], "ERROR");
}
