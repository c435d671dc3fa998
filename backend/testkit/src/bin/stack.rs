//! `cargo xtask stack`: the stack edition from local programs, until Ctrl-C or SIGTERM.
#![expect(clippy::print_stdout, reason = "this talks to the person who started it")]

use std::{fs, path::PathBuf};

use anyhow::Context;
use clap::Parser;
use shared::server::StopSignal;
use testkit::stack::{Stack, StackOptions};
use tokio::sync::oneshot;

/// Runs the stack edition.
#[derive(Debug, Parser)]
struct Options {
    /// Nginx's port on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Run the optimised binaries.
    #[arg(long)]
    release: bool,
    /// The folder with the built app.
    #[arg(long)]
    app: Option<PathBuf>,
    /// Where to write what runs where.
    #[arg(long)]
    endpoints: PathBuf,
    /// Stop when the standard input ends too, as it does when whoever started this is gone.
    #[arg(long)]
    ends_with_input: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let stop = StopSignal::listen()?;
    // Of a stack that was killed.
    fs::remove_file(&options.endpoints).ok();
    println!("==> starting MariaDB, Redis with Sentinels, Vault, two issuers, two APIs and Nginx");
    let stack_options = StackOptions {
        port: Some(options.port),
        release: options.release,
        app: options.app,
        ..StackOptions::default()
    };
    let stack = tokio::task::spawn_blocking(move || Stack::start(&stack_options)).await?;
    write(&options.endpoints, &stack)?;
    greet(&stack, &options.endpoints);
    tokio::select! {
        () = stop.received() => {}
        () = input_ended(), if options.ends_with_input => {}
    }
    println!("==> stopping everything");
    fs::remove_file(&options.endpoints).ok();
    tokio::task::spawn_blocking(move || drop(stack)).await?;
    Ok(())
}

/// Done when nobody can write to the standard input any more.
async fn input_ended() {
    let (tell, ended) = oneshot::channel();
    // Nobody waits for this thread when a signal came first.
    std::thread::spawn(move || {
        std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink()).ok();
        tell.send(()).ok();
    });
    ended.await.ok();
}

/// Whole or not at all: somebody may wait for it.
fn write(file: &PathBuf, stack: &Stack) -> anyhow::Result<()> {
    let draft = file.with_extension("new");
    fs::create_dir_all(file.parent().context("the file of endpoints needs a folder")?)?;
    fs::write(&draft, serde_json::to_string_pretty(&stack.endpoints())? + "\n")?;
    fs::rename(&draft, file).context("the file of endpoints can't be written")
}

fn greet(stack: &Stack, endpoints: &std::path::Path) {
    let address = stack.address();
    println!("Paseport is ready at {address}");
    for seed in issuer::seed::SEEDS {
        println!("  {} / {}  ({})", seed.email, seed.password, seed.roles);
    }
    println!("  Swagger UI: {address}/swagger-ui/");
    println!("  What runs where: {}", endpoints.display());
}
