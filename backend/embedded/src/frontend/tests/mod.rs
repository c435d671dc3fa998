//! What a browser, and a cache in front of us, get from an app that stands beside this file.

use std::sync::Arc;

use axum::Router;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use shared::{
    adapters::{os_randomness::OsRandomness, system_clock::SystemClock},
    middleware::edge::{self, EdgeConfig},
};
use tower::ServiceExt;

use super::*;

/// Compressed forms are told apart by their text: nobody unpacks them here.
#[derive(RustEmbed)]
#[folder = "src/frontend/tests/app"]
struct SmallApp;

#[derive(RustEmbed)]
#[folder = "src/frontend/tests/nothing"]
#[allow_missing = true]
struct NoApp;

const DOCUMENT: &str = "<!doctype html><title>The page</title>\n";
const SCRIPT: &str = "/_app/immutable/start.a1b2c3.js";

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

/// The answer behind the edge, as everybody gets it.
async fn call<App: RustEmbed + 'static>(method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let router = Router::new().fallback(serve::<App>);
    let router = edge::wrap(router, EdgeConfig::default(), Arc::new(SystemClock::new()), Arc::new(OsRandomness));
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    Answer { status: parts.status, headers: parts.headers, text }
}

async fn get(path: &str) -> Answer {
    call::<SmallApp>("GET", path, &[]).await
}

