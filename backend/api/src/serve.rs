//! Serving as a service of the stack: from the settings to the last answer.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use axum::Router;
use shared::{
    adapters::{os_randomness::OsRandomness, redis, system_clock::SystemClock},
    domain::{clock::Clock, randomness::Randomness, requests::RequestCounter},
    metrics::{self, Metrics},
    middleware::{
        edge,
        health::{self, Operators},
        openapi,
        problem::Problem,
        request_counter::request_counter,
    },
    server::{self, Patience, Reserved, StopSignal},
};
use tokio::task::JoinSet;

use crate::{
    background,
    config::Config,
    stack::{self, Stack},
};

/// The port is Nginx's, and of what stands beside it.
const OPERATORS: Operators = Operators::InPrivateNetworks;
/// How long the start waits for what it stands on before it takes requests without it.
const START_PATIENCE: Duration = Duration::from_secs(3);

/// Serves until SIGTERM or Ctrl-C. Nothing that is away keeps it from starting.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let randomness: Arc<dyn Randomness> = Arc::new(OsRandomness);
    let listen = config.server.listen;
    let address = Reserved::new(listen).with_context(|| format!("can't listen on {listen}"))?;
    let stop = StopSignal::listen()?;
    let requests = Arc::new(RequestCounter::default());
    let stack = stack::plug_in(&config, requests.clone(), clock.clone())?;
    let router = routes(&config, &stack, clock, randomness).layer(request_counter(requests));
    let tasks = start_background(&stack, config.access_tokens.key_times.reload());
    let ready = stack.state.dependencies.ready_or_after(START_PATIENCE);
    server::serve_when(ready, address, router, Patience::default(), stop.received()).await?;
    drop(tasks);
    Ok(())
}

fn routes(config: &Config, stack: &Stack, clock: Arc<dyn Clock>, randomness: Arc<dyn Randomness>) -> Router {
    let (product, document) = crate::router(stack.state.clone());
    let dependencies = stack.state.dependencies.clone();
    let metrics = Metrics::new("api", &clock, dependencies.clone()).show([
        metrics::checks(stack.state.hot_check.clone()),
        metrics::keys(stack.keys.clone()),
        redis::connection(stack.redis.clone()),
        redis::change_feed(stack.change_feed.clone()),
    ]);
    let requests = metrics.requests();
    let mut router = product.merge(health::routes(dependencies, OPERATORS)).merge(metrics::routes(metrics, OPERATORS));
    if config.server.swagger_ui {
        router = router.merge(openapi::route(openapi::API, document));
    }
    let router = router.fallback(async || Problem::not_found());
    requests.measure(edge::wrap(router, config.edge(), clock, randomness))
}

fn start_background(stack: &Stack, key_reload: Duration) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(background::sample_system(stack.state.monitor.clone()));
    tasks.spawn(background::reload_keys(stack.keys.clone(), key_reload));
    let vault = stack.vault.clone();
    tasks.spawn(async move { vault.keep_logged_in().await });
    tasks
}
