//! `cargo xtask test`: every check of the project, in order, with a table at the end.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::generate::{self, Needs};
use crate::process::{self, Stopwatch};
use crate::steps::{self, Step};
use crate::tools::{compose, hadolint, provider, vault};
use crate::workspace::Workspace;
use crate::{app, e2e, system, targets};

const TOOLS: &str = "tools";
const APP: &str = "app dependencies";
const APP_BUILD: &str = "app build";
const BROWSER: &str = "browser";
const VAULT: &str = "vault";
const COMPOSE: &str = "docker compose";
const BUILD: &str = "build of the tests";
const SERVERS: &str = "servers";
const PROVIDER: &str = "test provider";

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
    let mut steps = vec![
        Step::new(TOOLS, &[], move || system::prepare(workspace)),
        Step::new("format", &[], move || process::run(workspace.cargo().args(["fmt", "--all", "--check"]))),
    ];
    // The program takes the built app in, so the app comes first: then nothing is compiled twice.
    steps.extend(the_app(workspace));
    steps.push(Step::build("lints", &[], move || {
        process::run(everything(workspace, "clippy").args(["--all-targets", "--", "-Dwarnings"]))
    }));
    if !options.fast {
        steps.push(Step::build("documentation", &[], move || documentation(workspace)));
    }
    steps.extend([
        Step::build(BUILD, &[], move || process::run(everything(workspace, "test").arg("--no-run"))),
        // The specs sign in at a real one, in either edition.
        Step::new(PROVIDER, &[], move || provider::prepare(workspace)),
        Step::new("tests", &[BUILD, PROVIDER], move || plain_tests(workspace)),
        Step::build("generated files", &[TOOLS], move || generate::check_those_of(workspace, Needs::Tools)),
    ]);
    if !options.fast {
        steps.extend(real_servers(workspace));
        steps.extend(browser_specs(workspace));
    }
    steps
}

/// The web app's own checks.
fn the_app(workspace: &Workspace) -> [Step<'_>; 6] {
    let script = |name, script| Step::new(name, &[APP], move || app::package(workspace).run(script));
    [
        Step::new(APP, &[], move || system::prepare_node().and_then(|()| app::package(workspace).install())),
        script("app format and lints", "lint"),
        script("app types", "check"),
        script("app tests", "test"),
        Step::new("generated files of the app", &[APP], move || generate::check_those_of(workspace, Needs::App)),
        Step::new(APP_BUILD, &[APP], move || app::build(workspace)),
    ]
}

/// What drives the app in a browser, on programs that were just built.
fn browser_specs(workspace: &Workspace) -> [Step<'_>; 4] {
    [
        Step::new(BROWSER, &[APP], move || system::prepare_browser().and_then(|()| e2e::package(workspace).install())),
        Step::new("format and types of the browser specs", &[BROWSER], move || e2e::package(workspace).run("check")),
        Step::new("browser specs on the embedded edition", &[BROWSER, APP_BUILD, BUILD, PROVIDER], move || {
            e2e::on_embedded(workspace)
        }),
        Step::new("browser specs on the stack", &[BROWSER, APP_BUILD, BUILD, SERVERS, VAULT, PROVIDER], move || {
            e2e::on_stack(workspace)
        }),
    ]
}

/// What talks to the real servers of the stack, and to a real provider.
fn real_servers(workspace: &Workspace) -> [Step<'_>; 15] {
    let tests = |name, needs: &'static [&'static str], test: &'static str| {
        Step::new(name, needs, move || {
            let mut cargo = everything(workspace, "test");
            process::run(cargo.args(["--no-fail-fast", "--test", test]).env("VAULT_BIN", vault::program(workspace)?))
        })
    };
    [
        Step::new(SERVERS, &[], system::prepare_servers),
        Step::build(VAULT, &[], move || vault::program(workspace).map(drop)),
        Step::build(COMPOSE, &[SERVERS], move || compose::program(workspace).map(drop)),
        Step::new("tests of the containers", &[BUILD, COMPOSE], move || containers(workspace)),
        tests("tests on Vault", &[BUILD, VAULT], "vault"),
        tests("tests on Redis", &[BUILD, SERVERS], "redis"),
        tests("tests on a mail server", &[BUILD, SERVERS], "mail"),
        tests("tests on MariaDB", &[BUILD, SERVERS], "stores"),
        tests("tests on Nginx", &[BUILD, SERVERS], "nginx"),
        tests("tests on an OpenID provider", &[BUILD, PROVIDER], "openid"),
        Step::new("HTTP specs on the stack", &[BUILD, SERVERS, VAULT, PROVIDER], move || {
            on_the_stack(workspace, "http")
        }),
        Step::new("runs of faults on the stack", &[BUILD, SERVERS, VAULT], move || on_the_stack(workspace, "faults")),
        tests("tests of the whole stack", &[BUILD, SERVERS, VAULT], "stack"),
        tests("faults that the doctor must name", &[BUILD, SERVERS, VAULT], "doctor"),
        Step::build("generated files of the stack", &[SERVERS], move || {
            generate::check_those_of(workspace, Needs::Servers)
        }),
    ]
}

/// Everything that needs no server of the stack: tests of the packages themselves, and the integration tests that ask for no feature.
fn plain_tests(workspace: &Workspace) -> Result<()> {
    let mut cargo = everything(workspace, "test");
    cargo.args(["--no-fail-fast", "--lib", "--bins"]);
    for test in targets::plain_tests(workspace)? {
        cargo.args(["--test", &test]);
    }
    process::run(&mut cargo)
}

/// What is said of the containers, without an engine that runs them.
fn containers(workspace: &Workspace) -> Result<()> {
    let mut cargo = everything(workspace, "test");
    cargo.args(["--no-fail-fast", "--test", "compose"]).env("COMPOSE_BIN", compose::program(workspace)?);
    process::run(cargo.env("HADOLINT_BIN", hadolint::program(workspace)?))
}

/// The very tests of the embedded edition, on MariaDB, Redis and Vault.
fn on_the_stack(workspace: &Workspace, test: &str) -> Result<()> {
    let mut cargo = everything(workspace, "test");
    cargo.args(["--no-fail-fast", "--test", test]).env("PASEPORT_TEST_EDITION", "stack");
    process::run(cargo.env("VAULT_BIN", vault::program(workspace)?))
}

/// Cargo over all packages with all of their tests. It is the same for every step, so that nothing is compiled twice.
pub(crate) fn everything(workspace: &Workspace, subcommand: &str) -> Command {
    let mut cargo = workspace.cargo();
    cargo.args([subcommand, "--locked", "--workspace", "--features", "real-servers"]);
    cargo
}

fn documentation(workspace: &Workspace) -> Result<()> {
    let mut cargo = workspace.cargo();
    process::run(cargo.args(["doc", "--locked", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-Dwarnings"))
}
