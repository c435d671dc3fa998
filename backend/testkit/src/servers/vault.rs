//! A real Vault, initialised, unsealed and set up by `docker/vault/provision.sh`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{Mutex, OnceLock, PoisonError},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::SecretString;
use serde_json::Value;
use tempfile::TempDir;

use super::{
    certificates::Certificates,
    free_ports,
    process::{Process, holds_in_time},
    repository, target,
};

/// Of `backend/tools/vault/go.mod`.
const VERSION: &str = "1.21.1";

/// A Vault of its own folder and port.
#[derive(Debug)]
pub struct VaultServer {
    address: String,
    certificates: Option<Certificates>,
    program: PathBuf,
    keys: VaultKeys,
    process: Option<Process>,
    provisioning: Mutex<()>,
    folder: TempDir,
}

/// What comes with a Vault that was initialised.
#[derive(Clone, Debug, Default)]
pub struct VaultKeys {
    pub unseal_key: String,
    pub root_token: String,
}

/// What proves to be one of the roles.
#[derive(Clone, Debug)]
pub struct AppRole {
    pub role_id: String,
    pub secret_id: SecretString,
}

/// A key with its roles.
#[derive(Clone, Debug)]
pub struct Provisioned {
    pub mount: String,
    pub key: String,
    pub data_key: String,
    pub prefix: String,
    pub issuer: AppRole,
    pub api: AppRole,
    pub rotator: AppRole,
}

impl VaultServer {
    /// The one that all tests of this program share. Tests that seal or stop it start their own.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<VaultServer> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// Starts one, initialises and unseals it.
    pub fn start() -> Self {
        Self::start_with(|_| None)
    }

    /// The same, but it speaks only TLS, with a certificate of an authority of its own.
    pub fn start_encrypted() -> Self {
        Self::start_with(|folder| Some(Certificates::make(folder)))
    }

    fn start_with(certificates: impl FnOnce(&Path) -> Option<Certificates>) -> Self {
        let folder = TempDir::new().unwrap();
        let certificates = certificates(folder.path());
        let [port, cluster_port] = free_ports();
        let mut config = configuration(folder.path(), port, cluster_port);
        if let Some(certificates) = &certificates {
            config = config.replace("tls_disable     = true", &listening_with(certificates));
        }
        fs::create_dir_all(folder.path().join("file")).unwrap();
        fs::write(folder.path().join("vault.hcl"), config).unwrap();
        let scheme = if certificates.is_some() { "https" } else { "http" };
        let mut server = Self {
            address: format!("{scheme}://127.0.0.1:{port}"),
            certificates,
            program: program(),
            keys: VaultKeys::default(),
            process: None,
            provisioning: Mutex::default(),
            folder,
        };
        server.initialise();
        server
    }

    fn initialise(&mut self) {
        self.run();
        let answer = self.cli_json(&["operator", "init", "-key-shares=1", "-key-threshold=1", "-format=json"]);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        self.keys =
            VaultKeys { unseal_key: text(&answer["unseal_keys_b64"][0]), root_token: text(&answer["root_token"]) };
        self.unseal();
    }

    /// Throws everything away: a new Vault at the same address, initialised anew and empty.
    pub fn replace(&mut self) {
        self.kill();
        let data = self.folder.path().join("file");
        fs::remove_dir_all(&data).unwrap();
        fs::create_dir(&data).unwrap();
        self.initialise();
    }

    /// The keys that it was initialised with.
    pub fn keys(&self) -> &VaultKeys {
        &self.keys
    }

    /// Unseals with the keys of another Vault, whose data it has by now.
    pub fn unseal_with(&mut self, keys: VaultKeys) {
        self.keys = keys;
        self.unseal();
    }

    /// The program, for scripts.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// The certificates of one that speaks TLS.
    pub fn certificates(&self) -> Option<&Certificates> {
        self.certificates.as_ref()
    }

    /// Its URL.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The id of its process.
    ///
    /// # Panics
    /// While it is down.
    pub fn pid(&self) -> u32 {
        self.process.as_ref().unwrap().id()
    }

