//! Serving as a service of the stack: from the settings to the last answer.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use axum::Router;
use shared::{
    adapters::{os_randomness::OsRandomness, redis, system_clock::SystemClock},
    domain::{clock::Clock, randomness::Randomness, requests::RequestCounter},
    metrics::{self, Metrics},
    middleware::{edge, health, openapi, problem::Problem, request_counter::request_counter},
    server::{self, Patience, StopSignal},
};
use tokio::{net::TcpListener, task::JoinSet};

use crate::{
    background,
    config::Config,
    stack::{self, Stack},
};

/// Serves until SIGTERM or Ctrl-C. Nothing that is away keeps it from starting.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let randomness: Arc<dyn Randomness> = Arc::new(OsRandomness);
    let listen = config.server.listen;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("can't listen on {listen}"))?;
    let stop = StopSignal::listen()?;
    let requests = Arc::new(RequestCounter::default());
    let stack = stack::plug_in(&config, requests.clone(), clock.clone())?;
    let router = routes(&config, &stack, clock, randomness);
    let tasks = start_background(&stack, config.access_tokens.key_times.reload());
    server::serve(listener, router.layer(request_counter(requests)), Patience::default(), stop.received()).await;
    drop(tasks);
    Ok(())
}

fn routes(config: &Config, stack: &Stack, clock: Arc<dyn Clock>, randomness: Arc<dyn Randomness>) -> Router {
    let (routes, document) = crate::router(stack.state.clone());
    let dependencies = stack.state.dependencies.clone();
    let metrics = Metrics::new("api", &clock, dependencies.clone()).show([
        metrics::checks(stack.state.hot_check.clone()),
        metrics::keys(stack.keys.clone()),
        redis::connection(stack.redis.clone()),
        redis::change_feed(stack.change_feed.clone()),
    ]);
    let requests = metrics.requests();
    let mut router = routes.merge(health::routes(dependencies)).merge(metrics::routes(metrics));
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
