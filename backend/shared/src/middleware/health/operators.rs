//! Who runs the service asks from the same machine, and not through a proxy.

use std::net::SocketAddr;

use axum::{
    Router,
    extract::{ConnectInfo, Request},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use http::HeaderMap;

use crate::middleware::problem::Problem;

/// These routes for direct loopback peers only; to all others they don't exist.
pub fn operators_only(router: Router) -> Router {
    router.layer(from_fn(loopback_only))
}

/// A proxy on the same machine is a loopback peer too, but it says for whom it asks.
async fn loopback_only(request: Request, next: Next) -> Response {
    let direct = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .is_some_and(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback());
    if direct && !forwarded(request.headers()) { next.run(request).await } else { Problem::not_found().into_response() }
}

fn forwarded(headers: &HeaderMap) -> bool {
    ["x-forwarded-for", "forwarded", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name))
}
