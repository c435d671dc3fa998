//! `issuer doctor`: looks at the settings and at the running stack, and says what is wrong and what to do about it.
//!
//! It changes nothing but a key in Redis that lives a millisecond. Everything has a time-out of a few seconds, and what
//! needs a server that is away is left out once that is said.

mod accounts;
mod clock;
mod code;
mod mariadb;
mod network;
mod origin;
mod peppers;
mod providers;
mod proxy;
mod public;
mod redis;
mod report;
mod secrets;
mod sentinels;
mod service;
mod settings;
mod vault;

use std::{collections::BTreeSet, process::ExitCode, sync::Arc};

use anyhow::anyhow;
use clap::Args;
use shared::{
    adapters::system_clock::SystemClock,
    config::{Problems, Variables},
    domain::clock::Clock,
};

pub use self::{
    accounts::check as check_accounts,
    code::Code,
    mariadb::check_migrations,
    peppers::{PeppersInUse, check as check_peppers},
    providers::check as check_providers,
    report::{Finding, Report},
};
use self::{secrets::Secrets, settings::Settings};
use crate::config::{CoreConfig, Draft};

/// Findings, as `diff` has differences.
const FOUND: u8 = 1;
/// Nothing could be looked at. Wrong arguments end so too.
const NOT_RUN: u8 = 2;

/// How the answer looks.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct DoctorOptions {
    /// Print one JSON object: `findings` (`code`, `problem`, `remedy`), `checks` (how many ran), `skipped`.
    #[arg(long)]
    pub json: bool,
}

/// Examines the stack edition, with the variables that the service itself has, and prints.
pub(crate) async fn run(options: &DoctorOptions) -> ExitCode {
    tell("issuer", options, examine_stack().await)
}

/// Prints what was found and says with which status to end: 0 for nothing, 1 for findings, 2 when nothing could be
/// looked at.
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "this is the answer of a command")]
pub fn tell(program: &str, options: &DoctorOptions, report: anyhow::Result<Report>) -> ExitCode {
    match report {
        Ok(report) => {
            if options.json {
                println!("{}", report.to_json());
            } else {
                println!("{report}");
            }
            if report.findings().is_empty() { ExitCode::SUCCESS } else { FOUND.into() }
        }
        Err(error) => {
            eprintln!("{program}: the doctor can't run: {error:#}");
            NOT_RUN.into()
        }
    }
}

/// What the programs of either edition look at before their own: settings, secrets, and the address that browsers use.
pub fn examine_core(core: &CoreConfig, variables: &Variables, problems: &Problems, secrets: &[&str]) -> Report {
    let mut report = Report::default();
    let settings = Settings { core, variables, problems };
    settings::check(&mut report, &settings, secrets);
    origin::check(&mut report, &settings);
    secrets::check(&mut report, &Secrets::read(variables, problems, secrets), core.server.environment);
    report
}

/// How the service looks from outside: whether it runs, who gets through to it, and what strangers can reach.
pub async fn examine_outside(
    core: &CoreConfig,
    problems: &Problems,
    more_ports: &[(&str, u16)],
    clock: &dyn Clock,
    report: &mut Report,
) {
    let runs = service::check_runs(report, &core.server).await;
    if !runs || problems.concern(&["PUBLIC_URL", "SERVER_PORT", "SERVER_ADDRESS"]) {
        return;
    }
    public::check(report, core, more_ports, clock.now()).await;
    proxy::check(report, core).await;
}

async fn examine_stack() -> anyhow::Result<Report> {
    let mut variables = Variables::from_process().map_err(|problems| anyhow!("{problems}"))?;
    let given = variables.clone();
    let mut problems = Problems::default();
    let draft = Draft::read(&mut variables, &mut problems);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let core = &draft.core;
    let mut report = examine_core(core, &given, &problems, &Draft::secrets());
    let (vault, (redis, outside), mariadb) = tokio::join!(
        vault::examine(draft.vault.as_ref(), draft.data_key.as_ref(), &clock),
        async {
            let (redis, nodes) = redis::examine(draft.redis.as_ref(), core.server.environment, &clock).await;
            let mut outside = Report::default();
            examine_outside(core, &problems, &stack_ports(&draft, &nodes), &*clock, &mut outside).await;
            (redis, outside)
        },
        mariadb::examine(&draft, &clock),
    );
    for part in [vault, redis, mariadb, outside] {
        report.extend(part);
    }
    if report.findings().is_empty() {
        service::check_ready(&mut report, &core.server).await;
    }
    Ok(report)
}

/// Where a Redis is when nobody says otherwise.
const REDIS_PORT: u16 = 6379;

/// What nobody but the services should reach, by the ports that the settings and the Sentinels name.
fn stack_ports(draft: &Draft, nodes: &[u16]) -> Vec<(&'static str, u16)> {
    let vault = draft.vault.as_ref().map(|vault| ("Vault", vault.address.host_and_port().1));
    let mariadb = draft.mariadb.as_ref().map(|mariadb| ("MariaDB", mariadb.host_and_port().1));
    let nodes = if nodes.is_empty() { &[REDIS_PORT] } else { nodes };
    let nodes = nodes.iter().map(|port| ("Redis", *port));
    let sentinels = draft.redis.iter().flat_map(|redis| &redis.settings.sentinels);
    let sentinels = sentinels.map(|sentinel| ("a Sentinel", sentinel.port()));
    let issuer = ("the issuer", draft.core.server.listen.port());
    let all = vault.into_iter().chain(mariadb).chain(nodes).chain(sentinels).chain([issuer]);
    // Several on machines of their own mostly have the same one.
    let mut seen = BTreeSet::new();
    all.filter(|(_, port)| seen.insert(*port)).collect()
}
