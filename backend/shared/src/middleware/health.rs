//! Liveness and readiness, for whoever runs the service and nobody else.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use axum::{
    Json, Router,
    extract::{ConnectInfo, Request, State},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, StatusCode};
use serde::Serialize;

use super::problem::Problem;

/// How long a dependency may take to answer before it counts as away.
const PATIENCE: Duration = Duration::from_secs(2);

/// How the service, or something it stands on, is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    Ready,
    /// Something is away, but checks of tokens go on.
    Degraded,
    /// The service can't do its work.
    Down,
}

/// Something the service stands on.
#[async_trait]
pub trait Dependency: Send + Sync {
    /// Its name in the readiness answer.
    fn name(&self) -> &'static str;

    /// How the service does without it.
    fn without_it(&self) -> Health;

    /// Whether it answers now.
    async fn answers(&self) -> bool;
}

/// All dependencies of a service.
#[derive(Clone)]
pub struct Dependencies(pub Arc<[Arc<dyn Dependency>]>);

impl fmt::Debug for Dependencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|dependency| dependency.name())).finish()
    }
}

#[derive(Debug, Serialize)]
struct Readiness {
    status: Health,
    dependencies: BTreeMap<&'static str, DependencyStatus>,
}

#[derive(Debug, Serialize)]
struct DependencyStatus {
    status: Health,
}

/// `/health/live` and `/health/ready`, answered to direct loopback peers only; to all others they don't exist.
pub fn routes(dependencies: Dependencies) -> Router {
    Router::new()
        .route("/health/live", get(async || Json(serde_json::json!({ "status": "live" }))))
        .route("/health/ready", get(ready))
        .with_state(dependencies)
        .layer(from_fn(loopback_only))
}

async fn ready(State(Dependencies(dependencies)): State<Dependencies>) -> Response {
    let looks = dependencies.iter().map(async |dependency| {
        let answers = tokio::time::timeout(PATIENCE, dependency.answers()).await.unwrap_or(false);
        (dependency.name(), if answers { Health::Ready } else { dependency.without_it() })
    });
    let looked = futures::future::join_all(looks).await;
    let status = looked.iter().map(|(_, health)| *health).max().unwrap_or(Health::Ready);
    let dependencies = looked.into_iter().map(|(name, status)| (name, DependencyStatus { status })).collect();
    let code = if status == Health::Down { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    (code, Json(Readiness { status, dependencies })).into_response()
}

/// A proxy on the same machine is a loopback peer too, but it says for whom it asks.
async fn loopback_only(request: Request, next: Next) -> Response {
    let direct = request
        .extensions()
        .get::<ConnectInfo<std::net::SocketAddr>>()
        .is_some_and(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback());
    if direct && !forwarded(request.headers()) { next.run(request).await } else { Problem::not_found().into_response() }
}

fn forwarded(headers: &HeaderMap) -> bool {
    ["x-forwarded-for", "forwarded", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name))
}
