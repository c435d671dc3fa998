//! `paseport`: the embedded edition.

use std::process::ExitCode;

use clap::Parser;
use embedded::{
    cli::{Cli, ServeOptions},
    config::Config,
    serve,
};
use shared::logging;

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Cli::parse().into_serve_options()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // For a person: the causes in one line, no backtrace.
            eprintln!("paseport: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &ServeOptions) -> anyhow::Result<()> {
    let config = Config::load(options)?;
    logging::init(&config.core.server.log_filter, config.core.server.log_format)?;
    serve::run(config).await
}
