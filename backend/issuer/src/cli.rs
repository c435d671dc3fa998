//! The command line of `issuer`.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use shared::{config::ServerConfig, health_check, logging};

use crate::{
    commands::{self, doctor::DoctorOptions},
    config::{self, Config, process_variables},
    serve,
};

/// Proves who someone is and issues tokens. Everything is set by variables.
#[derive(Debug, Parser)]
#[command(name = "issuer", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve until SIGTERM or Ctrl-C. This is also what happens without a command.
    Serve,
    /// Ask the service that has these variables, on this machine, whether it is ready. Says nothing when it is.
    Health,
    /// List, rotate or retire the key of access tokens, with the rotator's login to Vault.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Manage admins from the machine itself.
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Set up identity providers from a file.
    #[command(subcommand)]
    Providers(ProvidersCommand),
    /// Look at the settings and the running stack, and say what is wrong and what to do about it.
    ///
    /// Ends with 0 when nothing is, with 1 when something is, with 2 when it could not look.
    Doctor(DoctorOptions),
}

/// What can be done with the key of access tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// Show the published versions, their age and their status.
    List,
    /// Make a new version: published at once, signing after `KEY_PUBLISH_AHEAD`.
    Rotate,
    /// Take away a version and all before it, at once. Their tokens are refused after the next reload of keys.
    Retire(Retire),
}

/// What to take away, and that it is meant.
#[derive(Args, Debug)]
pub(crate) struct Retire {
    /// The number of the version, as `keys list` shows it.
    pub(crate) version: u32,
    /// Confirms that live tokens of these versions are refused from now on.
    #[arg(long, required = true)]
    pub(crate) now: bool,
}

/// What can be done about admins.
#[derive(Debug, Subcommand)]
pub(crate) enum AdminCommand {
    /// Make an account with the roles Admin and User. The password is read from the terminal, or from standard input.
    Create(NewAdmin),
}

/// Who the admin is.
#[derive(Args, Debug)]
pub(crate) struct NewAdmin {
    /// The e-mail address to sign in with.
    #[arg(long)]
    pub(crate) email: String,
    /// The name that others see.
    #[arg(long)]
    pub(crate) display_name: String,
}

/// What can be done about identity providers.
#[derive(Debug, Subcommand)]
pub(crate) enum ProvidersCommand {
    /// Make the providers of a file, and bring those that exist to what it says. Safe to run again.
    ///
    /// The file holds one JSON object or a list of them, with the fields of `POST /auth/v1/providers`; `client_secret_file`
    /// names a file with the secret. Of a provider that exists, the secret and whether it is enabled stay as they are unless
    /// they stand there. Providers that the file doesn't name stay as they are.
    Apply(ProvidersFile),
}

/// Where the providers stand.
#[derive(Args, Debug)]
pub(crate) struct ProvidersFile {
    /// The JSON file.
    #[arg(long)]
    pub(crate) file: PathBuf,
}

impl Cli {
    /// Does what was asked for.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        match self.command {
            Some(Command::Doctor(options)) => return Ok(commands::doctor::run(&options).await),
            None | Some(Command::Serve) => {
                let config = Config::load()?;
                start_logging(&config.core.server)?;
                serve::run(config).await?;
            }
            Some(Command::Health) => health_check::ask(&process_variables()?, config::LISTEN)?,
            Some(Command::Keys(command)) => commands::keys::run(&command).await?,
            Some(Command::Admin(AdminCommand::Create(admin))) => commands::admin::create(&admin).await?,
            Some(Command::Providers(ProvidersCommand::Apply(from))) => commands::providers::apply(&from.file).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn start_logging(config: &ServerConfig) -> anyhow::Result<()> {
    Ok(logging::init(&config.log_filter, config.log_format)?)
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, error::ErrorKind};

    use super::*;

    fn refused(line: &str) -> Option<ErrorKind> {
        Cli::try_parse_from(line.split(' ')).err().map(|error| error.kind())
    }

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_version_is_retired_only_by_who_means_it() {
        assert_eq!(refused("issuer keys retire 3 --now"), None);
        assert_eq!(refused("issuer keys retire 3"), Some(ErrorKind::MissingRequiredArgument));
        assert_eq!(refused("issuer keys retire --now"), Some(ErrorKind::MissingRequiredArgument));
    }

    #[test]
    fn mistakes_are_refused() {
        assert_eq!(refused("issuer srve"), Some(ErrorKind::InvalidSubcommand));
        assert_eq!(refused("issuer admin create --email a@example.com"), Some(ErrorKind::MissingRequiredArgument));
    }
}
