//! Serving as a service of the stack: from the settings to the last answer.

use std::{future, sync::Arc, time::Duration};

use anyhow::Context;
use axum::Router;
use shared::{
    adapters::{os_randomness::OsRandomness, system_clock::SystemClock},
    domain::{clock::Clock, randomness::Randomness, store::StoreError},
    metrics::{self, Metrics},
    middleware::{
        edge::{self, EdgeConfig},
        health::{self, Operators},
        problem::Problem,
    },
    server::{self, Patience, Reserved, StopSignal},
};
use tokio::task::JoinSet;

use crate::{
    adapters::mariadb::MigrationError,
    assembly, background,
    config::Config,
    greeting, seed,
    services::sign_in::compare_peppers,
    stack::{self, Stack},
    state::IssuerState,
    swagger,
};

/// The port is Nginx's, and of what stands beside it.
const OPERATORS: Operators = Operators::InPrivateNetworks;
/// How long the start waits for what it stands on before it takes requests without it.
const START_PATIENCE: Duration = Duration::from_secs(3);
/// How long to wait for the database between two tries.
const PREPARE_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Serves until SIGTERM or Ctrl-C. Nothing that is away keeps it from starting; what can't be used at all does.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let randomness: Arc<dyn Randomness> = Arc::new(OsRandomness);
    let listen = config.core.server.listen;
    let address = Reserved::new(listen).with_context(|| format!("can't listen on {listen}"))?;
    let stop = StopSignal::listen()?;
    let settings = config.core.settings(config.password_peppers.clone(), config.refresh_peppers.clone());
    let edge = settings.edge.clone();
    let stack = stack::plug_in(&config, &settings, clock, randomness)?;
    let issuer = assembly::assemble(settings, &stack.ports, stack.dependencies())?;
    let router = routes(&config, &stack, &issuer, edge);
    let tasks = start_background(&stack, &issuer, &config);
    let ready = issuer.dependencies.ready_or_after(START_PATIENCE);
    let served = tokio::select! {
        served = server::serve_when(ready, address, router, Patience::default(), stop.received()) => Ok(served?),
        error = fail_to_prepare(&config, &stack, &issuer) => Err(error),
    };
    drop(tasks);
    background::finish(&issuer).await;
    stack.record.unprepared().close();
    served
}

fn routes(config: &Config, stack: &Stack, issuer: &IssuerState, edge: EdgeConfig) -> Router {
    let (product, document) = crate::router(issuer.clone());
    let dependencies = issuer.dependencies.clone();
    let metrics = Metrics::new("issuer", &stack.ports.clock, dependencies.clone());
    let metrics = metrics
        .show(stack.ports.figures.clone())
        .show(crate::metrics::services(issuer))
        .show([metrics::checks(issuer.hot_check.clone())]);
    let requests = metrics.requests();
    let mut router = product.merge(health::routes(dependencies, OPERATORS)).merge(metrics::routes(metrics, OPERATORS));
    if config.core.server.swagger_ui {
        router = router.merge(swagger::routes(document));
    }
    let router = router.fallback(async || Problem::not_found());
    let ports = &stack.ports;
    requests.measure(edge::wrap(router, edge, ports.clock.clone(), ports.randomness.clone()))
}

fn start_background(stack: &Stack, issuer: &IssuerState, config: &Config) -> JoinSet<()> {
    let mut tasks = background::start(issuer, config.core.access_tokens.key_times.reload());
    let vault = stack.vault.clone();
    tasks.spawn(async move { vault.keep_logged_in().await });
    tasks
}

/// Prepares the database, however long it is away; done only when it can't be used at all.
async fn fail_to_prepare(config: &Config, stack: &Stack, issuer: &IssuerState) -> anyhow::Error {
    loop {
        match prepare(config, stack, issuer).await {
            Ok(()) => future::pending().await,
            Err(error) if is_away(&error) => {
                tracing::warn!(event = "record.not_prepared", error = format!("{error:#}"));
                tokio::time::sleep(PREPARE_AGAIN_AFTER).await;
            }
            Err(error) => return error,
        }
    }
}

/// Every step can be taken again, and by several issuers at once.
async fn prepare(config: &Config, stack: &Stack, issuer: &IssuerState) -> anyhow::Result<()> {
    let development = config.core.server.environment.is_development();
    let store = stack.record.unprepared();
    store.migrate().await?;
    if development {
        seed::plant(store, &issuer.users.on(Arc::new(store.clone()))).await?;
    } else {
        seed::refuse_in_production(store).await?;
    }
    compare_peppers(store, &config.password_peppers).await?;
    stack.record.open();
    greeting::print(&config.core, issuer).await
}

fn is_away(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        matches!(cause.downcast_ref(), Some(StoreError::Unavailable(_) | StoreError::Conflict(_)))
            || matches!(cause.downcast_ref(), Some(MigrationError::Unavailable(_)))
    })
}
