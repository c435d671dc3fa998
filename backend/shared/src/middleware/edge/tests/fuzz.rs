use http::{HeaderName, HeaderValue};
use proptest::{
    prelude::RngExt,
    test_runner::{RngAlgorithm, TestRng},
};

use super::*;

/// Stands in every part of a request that a caller can write; no part of it may come back or be logged.
const MARKER: &str = "mark~er!";

/// A request out of good and bad pieces, with the marker all over it.
fn fuzzed(rng: &mut TestRng) -> Request {
    const METHODS: [&str; 12] =
        ["GET", "GET", "POST", "POST", "POST", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "mark~er!"];
    const PATHS: [&str; 14] = [
        "/",
        "/login",
        "/login",
        "/login",
        "/users",
        "/users?limit=",
        "/users?limit=5&limit=",
        "/users/",
        "/guarded",
        "/upload",
        "/id",
        "//",
        "/%ff%00/",
        "/health/live/../",
    ];
    const BODIES: [&str; 16] = [
        r#"{"email":"a@b","password":""}"#,
        r#"{"email":"a@b","password":"mark~er!"}"#,
        "",
        "{}",
        "mark~er!",
        "\"mark~er!\"",
        "[\"mark~er!\"]",
        "{\"mark~er!\":1}",
        "{\"email\":\"mark~er!\",\"password\":\"mark~er!\"}",
        "{\"email\":\"mark~er!@example.com\",\"password\":\"mark~er!\"}",
        "{\"email\":[\"mark~er!\"],\"password\":{\"mark~er!\":\"mark~er!\"}}",
        "{\"email\":\"mark~er!\",\"email\":\"mark~er!\"}",
        "{\"mark~er!\":1,\"mark~er!\":2}",
        "{\"email\":\"\\ud800mark~er!\"}",
        "{\"email\":\"a@b\",\"password\":\"\",\"remember\":\"mark~er!\"} mark~er!",
        "\u{feff}{}",
    ];
    const HEADERS: [(&str, &str); 22] = [
        ("content-type", "application/json"),
        ("content-type", "application/json"),
        ("content-type", "application/json; x=mark~er!"),
        ("content-type", "text/mark~er!"),
        ("content-length", "mark~er!"),
        ("content-length", "99999999"),
        ("content-encoding", "mark~er!"),
        ("accept", "mark~er!"),
        ("authorization", "mark~er!"),
        ("authorization", "Bearer mark~er!"),
        ("authorization", "Bearer v4.public.abc"),
        ("cookie", "mark~er!; __Host-known=mark~er!"),
        ("cookie", "__Host-known=1; __Host-refresh=mark~er!"),
        ("origin", "https://mark~er!.example"),
        ("origin", "https://id.example.com"),
        ("sec-fetch-site", "mark~er!"),
        ("x-request-id", "mark~er!mark~er!mark~er!"),
        ("x-forwarded-for", "mark~er!, 1.2.3.4"),
        ("forwarded", "for=mark~er!"),
        ("host", "mark~er!.example"),
        ("access-control-request-method", "mark~er!"),
        ("mark~er!", "mark~er!"),
    ];
    let pick = |rng: &mut TestRng, count: usize| rng.random_range(0..count);
    let mut path = PATHS[pick(rng, PATHS.len())].to_owned();
    if rng.random() {
        path.push_str(["mark~er!", "?q=mark~er!", "?mark~er!", "&mark~er!=mark~er!"][pick(rng, 4)]);
    }
    let mut body = BODIES[pick(rng, BODIES.len())].as_bytes().to_vec();
    if rng.random_ratio(1, 4) && !body.is_empty() {
        let place = pick(rng, body.len());
        body[place] = rng.random();
    }
    let mut request =
        Request::builder().method(METHODS[pick(rng, METHODS.len())]).uri(path).body(Body::from(body)).unwrap();
    for _ in 0..pick(rng, 7) {
        let (name, value) = HEADERS[pick(rng, HEADERS.len())];
        request.headers_mut().append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if rng.random() {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 4711))));
    }
    request
}

#[tokio::test]
async fn i4_ten_thousand_odd_requests_get_no_5xx_and_no_marker_back() {
    let log = Log::at(tracing::Level::TRACE);
    let trusted_proxies = TrustedProxies::parse("10.0.0.0/8").unwrap();
    let cors_origins = CorsOrigins::parse("https://app.example.com").unwrap();
    let app = app_with(EdgeConfig { trusted_proxies, cors_origins, ..EdgeConfig::default() });
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut seen = std::collections::BTreeMap::<u16, u32>::new();
    for _ in 0..10_000 {
        let request = fuzzed(&mut rng);
        let shown = format!("{request:?}");
        let is_head = request.method() == Method::HEAD;
        let answer = send(&app, request).await;
        *seen.entry(answer.status).or_default() += 1;
        assert!(answer.status < 500, "{shown}: {}", answer.text);
        assert!(!answer.text.contains(MARKER) && !format!("{:?}", answer.headers).contains(MARKER), "{shown}");
        if answer.status >= 400 && !is_head {
            assert_eq!(answer.headers[CONTENT_TYPE], problem::MEDIA_TYPE, "{shown}");
        }
    }
    assert!(!log.text().contains(MARKER));
    for status in [200, 400, 401, 403, 404, 405, 413, 415, 422] {
        assert!(seen.contains_key(&status), "the fuzz reaches {status}: {seen:?}");
    }
    assert_eq!(log.events("http.request").len(), 10_000);
}
