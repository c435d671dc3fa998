//! Liveness and readiness, for whoever runs the service and nobody else.

mod dependencies;
mod keys;
mod operators;

use std::collections::BTreeMap;

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

pub use self::{
    dependencies::{Dependencies, Dependency, Report},
    keys::FreshKeys,
    operators::{Operators, is_private, operators_only},
};
use crate::figures::Kind;

/// How the service, or something it stands on, is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    Ready,
    /// Something is away, but checks of tokens go on.
    Degraded,
    /// The service can't do its work.
    Down,
}

impl Kind for Health {
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Ready, "ready"), (Self::Degraded, "degraded"), (Self::Down, "down")];
}

/// Something that the answering process stands on, as its administrators see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Dependency)]
pub struct DependencyBody {
    #[schema(example = "record")]
    name: &'static str,
    status: Health,
}

impl Report {
    /// Every dependency, by name.
    pub fn bodies(&self) -> Vec<DependencyBody> {
        self.dependencies.iter().map(|(name, status)| DependencyBody { name, status: *status }).collect()
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

/// `/health/live` and `/health/ready`, answered to operators who ask directly; to all others they don't exist.
pub fn routes(dependencies: Dependencies, operators: Operators) -> Router {
    let router = Router::new()
        .route("/health/live", get(async || Json(serde_json::json!({ "status": "live" }))))
        .route("/health/ready", get(ready))
        .with_state(dependencies);
    operators_only(router, operators)
}

async fn ready(State(dependencies): State<Dependencies>) -> Response {
    let report = dependencies.look().await;
    let status = report.status();
    let dependencies = report.dependencies.iter().map(|(name, status)| (*name, DependencyStatus { status: *status }));
    let code = if status == Health::Down { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    (code, Json(Readiness { status, dependencies: dependencies.collect() })).into_response()
}
