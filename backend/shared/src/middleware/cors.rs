//! Which pages of other origins may call us with a bearer token (`CORS_ORIGINS`).
//!
//! An exact list, never a wildcard, and never with credentials: a cookie does nothing for a page that is not ours.

use std::time::Duration;

use http::{
    HeaderValue, Method,
    header::{AUTHORIZATION, CONTENT_TYPE, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE},
};
use tower_http::cors::{AllowOrigin, CorsLayer};
use url::Url;

use super::request_id::X_REQUEST_ID;

/// An entry of the list is not an origin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{entry}` is not an origin such as https://app.example.com")]
pub struct InvalidOrigin {
    entry: String,
}

/// The origins whose pages may call us. Empty: none but our own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorsOrigins(Vec<HeaderValue>);

impl CorsOrigins {
    /// Reads origins with commas between them, each spelled as browsers send it. The error names the entry.
    pub fn parse(text: &str) -> Result<Self, InvalidOrigin> {
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        entries
            .map(|entry| origin(entry).ok_or_else(|| InvalidOrigin { entry: entry.to_owned() }))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The layer that answers preflights and marks answers; `None` when no origin is listed.
    pub fn layer(&self) -> Option<CorsLayer> {
        let layer = CorsLayer::new()
            .allow_origin(AllowOrigin::list(self.0.iter().cloned()))
            .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
            .allow_headers([AUTHORIZATION, CONTENT_TYPE, X_REQUEST_ID])
            .expose_headers([LOCATION, RETRY_AFTER, WWW_AUTHENTICATE, X_REQUEST_ID])
            .max_age(Duration::from_mins(10));
        (!self.0.is_empty()).then_some(layer)
    }
}

fn origin(entry: &str) -> Option<HeaderValue> {
    let url = entry.parse::<Url>().ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let is_exact = url.origin().ascii_serialization() == entry && !entry.contains('*');
    is_exact.then(|| entry.parse().ok())?
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, extract::Request, response::Response, routing::get};
    use tower::ServiceExt;

    use super::*;

    const LIST: &str = "https://app.example.com, http://localhost:5173";

    async fn ask(method: Method, origin: &str) -> Response {
        let router = Router::new().route("/", get(())).layer(CorsOrigins::parse(LIST).unwrap().layer().unwrap());
        let request = Request::builder()
            .method(method)
            .uri("/")
            .header("origin", origin)
            .header("access-control-request-method", "PUT")
            .header("access-control-request-headers", "authorization");
        router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    #[test]
    fn a_bad_entry_is_named() {
        for bad in [
            "*",
            "null",
            "app.example.com",
            "https://app.example.com/",
            "https://*.example.com",
            "https://APP.example.com",
            "ftp://x.example",
        ] {
            let error = CorsOrigins::parse(&format!("{LIST},{bad}")).unwrap_err();
            assert!(error.to_string().contains(bad), "{error}");
        }
    }

    #[test]
    fn an_empty_list_needs_no_layer() {
        assert!(CorsOrigins::parse(" , ").unwrap().layer().is_none());
    }

    #[tokio::test]
    async fn a_listed_origin_is_allowed_without_credentials() {
        for method in [Method::GET, Method::OPTIONS] {
            let answer = ask(method.clone(), "https://app.example.com").await;
            assert_eq!(answer.headers()["access-control-allow-origin"], "https://app.example.com", "{method}");
            assert!(!answer.headers().contains_key("access-control-allow-credentials"));
        }
    }

    #[tokio::test]
    async fn no_other_origin_is_reflected() {
        for origin in
            ["https://evil.example", "null", "https://app.example.com.evil.example", "http://app.example.com", ""]
        {
            for method in [Method::GET, Method::OPTIONS] {
                let answer = ask(method, origin).await;
                assert!(!answer.headers().contains_key("access-control-allow-origin"), "{origin}");
            }
        }
    }
}