    /// The token that may do anything.
    pub fn root_token(&self) -> &str {
        &self.keys.root_token
    }

    /// Ends the process as a power cut would. Nothing answers any more.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Starts the process, which is sealed if it was initialised.
    pub fn run(&mut self) {
        let command = [self.program.to_str().unwrap(), "server", "-config=vault.hcl"];
        self.process = Some(Process::start(self.folder.path(), &command));
        // 0 is unsealed, 2 is sealed or not initialised, 1 is no answer.
        self.wait_until("it answers", |server| server.cli(&["status"]).status.code() != Some(1));
    }

    /// Lets the process stand still, as an overloaded machine does; `CONT` lets it go on.
    pub fn signal(&self, signal: &str) {
        self.process.as_ref().unwrap().signal(signal);
    }

    /// Seals it: it answers, and does nothing.
    pub fn seal(&self) {
        self.cli_ok(&["operator", "seal"]);
    }

    /// Unseals it and waits until it works again.
    pub fn unseal(&self) {
        self.cli_ok(&["operator", "unseal", &self.keys.unseal_key]);
        self.wait_until("it leads", |server| server.cli(&["secrets", "list"]).status.success());
    }

    /// Revokes the token of everybody who logged in with a role; returns how many there were.
    pub fn revoke_logins(&self) -> usize {
        let accessors = self.cli_json(&["list", "-format=json", "auth/token/accessors"]);
        let accessors = accessors.as_array().unwrap().iter().filter_map(Value::as_str);
        let is_login = |accessor: &&str| {
            let token = self.cli(&["token", "lookup", "-format=json", "-accessor", accessor]);
            // It may have died by itself since.
            String::from_utf8_lossy(&token.stdout).contains("\"display_name\": \"approle\"")
        };
        let logins: Vec<&str> = accessors.filter(is_login).collect();
        for accessor in &logins {
            self.cli(&["token", "revoke", "-accessor", accessor]);
        }
        logins.len()
    }

    /// Runs the CLI with the root token.
    pub fn cli(&self, arguments: &[&str]) -> Output {
        self.cli_as(self.root_token(), arguments)
    }

    /// Runs the CLI with another token.
    pub fn cli_as(&self, token: &str, arguments: &[&str]) -> Output {
        self.with_environment(&mut Command::new(&self.program), token).args(arguments).output().unwrap()
    }

    /// Runs the CLI with the root token; what it prints, if it succeeds.
    pub fn cli_ok(&self, arguments: &[&str]) -> String {
        let output = self.cli(arguments);
        assert!(output.status.success(), "vault {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The same as JSON.
    pub fn cli_json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.cli_ok(arguments)).unwrap()
    }

    /// Runs `docker/vault/provision.sh` for a key of this name. `settings` are more of its variables.
    pub fn provision(&self, key: &str, settings: &[(&str, &str)]) -> Provisioned {
        // Like an operator, who does not run it twice at once.
        let _one_at_a_time = self.provisioning.lock().unwrap_or_else(PoisonError::into_inner);
        let (prefix, data_key) = (format!("test-{key}"), format!("{key}-data"));
        let credentials = self.folder.path().join("credentials").join(key);
        fs::create_dir_all(&credentials).unwrap();
        let mut script = Command::new(repository().join("docker/vault/provision.sh"));
        let output = self
            .with_environment(&mut script, self.root_token())
            .env("VAULT_BIN", &self.program)
            .env("TRANSIT_KEY", key)
            .env("DATA_KEY", &data_key)
            .env("ROLE_PREFIX", &prefix)
            .env("CREDENTIALS_DIR", &credentials)
            .env("AUDIT_LOG", self.audit_log())
            .envs(settings.iter().copied())
            .output()
            .unwrap();
        assert!(output.status.success(), "provision.sh: {}", String::from_utf8_lossy(&output.stderr));
        let read = |name: &str| fs::read_to_string(credentials.join(name)).unwrap().trim().to_owned();
        let role = |name: &str| AppRole {
            role_id: read(&format!("{name}.role-id")),
            secret_id: read(&format!("{name}.secret-id")).into(),
        };
        let (issuer, api, rotator) = (role("issuer"), role("api"), role("rotator"));
        Provisioned { mount: "transit".to_owned(), key: key.to_owned(), data_key, prefix, issuer, api, rotator }
    }

