//! The command line of `paseport`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Paseport in one process. Everything is set by variables; what is given here goes before them.
#[derive(Debug, Parser)]
#[command(name = "paseport", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeOptions,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve until SIGTERM or Ctrl-C. This is also what happens without a command.
    Serve(ServeOptions),
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

impl Cli {
    /// How to serve, whether `serve` was spelled out or not.
    pub fn into_serve_options(self) -> ServeOptions {
        match self.command {
            Some(Command::Serve(options)) => options,
            None => self.serve,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, error::ErrorKind};

    use super::*;

    fn parse(line: &str) -> Result<ServeOptions, ErrorKind> {
        Cli::try_parse_from(line.split(' ')).map(Cli::into_serve_options).map_err(|error| error.kind())
    }

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn serve_is_what_happens_without_a_command() {
        let given = ServeOptions { port: Some(8081), data_dir: Some("/srv/x".into()) };
        assert_eq!(parse("paseport"), Ok(ServeOptions::default()));
        assert_eq!(parse("paseport serve"), Ok(ServeOptions::default()));
        assert_eq!(parse("paseport --port 8081 --data-dir /srv/x"), Ok(given.clone()));
        assert_eq!(parse("paseport serve --port 8081 --data-dir /srv/x"), Ok(given));
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
