//! Serving: from the settings to the last answer.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use issuer::{background, config::PepperConfig, greeting, seed, services::sign_in::compare_peppers};
use shared::{
    adapters::{os_randomness::OsRandomness, system_clock::SystemClock},
    domain::{clock::Clock, peppers::PepperRing, randomness::Randomness},
    server::{self, Patience, StopSignal},
};
use tokio::{net::TcpListener, task::JoinSet};

use crate::{
    config::Config,
    data_dir::{DataDir, PASSWORD_PEPPER, REFRESH_TOKEN_PEPPER},
    edition::{Edition, EditionSettings},
    frontend, ports,
};

/// How long what was cut may keep the record from being closed.
const LAST_PATIENCE: Duration = Duration::from_secs(1);

/// Serves until SIGTERM or Ctrl-C.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let randomness: Arc<dyn Randomness> = Arc::new(OsRandomness);
    let data_dir = DataDir::open(&config.data_dir)?;
    let listen = config.core.server.listen;
    // Whoever comes too early waits in the queue of the socket instead of being refused.
    let listener = TcpListener::bind(listen).await.with_context(|| format!("can't listen on {listen}"))?;
    let settings = settings(&config, &data_dir, &*randomness)?;
    let password_peppers = settings.issuer.password_peppers.clone();
    let store = ports::open_store(&settings).await?;
    let ports = ports::plug_in(store.clone(), &settings, clock, randomness).await?;
    let edition = Edition::assemble(settings, ports).await?;
    if config.core.server.environment.is_development() {
        seed::plant(&store, &edition.issuer.users).await?;
    } else {
        seed::refuse_in_production(&store).await?;
    }
    compare_peppers(&store, &password_peppers).await?;
    if !frontend::is_built() {
        tracing::warn!(event = "app.not_built");
    }
    let tasks = start_background(&edition, &config);
    let stop = StopSignal::listen()?;
    greeting::print(&config.core, &edition.issuer).await?;
    server::serve(listener, edition.router, Patience::default(), stop.received()).await;
    drop(tasks);
    background::finish(&edition.issuer).await;
    if tokio::time::timeout(LAST_PATIENCE, store.close()).await.is_err() {
        tracing::warn!(event = "server.record_left_open");
    }
    Ok(())
}

fn settings(config: &Config, data_dir: &DataDir, randomness: &dyn Randomness) -> anyhow::Result<EditionSettings> {
    let core = &config.core;
    let password_peppers = peppers(&core.password_pepper, data_dir, PASSWORD_PEPPER, randomness)?;
    let refresh_peppers = peppers(&core.refresh_token_pepper, data_dir, REFRESH_TOKEN_PEPPER, randomness)?;
    Ok(EditionSettings {
        data_dir: data_dir.path().to_owned(),
        issuer: core.settings(password_peppers, refresh_peppers),
        swagger_ui: core.server.swagger_ui,
    })
}

/// The pepper that was set, or the one of the data directory, which the first start makes.
fn peppers(
    config: &PepperConfig,
    data_dir: &DataDir,
    file: &str,
    randomness: &dyn Randomness,
) -> anyhow::Result<PepperRing> {
    let current = match &config.current {
        Some(pepper) => pepper.clone(),
        None => data_dir.pepper(file, randomness)?,
    };
    Ok(config.ring(&current)?)
}

fn start_background(edition: &Edition, config: &Config) -> JoinSet<()> {
    let mut tasks = background::start(&edition.issuer, config.core.access_tokens.key_times.reload());
    tasks.spawn(api::background::sample_system(edition.api.monitor.clone()));
    tasks
}
