//! `paseport`: the embedded edition.

use std::process::ExitCode;

use clap::Parser;
use embedded::{
    cli::{Cli, Command, ServeOptions},
    config::Config,
    doctor, openapi, serve,
};
use shared::logging;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse().into_command()).await {
        Ok(code) => code,
        Err(error) => {
            // For a person: the causes in one line, no backtrace.
            eprintln!("paseport: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(options) => serve_with(&options).await?,
        Command::OpenApi(options) => openapi::write(&options.into)?,
        Command::Doctor(command) => return Ok(doctor::run(&command).await),
    }
    Ok(ExitCode::SUCCESS)
}

async fn serve_with(options: &ServeOptions) -> anyhow::Result<()> {
    let config = Config::load(options)?;
    logging::init(&config.core.server.log_filter, config.core.server.log_format)?;
    serve::run(config).await
}
