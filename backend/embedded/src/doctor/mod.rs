//! `paseport doctor`: looks at the settings, the data directory and the running service, and says what is wrong and what
//! to do about it. Nothing is changed, and the service may run meanwhile.

mod files;
mod record;

use std::{process::ExitCode, sync::Arc};

use anyhow::anyhow;
use issuer::{
    commands::doctor::{self, Code, Finding, Report},
    config::CoreConfig,
};
use shared::{
    adapters::system_clock::SystemClock,
    config::{Problems, Variables},
    domain::clock::Clock,
};

use crate::{
    cli::{DoctorCommand, ServeOptions},
    config::Config,
};

/// Examines the installation and prints.
pub async fn run(command: &DoctorCommand) -> ExitCode {
    doctor::tell("paseport", &command.answer, examine(&command.serve).await)
}

async fn examine(options: &ServeOptions) -> anyhow::Result<Report> {
    let mut variables = Variables::from_process().map_err(|problems| anyhow!("{problems}"))?;
    let given = variables.clone();
    let mut problems = Problems::default();
    let Config { core, data_dir } = Config::read(&mut variables, options, &mut problems);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let mut report = doctor::examine_core(&core, &given, &problems, &CoreConfig::SECRETS);
    if files::check(&mut report, &data_dir, &core) {
        record::check(&mut report, &data_dir, &core, clock.clone()).await;
    }
    report.check(open_to_all(&core));
    doctor::examine_outside(&core, &problems, &[], &*clock, &mut report).await;
    Ok(report)
}

/// Whoever has a proxy wants nobody to come in beside it.
fn open_to_all(core: &CoreConfig) -> Option<Finding> {
    let listen = core.server.listen;
    (core.public_url.is_https() && listen.ip().is_unspecified()).then(|| {
        Finding::new(
            Code::PortPublic,
            format!(
                "The service listens on {listen}, every address of this machine, while PUBLIC_URL is https: strangers can \
                 come in by plain http beside the proxy."
            ),
            "Set SERVER_ADDRESS=127.0.0.1 if the proxy runs on this machine, or to the address on which the proxy reaches \
             it; in a container, publish the port on 127.0.0.1.",
        )
    })
}
