//! `cargo xtask test`: every check of the project, in order, with a table at the end.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::generate::{self, Needs};
use crate::process::{self, Stopwatch};
use crate::steps::{self, Step};
use crate::workspace::Workspace;
use crate::{app, e2e, provider, system, targets, vault};

const TOOLS: &str = "tools";
const APP: &str = "app dependencies";
const APP_BUILD: &str = "app build";
const BROWSER: &str = "browser";
const VAULT: &str = "vault";
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
        Step { name: TOOLS, needs: &[], work: Box::new(move || system::prepare(workspace)) },
        Step {
            name: "format",
            needs: &[],
            work: Box::new(move || process::run(workspace.cargo().args(["fmt", "--all", "--check"]))),
        },
    ];
    // The program takes the built app in, so the app comes first: then nothing is compiled twice.
    steps.extend(the_app(workspace));
    steps.push(Step {
        name: "lints",
        needs: &[],
        work: Box::new(move || {
            process::run(everything(workspace, "clippy").args(["--all-targets", "--", "-Dwarnings"]))
        }),
    });
    if !options.fast {
        steps.push(Step { name: "documentation", needs: &[], work: Box::new(move || documentation(workspace)) });
    }
    steps.extend([
        Step {
            name: BUILD,
            needs: &[],
            work: Box::new(move || process::run(everything(workspace, "test").arg("--no-run"))),
        },
        Step { name: "tests", needs: &[BUILD], work: Box::new(move || plain_tests(workspace)) },
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

/// What talks to the real servers of the stack, and to a real provider.
fn real_servers(workspace: &Workspace) -> [Step<'_>; 11] {
    let tests = |name, needs: &'static [&'static str], test: &'static str| Step {
        name,
        needs,
        work: Box::new(move || {
            let mut cargo = everything(workspace, "test");
            process::run(cargo.args(["--no-fail-fast", "--test", test]).env("VAULT_BIN", vault::program(workspace)?))
        }),
    };
    [
        Step { name: SERVERS, needs: &[], work: Box::new(system::prepare_servers) },
        Step { name: VAULT, needs: &[], work: Box::new(move || vault::program(workspace).map(drop)) },
        Step { name: PROVIDER, needs: &[], work: Box::new(move || provider::prepare(workspace)) },
        tests("tests on Vault", &[BUILD, VAULT], "vault"),
        tests("tests on Redis", &[BUILD, SERVERS], "redis"),
        tests("tests on MariaDB", &[BUILD, SERVERS], "stores"),
        tests("tests on Nginx", &[BUILD, SERVERS], "nginx"),
        tests("tests on an OpenID provider", &[BUILD, PROVIDER], "openid"),
        Step {
            name: "HTTP specs on the stack",
            needs: &[BUILD, SERVERS, VAULT],
            work: Box::new(move || specs_on_the_stack(workspace)),
        },
        tests("tests of the whole stack", &[BUILD, SERVERS, VAULT], "stack"),
        Step {
            name: "generated files of the stack",
            needs: &[SERVERS],
            work: Box::new(move || generate::check_those_of(workspace, Needs::Servers)),
        },
    ]
}

/// Everything that needs no server: tests of the packages themselves, and the integration tests that ask for no feature.
fn plain_tests(workspace: &Workspace) -> Result<()> {
    let mut cargo = everything(workspace, "test");
    cargo.args(["--no-fail-fast", "--lib", "--bins"]);
    for test in targets::plain_tests(workspace)? {
        cargo.args(["--test", &test]);
    }
    process::run(&mut cargo)
}

/// The very specs of the embedded edition, on MariaDB, Redis and Vault.
fn specs_on_the_stack(workspace: &Workspace) -> Result<()> {
    let mut cargo = everything(workspace, "test");
    cargo.args(["--no-fail-fast", "--test", "http"]).env("PASEPORT_TEST_EDITION", "stack");
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