    /// Imports an Ed25519 key that the caller knows, instead of one that Vault makes: what it must never let out can then
    /// be looked for. It is set up like any other, and [`Self::provision`] takes it as it is.
    pub fn import(&self, key: &str, seed: &[u8; 32]) {
        // RFC 8410, section 7: the private key as PKCS #8.
        let prefix = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
        let file = self.folder.path().join("import");
        fs::write(&file, STANDARD.encode([&prefix[..], seed].concat())).unwrap();
        if !self.cli_ok(&["secrets", "list"]).contains("transit/") {
            self.cli_ok(&["secrets", "enable", "transit"]);
        }
        let key = format!("transit/keys/{key}");
        self.cli_ok(&["transit", "import", &key, &format!("@{}", file.display()), "type=ed25519"]);
        fs::remove_file(file).unwrap();
    }

    /// The audit log's entries about answered requests to this path, in order. A batch shows in `request.data`.
    pub fn audited(&self, path: &str) -> Vec<Value> {
        let log = fs::read_to_string(self.audit_log()).unwrap_or_default();
        // The last line may be in the middle of being written.
        let written = log.rsplit_once('\n').map_or("", |(lines, _)| lines);
        let entries = written.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        entries.filter(|entry| entry["type"] == "response" && entry["request"]["path"] == path).collect()
    }

    /// Where it keeps its files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn audit_log(&self) -> PathBuf {
        self.folder.path().join("audit.log")
    }

    /// The CLI must neither read nor write the home folder of whoever runs the tests.
    fn with_environment<'a>(&self, command: &'a mut Command, token: &str) -> &'a mut Command {
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("VAULT_")) {
            command.env_remove(name);
        }
        if let Some(certificates) = &self.certificates {
            command.env("VAULT_CACERT", certificates.authority());
        }
        command.env("VAULT_ADDR", &self.address).env("VAULT_TOKEN", token).env("HOME", self.folder.path())
    }

    fn wait_until(&self, what: &str, condition: impl Fn(&Self) -> bool) {
        let log = || self.process.as_ref().map(Process::log).unwrap_or_default();
        assert!(holds_in_time(|| condition(self)), "vault: not so that {what}: {}", log());
    }
}

/// The configuration that `docker/` mounts, with addresses and folder of this server filled in.
fn configuration(folder: &Path, port: u16, cluster_port: u16) -> String {
    let mut config = fs::read_to_string(repository().join("docker/vault/vault.hcl")).unwrap();
    for (mounted, here) in [
        ("/vault/file", folder.join("file").to_str().unwrap()),
        ("http://vault:8200", &format!("http://127.0.0.1:{port}")),
        ("https://vault:8201", &format!("https://127.0.0.1:{cluster_port}")),
        ("0.0.0.0:8200", &format!("127.0.0.1:{port}")),
        ("0.0.0.0:8201", &format!("127.0.0.1:{cluster_port}")),
    ] {
        assert_eq!(config.matches(mounted).count(), 1, "docker/vault/vault.hcl says {mounted} once");
        config = config.replace(mounted, here);
    }
    config
}

/// The lines of a listener with TLS.
fn listening_with(certificates: &Certificates) -> String {
    let (certificate, key) = (certificates.certificate(), certificates.key());
    format!("tls_cert_file = \"{}\"\n  tls_key_file  = \"{}\"", certificate.display(), key.display())
}

/// `VAULT_BIN`, or `vault` on the PATH, or what `cargo xtask test` has built.
fn program() -> PathBuf {
    if let Some(program) = std::env::var_os("VAULT_BIN") {
        return program.into();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).map(|folder| folder.join("vault")).find(|program| program.is_file());
    let program = on_path.unwrap_or_else(|| target().join(format!("tools/vault-{VERSION}/vault")));
    assert!(program.is_file(), "there is no vault: set VAULT_BIN, or let `cargo xtask test` build one");
    program
}
