//! One log line for each request, without personal data.
//!
//! It names the route and not the path or the query, for those hold identifiers and what people search for. The request
//! id is a field of the span around it.

use std::time::Duration;

use axum::extract::MatchedPath;
use http::{Extensions, Method, StatusCode};

/// The one word for whatever matched no route.
pub(crate) const UNMATCHED: &str = "unmatched";

/// What a line says about the request. Taken before the request is handed on.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    method: &'static str,
    route: Option<MatchedPath>,
}

impl Subject {
    /// Reads the method and the route that the router found.
    pub(super) fn of(method: &Method, extensions: &Extensions) -> Self {
        Self { method: known(method), route: extensions.get().cloned() }
    }

    /// The route as it stands in the route table; what matched none is one subject, whatever was asked for.
    fn route(&self) -> &str {
        self.route.as_ref().map_or(UNMATCHED, MatchedPath::as_str)
    }
}

/// Writes the line: server errors at error, probes of a healthy server at debug, all others at info.
pub(super) fn write(subject: &Subject, status: StatusCode, duration: Duration) {
    let (method, route, status) = (subject.method, subject.route(), status.as_u16());
    let duration_ms = duration.as_secs_f64() * 1000.0;
    if status >= 500 {
        tracing::error!(event = "http.request", method, route, status, duration_ms);
    } else if route.starts_with("/health/") || route == "/metrics" {
        tracing::debug!(event = "http.request", method, route, status, duration_ms);
    } else {
        tracing::info!(event = "http.request", method, route, status, duration_ms);
    }
}

/// The method in a word of ours: callers may invent methods, and what they write goes neither into the log nor into a
/// figure.
pub(crate) fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
