//! The edge: what every request comes through and every answer leaves by.
//!
//! From the outside in:
//! 1. [`surround`]: request id and span, client address, then on the way out the body of error answers, security
//!    headers, the request id once more, and the log line. Nothing can answer outside of it.
//! 2. CORS, which answers preflights and marks whatever comes from further in, errors too.
//! 3. [`contain`]: body limit, time-out, panics. What happens further in ends here as an answer.
//! 4. The router with its routes, its 404 and its 405.
//!
//! It is one pass with plain function calls rather than a stack of layers, since every request pays for each of those.

use std::{any::Any, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, HttpBody},
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use futures::FutureExt;
use http::{HeaderMap, header::CONTENT_LENGTH};
use http_body_util::Limited;
use tracing::Instrument;

use super::{
    client_ip::{ClientIp, TrustedProxies},
    cors::CorsOrigins,
    problem::{self, Problem},
    request_id,
};
use crate::domain::{clock::Clock, randomness::Randomness};

pub(crate) mod access_log;
mod security_headers;
#[cfg(test)]
mod tests;

/// How long a request may take, where nothing else is said.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(15);

/// How many bytes a body may have, where nothing else is said.
pub const DEFAULT_BODY_LIMIT: usize = 64 * 1024;

/// What the edge has to know.
#[derive(Clone, Debug)]
pub struct EdgeConfig {
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: TrustedProxies,
    /// Which other origins may call us.
    pub cors_origins: CorsOrigins,
    /// Whether browsers reach us by https (`COOKIE_SECURE`).
    pub cookie_secure: bool,
    /// How long a request may take from its last header to the first of its answer.
    pub timeout: Duration,
    /// How many bytes a body may have.
    pub body_limit: usize,
}

impl Default for EdgeConfig {
    /// Trusts no proxy, lists no origin, and expects https.
    fn default() -> Self {
        Self {
            trusted_proxies: TrustedProxies::default(),
            cors_origins: CorsOrigins::default(),
            cookie_secure: true,
            timeout: DEFAULT_TIMEOUT,
            body_limit: DEFAULT_BODY_LIMIT,
        }
    }
}

#[derive(Debug)]
struct Edge {
    config: EdgeConfig,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
}

/// Puts the edge around a router. Done once, last, around everything a process serves; routes added later would be
/// outside.
///
/// The server must hand its peers on (`into_make_service_with_connect_info::<SocketAddr>()`): without them, whatever
/// asks for the client address answers 500.
pub fn wrap(router: Router, config: EdgeConfig, clock: Arc<dyn Clock>, randomness: Arc<dyn Randomness>) -> Router {
    let cors = config.cors_origins.layer();
    let edge = Arc::new(Edge { config, clock, randomness });
    let contained = router.layer(from_fn_with_state(edge.clone(), contain));
    let shared = match cors {
        Some(cors) => contained.layer(cors),
        None => contained,
    };
    shared.layer(from_fn_with_state(edge, surround))
}

/// Gives a request its name and its caller, and an answer what every answer has.
async fn surround(State(edge): State<Arc<Edge>>, mut request: Request, next: Next) -> Response {
    let started = edge.clock.monotonic();
    let subject = access_log::Subject::of(request.method(), request.extensions());
    let id = request_id::assign(request.headers(), &*edge.randomness);
    let client = ClientIp::find(request.extensions(), request.headers(), &edge.config.trusted_proxies);
    request.extensions_mut().insert(id.clone());
    if let Some(client) = client {
        request.extensions_mut().insert(client);
    }
    // At the level of errors, so that no filter takes the id away from them.
    let span = tracing::error_span!("request", request_id = id.as_str());
    let answer = async move {
        let mut answer = problem::render(next.run(request).await, &id);
        security_headers::put_on(answer.headers_mut(), edge.config.cookie_secure);
        request_id::put_on(answer.headers_mut(), &id);
        access_log::write(&subject, answer.status(), edge.clock.monotonic().saturating_sub(started));
        answer
    };
    answer.instrument(span).await
}

/// Bounds what a request can cost, and turns a panic into an answer.
async fn contain(State(edge): State<Arc<Edge>>, request: Request, next: Next) -> Response {
    let limit = edge.config.body_limit;
    if declared_length(request.headers()).is_some_and(|length| length > limit) {
        return Problem::payload_too_large().into_response();
    }
    let request = request.map(|body| if body.is_end_stream() { body } else { Body::new(Limited::new(body, limit)) });
    let changes = !request.method().is_safe();
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
    let answer = if changes { brought_to_its_end(answer).boxed() } else { answer.boxed() };
    match tokio::time::timeout(edge.config.timeout, answer).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(panic)) => Problem::internal(panic_message(&*panic)).into_response(),
        Err(elapsed) => Problem::timeout().cause(elapsed).into_response(),
    }
}

/// Runs a request that may change something in a task of its own: what has begun is brought to its end, with its audit
/// entry and whatever follows the commit, though the caller hangs up or the time runs out.
async fn brought_to_its_end(
    answer: impl Future<Output = std::thread::Result<Response>> + Send + 'static,
) -> std::thread::Result<Response> {
    let task = tokio::spawn(answer.instrument(tracing::Span::current()));
    task.await.unwrap_or_else(|ended| Err(Box::new(ended.to_string())))
}

fn declared_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("a panic: {}", text.unwrap_or("no message"))
}
