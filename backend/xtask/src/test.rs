//! `cargo xtask test`: every check of the project, in order, with a table at the end.

use anyhow::Result;
use clap::Args;

use crate::process::{self, Stopwatch};
use crate::steps::{self, Step};
use crate::workspace::Workspace;
use crate::{generate, system};

const TOOLS: &str = "tools";
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
        cargo("lints", &[], &["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]),
    ];
    if !options.fast {
        steps.push(Step { name: "documentation", needs: &[], work: Box::new(move || documentation(workspace)) });
    }
    steps.extend([
        cargo(BUILD, &[], &["test", "--locked", "--workspace", "--no-run"]),
        cargo("tests", &[BUILD], &["test", "--locked", "--workspace", "--no-fail-fast"]),
        Step { name: "generated files", needs: &[TOOLS], work: Box::new(move || generate::check(workspace)) },
    ]);
    if !options.fast {
        let servers = Step { name: SERVERS, needs: &[], work: Box::new(system::prepare_servers) };
        steps.extend([
            servers,
            cargo(
                "lints: real servers",
                &[],
                &[
                    "clippy",
                    "--locked",
                    "-p",
                    "shared",
                    "--features",
                    "real-servers",
                    "--all-targets",
                    "--",
                    "-D",
                    "warnings",
                ],
            ),
            cargo(
                "tests: real servers",
                &[SERVERS],
                &["test", "--locked", "-p", "shared", "--features", "real-servers", "--no-fail-fast"],
            ),
        ]);
    }
    steps
}

fn documentation(workspace: &Workspace) -> Result<()> {
    let mut cargo = workspace.cargo();
    process::run(cargo.args(["doc", "--locked", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-Dwarnings"))
}
