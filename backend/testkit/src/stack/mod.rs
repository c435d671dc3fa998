//! The stack edition from local programs: MariaDB, Redis behind Sentinels, Vault, two issuers, two APIs, Nginx.
//!
//! The servers are those of [`crate::servers`], the services the binaries that Cargo built. Everything ends with it.

mod browser;
mod endpoints;
mod files;
pub mod readme;
mod service;

use std::{net::SocketAddr, path::PathBuf, process::Output};

use secrecy::ExposeSecret;
use tempfile::TempDir;

pub use self::{
    browser::{Browser, Lost, Reply},
    endpoints::Endpoint,
    service::{Service, Variables},
};
use crate::{
    servers::{
        free_ports,
        mariadb::MariaDbServer,
        nginx::{NginxServer, Place},
        redis::{MASTER_NAME, RedisServers},
        target,
        vault::{AppRole, Provisioned, VaultServer},
    },
    sqlite::folder,
};

/// How many of each service there are. Two are the normal case: nothing that must agree lives in a process.
const INSTANCES: usize = 2;

/// What can be chosen.
#[derive(Clone, Debug, Default)]
pub struct StackOptions {
    /// Nginx's port on 127.0.0.1; a free one when not given.
    pub port: Option<u16>,
    /// The optimised binaries instead of the debug ones.
    pub release: bool,
    /// Variables for issuer and API beside those that connect them.
    pub variables: Variables,
    /// The folder with the built app, if there is one.
    pub app: Option<PathBuf>,
    /// The private key of access tokens, where it must be known; otherwise Vault makes one.
    pub signing_key: Option<[u8; 32]>,
}

impl StackOptions {
    /// Sets a variable for both services.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }
}

/// The whole edition, running.
#[derive(Debug)]
pub struct Stack {
    // Dropped in this order: the way in first, what the others stand on last.
    pub nginx: NginxServer,
    pub issuers: Vec<Service>,
    pub apis: Vec<Service>,
    pub vault: VaultServer,
    pub redis: RedisServers,
    pub mariadb: MariaDbServer,
    pub key: Provisioned,
    database: String,
    folder: TempDir,
}

impl Stack {
    /// Starts everything. Returns when all services are ready.
    pub fn start(options: &StackOptions) -> Self {
        let folder = folder();
        let (mariadb, redis, vault) = std::thread::scope(|scope| {
            let mariadb = scope.spawn(MariaDbServer::start);
            let redis = scope.spawn(RedisServers::start);
            let vault = VaultServer::start();
            (mariadb.join().unwrap(), redis.join().unwrap(), vault)
        });
        if let Some(seed) = &options.signing_key {
            vault.import("access-token", seed);
        }
        let key = vault.provision("access-token", &[]);
        let database = format!(
            "{}?ssl-mode=VERIFY_CA&ssl-ca={}",
            mariadb.database(),
            mariadb.certificates().authority().display()
        );
        let port = options.port.unwrap_or_else(|| free_ports::<1>()[0]);
        let public_url = format!("http://127.0.0.1:{port}");
        let common = common(options, &vault, &redis, &key, &public_url);
        let issuer = with(&common, &issuer(&database, &public_url, &key));
        let api = with(&common, &login(&key.api));
        let start = |kind: &str, variables: &Variables| -> Vec<Service> {
            let program = program(kind, options.release);
            (1..=INSTANCES)
                .map(|n| Service::start(folder.path(), &format!("{kind}-{n}"), &program, variables))
                .collect()
        };
        let (issuers, apis) = (start("issuer", &issuer), start("api", &api));
        issuers.iter().chain(&apis).for_each(Service::wait_until_ready);
        let (app, issuer, api) = (options.app.clone(), addresses(&issuers), addresses(&apis));
        let nginx = NginxServer::start(&Place { port, app, issuer, api });
        Self { nginx, issuers, apis, vault, redis, mariadb, key, database, folder }
    }

    /// Where browsers reach it.
    pub fn address(&self) -> String {
        format!("http://{}", self.nginx.address())
    }

    /// A fresh browser.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.address())
    }

    /// Runs `issuer keys …` as the operator who rotates.
    pub fn keys(&self, arguments: &[&str]) -> Output {
        let AppRole { role_id, secret_id } = &self.key.rotator;
        let login = [("VAULT_ROLE_ID", &**role_id), ("VAULT_SECRET_ID", secret_id.expose_secret())];
        self.issuers[0].command(&[&["keys"], arguments].concat(), &login, "")
    }

    /// `MARIADB_URL` of the issuers.
    pub fn database(&self) -> &str {
        &self.database
    }
}

fn addresses(services: &[Service]) -> Vec<SocketAddr> {
    services.iter().map(Service::address).collect()
}

/// What Cargo built, beside the program that runs now.
pub fn program(name: &str, release: bool) -> PathBuf {
    let program = target().join(if release { "release" } else { "debug" }).join(name);
    assert!(program.is_file(), "{} is missing: `cargo build --bins` makes it", program.display());
    program
}

fn with(common: &Variables, own: &Variables) -> Variables {
    common.iter().chain(own).map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn variables<const N: usize>(pairs: [(&str, String); N]) -> Variables {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What both services are told.
fn common(
    options: &StackOptions,
    vault: &VaultServer,
    redis: &RedisServers,
    key: &Provisioned,
    public_url: &str,
) -> Variables {
    let mut common = variables([
        ("PASEPORT_ENV", "development".to_owned()),
        ("LOG_FORMAT", "json".to_owned()),
        ("TRUSTED_PROXIES", "127.0.0.1".to_owned()),
        ("ACCESS_TOKEN_ISSUER", public_url.to_owned()),
        ("VAULT_URL", vault.address().to_owned()),
        ("VAULT_ALLOW_HTTP", "true".to_owned()),
        ("MOUNT_PATH", key.mount.clone()),
        ("TRANSIT_KEY", key.key.clone()),
        ("REDIS_SENTINELS", redis.sentinels().join(",")),
        ("REDIS_MASTER_NAME", MASTER_NAME.to_owned()),
    ]);
    common.extend(options.variables.clone());
    common
}

/// What only issuers are told.
fn issuer(database: &str, public_url: &str, key: &Provisioned) -> Variables {
    let own = variables([
        ("PUBLIC_URL", public_url.to_owned()),
        ("MARIADB_URL", database.to_owned()),
        ("DATA_KEY", key.data_key.clone()),
        ("PASSWORD_PEPPER", "Xq3v9Lr7Tz1mWc5Yk8Bn2Hf6Jd4Gs0PaEuRiOtNwMy".to_owned()),
        ("REFRESH_TOKEN_PEPPER", "b8Nf2Kp6Vx4Jq0Sd9Lg7Hz3Rt5Wm1CyTeUaIoPrMkE".to_owned()),
    ]);
    with(&own, &login(&key.issuer))
}

fn login(role: &AppRole) -> Variables {
    variables([("VAULT_ROLE_ID", role.role_id.clone()), ("VAULT_SECRET_ID", role.secret_id.expose_secret().to_owned())])
}
