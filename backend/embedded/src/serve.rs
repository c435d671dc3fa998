//! Serving: from the settings to the last answer.

use std::{io::Write, num::NonZeroU32, sync::Arc, time::Duration};

use anyhow::Context;
use issuer::{background, state::IssuerState};
use shared::{
    adapters::{os_randomness::OsRandomness, system_clock::SystemClock},
    domain::{
        clock::Clock,
        peppers::{Pepper, PepperRing},
        randomness::Randomness,
        tokens::KeyTimes,
    },
    middleware::edge::EdgeConfig,
    server::{self, Patience},
};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    task::JoinSet,
};

use crate::{
    config::{Config, PepperConfig},
    data_dir::DataDir,
    edition::{Edition, EditionSettings},
    frontend, ports, seed,
};

/// How long what was cut may keep the record from being closed.
const LAST_PATIENCE: Duration = Duration::from_secs(1);

/// Serves until SIGTERM or Ctrl-C.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let randomness: Arc<dyn Randomness> = Arc::new(OsRandomness);
    let data_dir = DataDir::open(&config.data_dir)?;
    // Whoever comes too early waits in the queue of the socket instead of being refused.
    let listener =
        TcpListener::bind(config.listen).await.with_context(|| format!("can't listen on {}", config.listen))?;
    let settings = settings(&config, &data_dir, &*randomness)?;
    let store = ports::open_store(&settings).await?;
    let ports = ports::plug_in(store.clone(), &settings, clock, randomness)?;
    let edition = Edition::assemble(settings, ports).await?;
    if config.environment.is_development() {
        seed::plant(&edition.issuer).await?;
    } else {
        seed::refuse_in_production(&edition.issuer).await?;
    }
    if !frontend::is_built() {
        tracing::warn!(event = "app.not_built");
    }
    let tasks = start_background(&edition, &config);
    let terminate = signal(SignalKind::terminate())?;
    greet(&config, &edition.issuer).await?;
    server::serve(listener, edition.router, Patience::default(), stop(terminate)).await;
    drop(tasks);
    background::finish(&edition.issuer).await;
    if tokio::time::timeout(LAST_PATIENCE, store.close()).await.is_err() {
        tracing::warn!(event = "server.record_left_open");
    }
    Ok(())
}

fn settings(config: &Config, data_dir: &DataDir, randomness: &dyn Randomness) -> anyhow::Result<EditionSettings> {
    Ok(EditionSettings {
        data_dir: data_dir.path().to_owned(),
        public_url: config.public_url.as_url().clone(),
        development: config.environment.is_development(),
        token_issuer: config.access_tokens.issuer.clone(),
        token_audience: config.access_tokens.audience.clone(),
        access_token_ttl: config.access_tokens.ttl,
        session_life: config.session_life,
        password_peppers: peppers(&config.password_pepper, data_dir, "password.pepper", randomness)?,
        refresh_peppers: peppers(&config.refresh_token_pepper, data_dir, "refresh_token.pepper", randomness)?,
        bcrypt_cost: config.bcrypt_cost,
        key_times: KeyTimes::new(config.keys.reload, config.keys.publish_ahead)?,
        login_burst: NonZeroU32::new(config.login.burst).context("LOGIN_BURST must not be 0")?,
        login_per_second: NonZeroU32::new(config.login.per_second).context("LOGIN_PER_SECOND must not be 0")?,
        free_failures: config.login.free_failures,
        edge: EdgeConfig {
            trusted_proxies: config.trusted_proxies.clone(),
            cors_origins: config.cors_origins.clone(),
            cookie_secure: config.cookie_secure,
            ..EdgeConfig::default()
        },
        swagger_ui: config.swagger_ui,
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
    let pepper = |setting: &shared::config::Pepper| Pepper::new(setting.expose_bytes().to_vec());
    Ok(PepperRing::new(pepper(&current)?, config.previous.as_ref().map(pepper).transpose()?))
}

fn start_background(edition: &Edition, config: &Config) -> JoinSet<()> {
    let mut tasks = background::start(&edition.issuer, config.keys.reload);
    tasks.spawn(api::background::sample_system(edition.api.monitor.clone()));
    tasks
}

/// Tells the person at the terminal where to go next. The one-time token stands nowhere else.
#[expect(clippy::print_stdout, reason = "this is said to a person, not to a log")]
async fn greet(config: &Config, issuer: &IssuerState) -> anyhow::Result<()> {
    let address = config.public_url.to_text();
    println!("Paseport is ready at {address}");
    if config.environment.is_development() {
        for seed in seed::SEEDS {
            println!("  {} / {}  ({})", seed.email, seed.password, seed.roles);
        }
    }
    if config.swagger_ui {
        println!("  Swagger UI: {address}/swagger-ui/");
    }
    if let Some(token) = issuer.setup.prepare().await? {
        println!("  There is no admin yet. Make one with POST {address}/auth/v1/setup and this token, valid once:");
        println!("  {}", token.expose());
    }
    std::io::stdout().flush()?;
    Ok(())
}

/// Done at SIGTERM or Ctrl-C.
async fn stop(mut terminate: Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
