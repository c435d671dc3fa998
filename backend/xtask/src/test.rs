//! `cargo xtask test`: every check of the project, in order, with a table at the end.

use anyhow::Result;
use clap::Args;

use crate::generate::{self, Needs};
use crate::process::{self, Stopwatch};
use crate::steps::{self, Step};
use crate::workspace::Workspace;
use crate::{app, e2e, stack, system, vault};

const TOOLS: &str = "tools";
const APP: &str = "app dependencies";
const APP_BUILD: &str = "app build";
const BROWSER: &str = "browser";
const VAULT: &str = "vault";
const BUILD: &str = "build of the tests";
const SERVERS: &str = "servers";

/// What to leave out.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Leave out what needs real servers or a browser, and the documentation build.
    #[arg(long)]
    fast: bool,
}

/// Runs every check. A failure does not keep independent checks from running; it fails the command at the end.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let watch = Stopwatch::start();
    let report = steps::run(&steps_of(workspace, options));
    println!("\n{report}  total: {}", watch.elapsed());
    report.into_result()
}

fn steps_of<'a>(workspace: &'a Workspace, options: &Options) -> Vec<Step<'a>> {
    let cargo = |name, needs, arguments: &'static [&'static str]| Step {
        name,
        needs,
        work: Box::new(move || process::run(workspace.cargo().args(arguments))),
    };
    let mut steps = vec![
        Step { name: TOOLS, needs: &[], work: Box::new(move || system::prepare(workspace)) },
        cargo("format", &[], &["fmt", "--all", "--check"]),
    ];
    // The program takes the built app in, so the app comes first: then nothing is compiled twice.
    steps.extend(the_app(workspace));
    steps.push(cargo("lints", &[], &["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]));
    if !options.fast {
        steps.push(Step { name: "documentation", needs: &[], work: Box::new(move || documentation(workspace)) });
    }
    steps.extend([
        cargo(BUILD, &[], &["test", "--locked", "--workspace", "--no-run"]),
        cargo("tests", &[BUILD], &["test", "--locked", "--workspace", "--no-fail-fast"]),
        Step {
            name: "generated files",
            needs: &[TOOLS],
            work: Box::new(move || generate::check_those_of(workspace, Needs::Tools)),
        },
    ]);
    if !options.fast {
        steps.extend(real_servers(workspace));
        steps.extend(browser_specs(workspace));
    }
    steps
}

/// The web app's own checks.
fn the_app(workspace: &Workspace) -> [Step<'_>; 6] {
    let script =
        |name, script| Step { name, needs: &[APP], work: Box::new(move || app::package(workspace).run(script)) };
    [
        Step {
            name: APP,
            needs: &[],
            work: Box::new(move || system::prepare_node().and_then(|()| app::package(workspace).install())),
        },
        script("app format and lints", "lint"),
        script("app types", "check"),
        script("app tests", "test"),
        Step {
            name: "generated files of the app",
            needs: &[APP],
            work: Box::new(move || generate::check_those_of(workspace, Needs::App)),
        },
        Step { name: APP_BUILD, needs: &[APP], work: Box::new(move || app::build(workspace)) },
    ]
}

/// What drives the app in a browser, on a program that was just built with it.
fn browser_specs(workspace: &Workspace) -> [Step<'_>; 3] {
    [
        Step {
            name: BROWSER,
            needs: &[APP],
            work: Box::new(move || system::prepare_browser().and_then(|()| e2e::package(workspace).install())),
        },
        Step {
            name: "format and types of the browser specs",
            needs: &[BROWSER],
            work: Box::new(move || e2e::package(workspace).run("check")),
        },
        Step {
            name: "browser specs on the embedded edition",
            needs: &[BROWSER, APP_BUILD],
            work: Box::new(move || e2e::on_embedded(workspace)),
        },
    ]
}

/// What talks to the real servers of the stack: built, linted and run with a feature that nothing else asks for.
fn real_servers(workspace: &Workspace) -> [Step<'_>; 10] {
    let cargo = |subcommand: &str, packages: &[&str]| {
        let mut cargo = workspace.cargo();
        cargo.args([subcommand, "--locked", "--features", "real-servers"]);
        cargo.args(packages.iter().flat_map(|package| ["--package", package]));
        cargo
    };
    let tests = move |package: &'static str, test: &'static str| {
        let mut cargo = cargo("test", &[package]);
        cargo.args(["--test", test, "--no-fail-fast"]);
        cargo
    };
    [
        Step { name: SERVERS, needs: &[], work: Box::new(system::prepare_servers) },
        Step { name: VAULT, needs: &[], work: Box::new(move || vault::program(workspace).map(drop)) },
        Step {
            name: "lints of the stack",
            needs: &[],
            work: Box::new(move || {
                let mut clippy = cargo("clippy", &["shared", "rust-backend-issuer", "testkit"]);
                process::run(clippy.args(["--all-targets", "--", "-D", "warnings"]))
            }),
        },
        Step {
            name: "tests on Vault",
            needs: &[VAULT],
            work: Box::new(move || {
                let vault = vault::program(workspace)?;
                process::run(tests("shared", "vault").env("VAULT_BIN", vault))
            }),
        },
        Step {
            name: "tests on Redis",
            needs: &[SERVERS],
            work: Box::new(move || process::run(&mut tests("shared", "redis"))),
        },
        Step {
            name: "tests on MariaDB",
            needs: &[SERVERS],
            work: Box::new(move || process::run(&mut tests("rust-backend-issuer", "stack"))),
        },
        Step {
            name: "tests on Nginx",
            needs: &[SERVERS],
            work: Box::new(move || process::run(&mut tests("testkit", "nginx"))),
        },
        Step {
            name: "HTTP specs on the stack",
            needs: &[SERVERS, VAULT, BUILD],
            work: Box::new(move || specs_on_the_stack(workspace)),
        },
        Step {
            name: "tests of the whole stack",
            needs: &[SERVERS, VAULT],
            work: Box::new(move || {
                stack::build(workspace, false)?;
                process::run(tests("testkit", "stack").env("VAULT_BIN", vault::program(workspace)?))
            }),
        },
        Step {
            name: "generated files of the stack",
            needs: &[SERVERS],
            work: Box::new(move || generate::check_those_of(workspace, Needs::Servers)),
        },
    ]
}

/// The very specs of the embedded edition, on MariaDB, Redis and Vault.
fn specs_on_the_stack(workspace: &Workspace) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo.args(["test", "--locked", "--workspace", "--test", "http", "--no-fail-fast"]);
    process::run(cargo.env("PASEPORT_TEST_EDITION", "stack").env("VAULT_BIN", vault::program(workspace)?))
}

fn documentation(workspace: &Workspace) -> Result<()> {
    let mut cargo = workspace.cargo();
    process::run(cargo.args(["doc", "--locked", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-Dwarnings"))
}
