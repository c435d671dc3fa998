//! Requests: how many, how they ended, how long they took, how many are under way.

use std::sync::Arc;

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

use crate::{domain::clock::Clock, middleware::edge::access_log};

/// What the API's paths begin with, and the issuer's.
const API: &[&str] = &["/api/"];
const ISSUER: &[&str] = &["/auth/", "/users/", "/account/", "/audit/", "/.well-known/", "/userinfo"];
/// In seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// What a request is counted under. Every value comes from the program: routes as they stand in the route table, and
/// one word for whatever matched none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Target {
    service: &'static str,
    method: &'static str,
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    service: &'static str,
    method: &'static str,
    route: String,
    status: u16,
}

/// Figures of all requests of a process.
#[derive(Clone, Debug)]
pub struct Requests {
    /// What a request belongs to that is neither the issuer's nor the API's.
    process: &'static str,
    clock: Arc<dyn Clock>,
    answered: Family<Answered, Counter>,
    times: Family<Target, Histogram>,
    under_way: Gauge,
}

impl Requests {
    pub(super) fn new(process: &'static str, clock: Arc<dyn Clock>) -> Self {
        let times = Family::new_with_constructor((|| Histogram::new(BUCKETS)) as fn() -> Histogram);
        Self { process, clock, answered: Family::default(), times, under_way: Gauge::default() }
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("paseport_http_requests", "Requests that were answered", self.answered.clone());
        let help = "Time from a request's headers to those of its answer";
        registry.register("paseport_http_request_duration_seconds", help, self.times.clone());
        registry.register("paseport_http_requests_in_flight", "Requests under way", self.under_way.clone());
    }

    /// Measures every request of `router`. It belongs outermost, so that refusals of other layers count too.
    pub fn measure(&self, router: Router) -> Router {
        router.layer(from_fn_with_state(self.clone(), measure))
    }

    fn target(&self, request: &Request) -> Target {
        let route = request.extensions().get().map(MatchedPath::as_str);
        let begins =
            |prefixes: &[&str]| prefixes.iter().any(|prefix| route.is_some_and(|route| route.starts_with(prefix)));
        let service = match () {
            () if begins(API) => "api",
            () if begins(ISSUER) => "issuer",
            () => self.process,
        };
        let method = access_log::known(request.method());
        Target { service, method, route: route.unwrap_or(access_log::UNMATCHED).to_owned() }
    }
}

async fn measure(State(requests): State<Requests>, request: Request, next: Next) -> Response {
    let target = requests.target(&request);
    let began = requests.clock.monotonic();
    let under_way = UnderWay::begin(&requests.under_way);
    let answer = next.run(request).await;
    drop(under_way);
    let took = requests.clock.monotonic().saturating_sub(began);
    requests.times.get_or_create(&target).observe(took.as_secs_f64());
    let Target { service, method, route } = target;
    requests.answered.get_or_create(&Answered { service, method, route, status: answer.status().as_u16() }).inc();
    answer
}

/// Ends also when the caller hangs up and the request with it.
struct UnderWay<'a>(&'a Gauge);

impl<'a> UnderWay<'a> {
    fn begin(gauge: &'a Gauge) -> Self {
        gauge.inc();
        Self(gauge)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.dec();
    }
}
