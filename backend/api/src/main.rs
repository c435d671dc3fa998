//! `api`: the service for holders of tokens.

use std::process::ExitCode;

use api::{
    config::{self, Config, process_variables},
    serve,
};
use clap::{Parser, Subcommand};
use shared::{health_check, logging};

/// Serves holders of Paseport's tokens until SIGTERM or Ctrl-C. Everything is set by variables.
#[derive(Debug, Parser)]
#[command(name = "api", version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve until SIGTERM or Ctrl-C. This is also what happens without a command.
    Serve,
    /// Ask the service that has these variables, on this machine, whether it is ready. Says nothing when it is.
    Health,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // For a person: the causes in one line, no backtrace.
            eprintln!("api: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    if let Some(Command::Health) = cli.command {
        return Ok(health_check::ask(&process_variables()?, config::LISTEN)?);
    }
    let config = Config::load()?;
    logging::init(&config.server.log_filter, config.server.log_format)?;
    serve::run(config).await
}
