//! `issuer keys`: the key of access tokens, as an operator sees it.

use std::{fmt::Write, sync::Arc};

use anyhow::{Context, anyhow};
use shared::{
    adapters::{
        system_clock::SystemClock,
        vault::{VaultClient, VaultKeys, VaultTimeouts},
    },
    config::{AccessTokenConfig, Problems, Variables, VaultSettings},
    domain::{
        clock::{Clock, Timestamp},
        tokens::{KeySchedule, KeyVersion, PublishedKey},
    },
    figures::Kind,
};

use crate::cli::KeysCommand;

/// Does it, and shows how things stand afterwards.
#[expect(clippy::print_stdout, reason = "this is the answer of a command")]
pub(crate) async fn run(command: &KeysCommand) -> anyhow::Result<()> {
    let clock = Arc::new(SystemClock::new());
    let keys = open(clock.clone())?;
    let published = match command {
        KeysCommand::List => keys.list().await,
        KeysCommand::Rotate => keys.rotate().await,
        KeysCommand::Retire(retire) => keys.retire(KeyVersion(retire.version)).await,
    }
    .context("the keys can't be listed or changed")?;
    print!("{}", table(&published, clock.now()));
    Ok(())
}

/// Needs the variables about Vault, with the rotator's login, and the times that the services have.
fn open(clock: Arc<SystemClock>) -> anyhow::Result<VaultKeys> {
    let refused = |problems: Problems| anyhow!("these settings can't be used:\n{problems}");
    let mut variables = Variables::from_process().map_err(refused)?;
    let mut problems = Problems::default();
    variables.read_secret_files(&VaultSettings::SECRETS, &mut problems);
    let vault = VaultSettings::read(&variables, &mut problems);
    // Tokens are not looked at here, only how long they live.
    let tokens = AccessTokenConfig::read(&variables, Some(String::new()), &mut problems);
    let Some(vault) = vault else { return Err(refused(problems)) };
    problems.or(()).map_err(refused)?;
    let client = VaultClient::new(vault.address, vault.credentials, VaultTimeouts::default(), clock.clone())?;
    let schedule = KeySchedule::new(tokens.key_times.publish_ahead(), tokens.ttl);
    Ok(VaultKeys::new(Arc::new(client), vault.key, schedule, clock))
}

fn table(published: &[PublishedKey], now: Timestamp) -> String {
    let mut text = format!("{:>7}  {:8}  {:>10}  {:20}  kid\n", "version", "status", "age", "created");
    for key in published {
        let age = age(now.duration_since(key.created_at()).as_secs());
        let (version, status, kid) = (key.version().0, key.status().word(), key.id());
        // Writing to a string can't fail.
        let _ = writeln!(text, "{version:>7}  {status:8}  {age:>10}  {:20.0}  {kid}", key.created_at());
    }
    text
}

/// In the two units that tell most.
fn age(seconds: i64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours) {
        (0, 0) => format!("{minutes} m {} s", seconds % 60),
        (0, _) => format!("{hours} h {minutes} m"),
        _ => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_in_two_units() {
        assert_eq!(age(59), "0 m 59 s");
        assert_eq!(age(3_660), "1 h 1 m");
        assert_eq!(age(90_000), "1 d 1 h");
    }
}
