//! `paseport`: the embedded edition.

use clap::Parser;
use embedded::{cli::Cli, config::Config, logging, serve};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = Config::load(&Cli::parse().into_serve_options())?;
    logging::init(&config.log_filter, config.log_format)?;
    serve::run(config).await
}
