//! The command line of `paseport`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use issuer::commands::doctor::DoctorOptions;

/// Paseport in one process. Everything is set by variables; what is given here goes before them.
#[derive(Debug, Parser)]
#[command(name = "paseport", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeOptions,
}

/// What to do.
#[derive(Debug, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Serve until SIGTERM or Ctrl-C. This is also what happens without a command.
    Serve(ServeOptions),
    /// Write the OpenAPI documents, `issuer.json` and `api.json`, without serving.
    #[command(name = "openapi")]
    OpenApi(OpenApiOptions),
    /// Look at the settings, the data directory and the running service, and say what is wrong and what to do about it.
    ///
    /// Ends with 0 when nothing is, with 1 when something is, with 2 when it could not look.
    Doctor(DoctorCommand),
}

/// How to serve.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct ServeOptions {
    /// Port to listen on, instead of `SERVER_PORT`.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    pub port: Option<u16>,
    /// Folder of the database and the keys, instead of `DATA_DIR`.
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
}

/// Which installation to look at, and how to tell.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct DoctorCommand {
    #[command(flatten)]
    pub serve: ServeOptions,
    #[command(flatten)]
    pub answer: DoctorOptions,
}

/// Where the documents go.
#[derive(Args, Clone, Debug, PartialEq, Eq)]
pub struct OpenApiOptions {
    /// The folder to write into; it is made if need be.
    #[arg(long, value_name = "DIR")]
    pub into: PathBuf,
}

impl Cli {
    /// What to do, whether `serve` was spelled out or not.
    pub fn into_command(self) -> Command {
        self.command.unwrap_or(Command::Serve(self.serve))
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, error::ErrorKind};

    use super::*;

    fn parse(line: &str) -> Result<Command, ErrorKind> {
        Cli::try_parse_from(line.split(' ')).map(Cli::into_command).map_err(|error| error.kind())
    }

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn serve_is_what_happens_without_a_command() {
        let given = ServeOptions { port: Some(8081), data_dir: Some("/srv/x".into()) };
        for (line, options) in [("", ServeOptions::default()), (" --port 8081 --data-dir /srv/x", given)] {
            assert_eq!(parse(&format!("paseport{line}")), Ok(Command::Serve(options.clone())));
            assert_eq!(parse(&format!("paseport serve{line}")), Ok(Command::Serve(options)));
        }
    }

    #[test]
    fn the_documents_go_where_it_is_said() {
        let into = PathBuf::from("/srv/documents");
        assert_eq!(parse("paseport openapi --into /srv/documents"), Ok(Command::OpenApi(OpenApiOptions { into })));
        assert_eq!(parse("paseport openapi"), Err(ErrorKind::MissingRequiredArgument));
    }

    #[test]
    fn the_doctor_is_told_of_the_installation_as_the_service_is() {
        let serve = ServeOptions { port: None, data_dir: Some("/srv/x".into()) };
        let command = DoctorCommand { serve, answer: DoctorOptions { json: true } };
        assert_eq!(parse("paseport doctor --data-dir /srv/x --json"), Ok(Command::Doctor(command)));
    }

    #[test]
    fn mistakes_are_refused() {
        assert_eq!(parse("paseport --port 0"), Err(ErrorKind::ValueValidation));
        assert_eq!(parse("paseport --port 65536"), Err(ErrorKind::ValueValidation));
        assert_eq!(parse("paseport --port 1 serve"), Err(ErrorKind::ArgumentConflict));
        assert_eq!(parse("paseport --prot 1"), Err(ErrorKind::UnknownArgument));
        assert_eq!(parse("paseport srve"), Err(ErrorKind::InvalidSubcommand));
        assert_eq!(parse("paseport --version"), Err(ErrorKind::DisplayVersion));
    }
}
