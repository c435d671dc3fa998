//! `api`: the service for holders of tokens.

use std::process::ExitCode;

use api::{config::Config, serve};
use clap::Parser;
use shared::logging;

/// Serves holders of Paseport's tokens until SIGTERM or Ctrl-C. Everything is set by variables.
#[derive(Debug, Parser)]
#[command(name = "api", version)]
struct Cli;

#[tokio::main]
async fn main() -> ExitCode {
    let Cli = Cli::parse();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // For a person: the causes in one line, no backtrace.
            eprintln!("api: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> anyhow::Result<()> {
    let config = Config::load()?;
    logging::init(&config.server.log_filter, config.server.log_format)?;
    serve::run(config).await
}
