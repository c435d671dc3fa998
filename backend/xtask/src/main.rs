//! The project's commands: `cargo xtask up`, `cargo xtask stack`, `cargo xtask test`, `cargo xtask bench`, `cargo xtask dist`, `cargo xtask generate`.
#![expect(clippy::print_stdout, reason = "a command talks to the person who called it")]

mod app;
mod bench;
mod dist;
mod e2e;
mod generate;
mod npm;
mod openapi;
mod process;
mod sql_metadata;
mod stack;
mod steps;
mod system;
mod targets;
mod test;
mod tools;
mod up;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// The project's commands.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the embedded edition and run it in development mode.
    Up(up::Options),
    /// Build the stack edition and run it with its servers, from local programs.
    Stack(stack::Options),
    /// Run every check that the project has.
    Test(test::Options),
    /// Measure the release binary.
    Bench(bench::Options),
    /// Build issuer and API as their images have them, and weigh them.
    Dist,
    /// Make the committed generated files anew.
    Generate(generate::Options),
}

fn main() -> ExitCode {
    let result = Workspace::locate().and_then(|workspace| match Arguments::parse().command {
        Command::Up(options) => up::run(&workspace, &options),
        Command::Stack(options) => stack::run(&workspace, &options),
        Command::Test(options) => test::run(&workspace, &options),
        Command::Bench(options) => bench::run(&workspace, &options),
        Command::Dist => dist::run(&workspace),
        Command::Generate(options) => generate::run(&workspace, &options),
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
