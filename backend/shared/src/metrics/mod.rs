//! Figures for whoever runs the service: `GET /metrics`.
//!
//! Whatever counts keeps plain numbers ([`crate::figures`]) and knows nothing of this room. They are read when
//! somebody asks, by functions that a composition root hands to [`Metrics::show`]: those below for what both servers
//! have, others in the rooms of what they show. Nothing here is global, so two products in one process don't mix.

mod checks;
mod connections;
mod page;
mod process;
mod readiness;
mod requests;
mod text;
mod tokens;

use std::{fmt, sync::Arc};

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, header::CONTENT_TYPE};
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, text::encode},
    registry::Registry,
};

use self::text::TextFormat;
pub use self::{
    checks::checks,
    connections::{Connections, connections},
    page::Page,
    requests::Requests,
    tokens::{keys, signatures},
};
use crate::{
    domain::clock::Clock,
    middleware::{
        health::{Dependencies, Operators, operators_only},
        problem::Problem,
    },
};

/// Writes some figures on the page.
pub type Show = Arc<dyn Fn(&mut Page<'_>) -> fmt::Result + Send + Sync>;

/// All figures of a process.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Requests,
    dependencies: Dependencies,
}

impl Metrics {
    /// `process` is the word for the whole: `issuer`, `api`, or `paseport` when both are one.
    pub fn new(process: &'static str, clock: &Arc<dyn Clock>, dependencies: Dependencies) -> Self {
        let mut registry = Registry::default();
        let requests = Requests::new(process, clock.clone());
        requests.register(&mut registry);
        let metrics = Self { registry, requests, dependencies: dependencies.clone() };
        metrics.show([process::process(process, clock.now()), readiness::readiness(dependencies)])
    }

    /// Adds figures.
    #[must_use]
    pub fn show(mut self, all: impl IntoIterator<Item = Show>) -> Self {
        all.into_iter().for_each(|show| self.registry.register_collector(Box::new(Shown(show))));
        self
    }

    /// What measures requests. It goes around all that the process serves, `/metrics` with it.
    pub fn requests(&self) -> Requests {
        self.requests.clone()
    }

    fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// `/metrics`, answered to operators who ask directly; to all others it doesn't exist.
pub fn routes(metrics: Metrics, operators: Operators) -> Router {
    operators_only(Router::new().route("/metrics", get(show_all)).with_state(Arc::new(metrics)), operators)
}

async fn show_all(State(metrics): State<Arc<Metrics>>, headers: HeaderMap) -> Response {
    // What is shown of the dependencies is what was seen last.
    metrics.dependencies.look().await;
    let format = TextFormat::wanted(&headers);
    match metrics.text() {
        Ok(text) => ([(CONTENT_TYPE, format.content_type())], format.written(text)).into_response(),
        Err(error) => Problem::internal(error).into_response(),
    }
}

struct Shown(Show);

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shown(…)")
    }
}

impl Collector for Shown {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        (self.0)(&mut Page::new(encoder))
    }
}
