//! What an operator does at the machine.

pub(crate) mod admin;
pub mod doctor;
pub(crate) mod keys;
pub(crate) mod providers;

use std::sync::Arc;

use shared::adapters::{os_randomness::OsRandomness, system_clock::SystemClock};

use crate::{
    assembly,
    config::Config,
    stack::{self, Stack},
    state::IssuerState,
};

/// The issuer with its record brought up to date and opened, for a command that does what the service does.
async fn issuer(config: &Config) -> anyhow::Result<(Stack, IssuerState)> {
    let settings = config.core.settings(config.password_peppers.clone(), config.refresh_peppers.clone());
    let stack = stack::plug_in(config, &settings, Arc::new(SystemClock::new()), Arc::new(OsRandomness))?;
    stack.record.unprepared().migrate().await?;
    stack.record.open();
    let issuer = assembly::assemble(settings, &stack.ports, stack.dependencies())?;
    Ok((stack, issuer))
}