#[tokio::test]
async fn every_page_is_the_same_document() {
    for path in ["/", "/login", "/users", "/users/v2", "/account/", "/users/0190a3c2-7f00-7000-8000-000000000001"] {
        let answer = get(path).await;
        assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, DOCUMENT), "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
    }
    assert_eq!(get("/login?return_to=/api/x.css").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_the_servers_is_never_a_page() {
    for prefix in server_paths::SERVER_PREFIXES {
        for path in [prefix.to_owned(), format!("{prefix}/"), format!("{prefix}/nothing"), prefix.to_uppercase()] {
            let answer = get(&path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        }
    }
}

#[tokio::test]
async fn i3_what_looks_like_a_file_or_a_way_around_is_never_a_page() {
    for path in [
        "/api/x.css",
        "/x.css",
        "/account/x.js",
        "/users;x.css",
        "/users%2fv1",
        "/users%3f.css",
        "//users",
        "/users//v1",
        "/./users",
        "/users/../api/dashboard",
        "/_app",
        "/_app/",
        "/_app/immutable/start.old.js",
        "/_app/immutable",
        "/_app/immutable/start",
        "/index.html.br",
        "/_app/immutable/start.a1b2c3.js.br",
        "/caf%C3%A9",
    ] {
        let answer = get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
}

#[tokio::test]
async fn i3_a_page_is_the_same_whoever_asks() {
    let nobody = get("/users").await;
    let cookie = [("cookie", "__Host-refresh=a.1.b"), ("authorization", "Bearer v4.public.x"), ("accept", "*/*")];
    let somebody = call::<SmallApp>("GET", "/users", &cookie).await;
    let without_id = |mut answer: Answer| {
        assert!(answer.headers.remove("x-request-id").is_some());
        (answer.headers, answer.text)
    };
    assert!(!somebody.headers.contains_key("set-cookie"));
    assert_eq!(without_id(nobody), without_id(somebody));
}

#[tokio::test]
async fn named_by_contents_is_kept_for_ever_and_all_else_is_asked_for_again() {
    let kept = get(SCRIPT).await;
    assert_eq!(kept.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(kept.header("content-type"), "text/javascript; charset=utf-8");
    for (path, media_type) in [
        ("/", "text/html; charset=utf-8"),
        ("/login", "text/html; charset=utf-8"),
        ("/_app/version.json", "application/json"),
        ("/favicon.svg", "image/svg+xml"),
    ] {
        let answer = get(path).await;
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
        assert_eq!(answer.header("content-type"), media_type, "{path}");
    }
}

#[tokio::test]
async fn the_smallest_form_that_the_caller_takes_is_sent() {
    for (accepted, path, encoding, text) in [
        ("gzip, deflate, br", "/login", "br", "the page in brotli\n"),
        ("gzip", "/login", "gzip", "the page in gzip\n"),
        ("br;q=0, gzip", "/login", "gzip", "the page in gzip\n"),
        ("zstd", "/login", "", DOCUMENT),
        ("gzip", SCRIPT, "", "export default 1;\n"),
        ("gzip, br", SCRIPT, "br", "the script in brotli\n"),
    ] {
        let answer = call::<SmallApp>("GET", path, &[("accept-encoding", accepted)]).await;
        assert_eq!((answer.header("content-encoding"), answer.text.as_str()), (encoding, text), "{accepted} {path}");
        assert_eq!(answer.header("vary"), "accept-encoding", "{accepted} {path}");
        assert_eq!(answer.header("content-length"), text.len().to_string(), "{accepted} {path}");
    }
}

#[tokio::test]
async fn who_has_it_already_is_told_so_with_the_headers_of_a_page() {
    for encoding in ["br", "gzip", "identity"] {
        let first = call::<SmallApp>("GET", "/login", &[("accept-encoding", encoding)]).await;
        let etag = first.header("etag");
        for known in [etag.to_owned(), format!("W/{etag}"), format!("\"x\", {etag}"), "*".to_owned()] {
            let headers = [("accept-encoding", encoding), ("if-none-match", &known)];
            let second = call::<SmallApp>("GET", "/login", &headers).await;
            assert_eq!((second.status, second.text.as_str()), (StatusCode::NOT_MODIFIED, ""), "{known}");
            for name in ["etag", "vary", "cache-control", "content-security-policy"] {
                assert_eq!(second.header(name), first.header(name), "{name}");
            }
        }
    }
}

#[tokio::test]
async fn each_form_has_a_tag_of_its_own() {
    let mut tags = Vec::new();
    for encoding in ["br", "gzip", "identity"] {
        tags.push(call::<SmallApp>("GET", "/", &[("accept-encoding", encoding)]).await.header("etag").to_owned());
    }
    tags.push(get(SCRIPT).await.header("etag").to_owned());
    tags.dedup();
    assert_eq!(tags.len(), 4, "{tags:?}");
    let foreign = call::<SmallApp>("GET", "/", &[("accept-encoding", "br"), ("if-none-match", &tags[1])]).await;
    assert_eq!(foreign.status, StatusCode::OK);
}

#[tokio::test]
async fn a_page_says_only_what_its_own_policy_can_not_say() {
    let page = get("/login").await;
    assert_eq!(page.header("content-security-policy"), "frame-ancestors 'none'");
    assert_eq!(
        get("/favicon.svg").await.header("content-security-policy"),
        "default-src 'none'; frame-ancestors 'none'"
    );
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(page.header(name), value);
    }
}

#[tokio::test]
async fn only_reading_is_possible() {
    for path in ["/", "/login", "/favicon.svg"] {
        let head = call::<SmallApp>("HEAD", path, &[]).await;
        assert_eq!((head.status, head.text.as_str()), (StatusCode::OK, ""), "{path}");
        assert_eq!(head.header("content-length"), get(path).await.text.len().to_string(), "{path}");
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "BREW"] {
            let answer = call::<SmallApp>(method, path, &[]).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert_eq!(answer.header("allow"), "GET,HEAD");
        }
    }
    assert_eq!(call::<SmallApp>("POST", "/api/nothing", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn without_an_app_the_program_says_so_in_plain_words() {
    for path in ["/", "/login"] {
        let answer = call::<NoApp>("GET", path, &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.text.contains("without the web app") && answer.text.contains("cargo xtask up"), "{path}");
    }
    assert_eq!(call::<NoApp>("GET", "/api/x", &[]).await.header("content-type"), "application/problem+json");
}
