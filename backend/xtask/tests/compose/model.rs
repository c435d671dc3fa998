//! The compose files as Docker Compose understands them.

use std::{collections::BTreeSet, process::Command};

use serde_json::{Map, Value};

use crate::root;

pub(crate) const BASE: &str = "docker/docker-compose.yml";
pub(crate) const PRODUCTION: &str = "docker/docker-compose.prod.yml";

/// What an operator must say in production.
pub(crate) const REQUIRED: [(&str, &str); 5] = [
    ("PUBLIC_URL", "https://id.example.org"),
    ("SECRETS_DIR", "/etc/paseport/secrets"),
    ("VAULT_ISSUER_ROLE_ID", "a1c4"),
    ("VAULT_API_ROLE_ID", "b2d5"),
    ("RAUTHY_CONFIG", "/etc/paseport/rauthy.toml"),
];

/// What `docker compose config` answers: the model, or what it complains of.
pub(crate) fn config(files: &[&str], variables: &[(&str, &str)]) -> Result<Model, String> {
    let compose = std::env::var_os("COMPOSE_BIN").expect("`cargo xtask test` names Docker Compose in COMPOSE_BIN");
    let mut command = Command::new(compose);
    command.current_dir(root()).env_clear().envs(variables.iter().copied());
    for file in files {
        command.args(["--file", file]);
    }
    command.args(["--env-file", "docker/.env.example", "--profile", "build", "config", "--format", "json"]);
    let output = command.output().unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    // A warning is one too many.
    if !output.status.success() || !complaint.is_empty() {
        return Err(complaint);
    }
    Ok(Model(serde_json::from_slice(&output.stdout).unwrap()))
}

pub(crate) fn development() -> Model {
    config(&[BASE], &[]).unwrap()
}

pub(crate) fn production() -> Model {
    config(&[BASE, PRODUCTION], &REQUIRED).unwrap()
}

#[derive(Debug)]
pub(crate) struct Model(pub(crate) Value);

impl Model {
    pub(crate) fn services(&self) -> impl Iterator<Item = (&str, Service<'_>)> {
        let services = self.0["services"].as_object().unwrap().iter();
        services.map(|(name, value)| (name.as_str(), Service(value)))
    }

    pub(crate) fn service(&self, name: &str) -> Service<'_> {
        Service(self.0["services"].get(name).unwrap_or_else(|| panic!("there is no service {name}")))
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Service<'a>(pub(crate) &'a Value);

/// A mount: of a file or folder of the repository or of the machine, or of a named volume.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mount {
    pub(crate) source: String,
    pub(crate) target: String,
    pub(crate) is_bind: bool,
    pub(crate) is_read_only: bool,
}

impl<'a> Service<'a> {
    pub(crate) fn text(self, name: &str) -> Option<&'a str> {
        self.0[name].as_str()
    }

    pub(crate) fn texts(self, name: &str) -> Vec<String> {
        self.0[name].as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
    }

    pub(crate) fn networks(self) -> BTreeSet<&'a str> {
        self.0["networks"].as_object().into_iter().flat_map(Map::keys).map(String::as_str).collect()
    }

    /// As one writes them.
    pub(crate) fn ports(self) -> Vec<String> {
        let ports = self.0["ports"].as_array().into_iter().flatten();
        let line = |port: &Value| {
            let host = port["host_ip"].as_str().unwrap_or("*");
            format!("{host}:{}:{}", port["published"].as_str().unwrap(), port["target"])
        };
        ports.map(line).collect()
    }

    pub(crate) fn variable(self, name: &str) -> Option<&'a str> {
        self.0["environment"][name].as_str()
    }

    pub(crate) fn variables(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let variables = self.0["environment"].as_object().into_iter().flatten();
        variables.map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default()))
    }

    pub(crate) fn mounts(self) -> Vec<Mount> {
        let mounts = self.0["volumes"].as_array().into_iter().flatten();
        let repository = format!("{}/", root().display());
        let mount = |mount: &Value| {
            let text = |name: &str| mount[name].as_str().unwrap().to_owned();
            let source = text("source");
            Mount {
                source: source.strip_prefix(&repository).unwrap_or(&source).to_owned(),
                target: text("target"),
                is_bind: mount["type"] == "bind",
                is_read_only: mount["read_only"] == true,
            }
        };
        mounts.map(mount).collect()
    }

    /// Whom it waits for, and until when.
    pub(crate) fn waits_for(self) -> Vec<(&'a str, &'a str)> {
        let needs = self.0["depends_on"].as_object().into_iter().flatten();
        needs.map(|(name, need)| (name.as_str(), need["condition"].as_str().unwrap())).collect()
    }
}
