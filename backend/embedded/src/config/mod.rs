//! The configuration of this edition: the issuer's, and the folder it keeps everything in.

#[cfg(test)]
mod tests;

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use anyhow::anyhow;
use issuer::config::CoreConfig;
use serde::Deserialize;
use shared::config::{Parsed, Problems, Variables, read};

use crate::cli::ServeOptions;

/// Nobody else reaches a program that was only tried.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// Everything that can be set, with its defaults filled in and its rules checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// What the issuer is told in every edition.
    pub core: CoreConfig,
    /// Folder of the database and the keys.
    pub data_dir: PathBuf,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Settings {
    data_dir: Option<Parsed<PathBuf>>,
}

impl Config {
    /// Reads the environment, the `.env` file and the command line, the last one first.
    ///
    /// The error names every variable that is wrong, one line each, and shows no value.
    pub fn load(options: &ServeOptions) -> anyhow::Result<Self> {
        Variables::from_process()
            .and_then(|variables| Self::from_variables(variables, options))
            .map_err(|problems| anyhow!("these settings can't be used:\n{problems}"))
    }

    /// The same from given variables.
    pub fn from_variables(mut variables: Variables, options: &ServeOptions) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let config = Self::read(&mut variables, options, &mut problems);
        problems.or(config)
    }

    /// What could be read of the settings, whatever else is wrong with them.
    pub fn read(variables: &mut Variables, options: &ServeOptions, problems: &mut Problems) -> Self {
        if let Some(port) = options.port {
            variables.set("SERVER_PORT", port.to_string());
        }
        variables.read_secret_files(&CoreConfig::SECRETS, problems);
        let core = CoreConfig::read(variables, LISTEN, problems);
        let settings: Settings = read(variables, problems);
        let named = settings.data_dir.map(|folder| folder.0);
        let data_dir = options.data_dir.clone().or(named).unwrap_or_else(|| "./paseport-data".into());
        Self { core, data_dir }
    }
}
