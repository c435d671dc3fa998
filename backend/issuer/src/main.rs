//! `issuer`: the service that proves who someone is.

use std::process::ExitCode;

use clap::Parser;
use issuer::cli::Cli;

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(code) => code,
        Err(error) => {
            // For a person: the causes in one line, no backtrace.
            eprintln!("issuer: {error:#}");
            ExitCode::FAILURE
        }
    }
}
