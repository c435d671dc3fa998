//! A stack that runs, and the doctor's program.

use std::{
    fs,
    net::TcpStream,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use secrecy::ExposeSecret;
use serde_json::Value;
use tempfile::TempDir;
use testkit::stack::{Stack, StackOptions};
use tokio::time::Instant;

/// Settings that are other than the running service's.
pub(crate) type Changes = Vec<(String, String)>;

/// How long what a server notices by and by may take to show: a replica that is silent, a Sentinel that comes back.
const PATIENCE: Duration = Duration::from_secs(15);
/// No run may take longer, whatever is away.
const MOST: Duration = Duration::from_secs(15);

/// The servers, the services, and a folder for what a fault needs.
pub(crate) struct World {
    pub(crate) stack: Stack,
    pub(crate) folder: TempDir,
    /// Servers that a fault started.
    servers: Vec<Child>,
}

impl Drop for World {
    fn drop(&mut self) {
        self.end_servers();
    }
}

/// What the doctor said.
pub(crate) struct Told {
    pub(crate) status: Option<i32>,
    pub(crate) text: String,
    pub(crate) took: Duration,
}

impl Told {
    /// The codes of the findings, in order.
    pub(crate) fn codes(&self) -> Vec<String> {
        let told: Value = serde_json::from_str(&self.text).unwrap_or_default();
        let findings = told["findings"].as_array().cloned().unwrap_or_default();
        findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
    }
}

impl World {
    pub(crate) fn start() -> Self {
        let stack = Stack::start(&StackOptions::default().with("BCRYPT_COST", "10"));
        let world = Self { stack, folder: tempfile::tempdir().unwrap(), servers: Vec::new() };
        // A healthy start ends when the accounts are there.
        Self::eventually("the accounts are planted", || world.sql("SELECT COUNT(*) FROM users") == "2");
        world
    }

    /// Nothing is found, and that is one line.
    pub(crate) fn is_healthy(&self, when: &str) {
        let told = self.asked(&Changes::new(), &[]);
        assert_eq!((told.codes(), told.status), (vec![], Some(0)), "{when}: {}", told.text);
        let output = self.stack.issuers[0].command(&["doctor"], &[], "");
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.starts_with("Nothing to report: ") && text.lines().count() == 1, "{when}: {text}");
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{when}");
    }

    /// A `.env` file that can't be read leaves nothing to look at: that is neither health nor a finding.
    pub(crate) fn can_not_run_without_its_settings(&self) {
        fs::write(self.folder.path().join(".env"), "PASSWORD_PEPPER='q7Zt1m0YHcXv\n").unwrap();
        let mut program = Command::new(self.stack.issuers[0].program());
        let output = program.arg("doctor").current_dir(self.folder.path()).env_clear().output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("the doctor can't run: .env can't be read") && !said.contains("q7Zt"), "{said}");
    }

    /// Runs the doctor with these changes, again while it does not say what is expected.
    pub(crate) fn asked(&self, changes: &Changes, expected: &[&str]) -> Told {
        let began = Instant::now();
        loop {
            let told = self.ask(changes);
            if told.codes() == expected || began.elapsed() > PATIENCE {
                return told;
            }
            sleep(Duration::from_millis(200));
        }
    }

    fn ask(&self, changes: &Changes) -> Told {
        let changes: Vec<_> = changes.iter().map(|(name, value)| (&**name, &**value)).collect();
        let began = Instant::now();
        let output = self.stack.issuers[0].command(&["doctor", "--json"], &changes, "");
        let took = began.elapsed();
        assert!(took < MOST, "it takes {took:?}");
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        self.holds_no_secret(&text, &changes);
        Told { status: output.status.code(), text, took }
    }

    /// Neither the service's secrets nor those that a fault put in their place.
    fn holds_no_secret(&self, text: &str, changes: &[(&str, &str)]) {
        let own = self.stack.issuers[0].variables();
        let given = own.iter().map(|(name, value)| (&**name, &**value)).chain(changes.iter().copied());
        let is_secret =
            |name: &str| ["PEPPER", "PASSWORD", "SECRET_ID", "TOKEN"].iter().any(|word| name.contains(word));
        let is_path = |name: &str| name.ends_with("_FILE") || name.starts_with("ACCESS_TOKEN");
        let secrets = given.filter(|(name, value)| is_secret(name) && !is_path(name) && value.len() >= 8);
        for (name, value) in secrets.chain([("the operator's password", "paseport-test-password")]) {
            assert!(!text.contains(value), "{name} is shown: {text}");
        }
        for word in [self.stack.vault.root_token(), self.stack.key.issuer.secret_id.expose_secret()] {
            assert!(!text.contains(word), "a credential of Vault is shown: {text}");
        }
    }

    /// Where browsers reach it.
    pub(crate) fn address(&self) -> String {
        self.stack.address()
    }

    /// The port of Nginx.
    pub(crate) fn port(&self) -> u16 {
        self.stack.nginx.address().port()
    }

    /// What the issuer's database answers.
    pub(crate) fn sql(&self, statement: &str) -> String {
        let (_, database) = self.stack.database().split('?').next().unwrap().rsplit_once('/').unwrap();
        self.stack.mariadb.execute(&format!("USE {database}; {statement}")).trim().to_owned()
    }

    /// A file with a secret, of this mode.
    pub(crate) fn file(&self, name: &str, content: &str, mode: u32) -> String {
        use std::os::unix::fs::PermissionsExt;
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Starts a server beside those of the stack, and waits until it listens.
    pub(crate) fn serve(&mut self, command: &mut Command, port: u16) {
        let pipes = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.servers.push(pipes.spawn().unwrap());
        Self::eventually("it listens", || TcpStream::connect(("127.0.0.1", port)).is_ok());
    }

    /// Ends those that were started.
    pub(crate) fn end_servers(&mut self) {
        for mut server in self.servers.drain(..) {
            server.kill().ok();
            server.wait().ok();
        }
    }

    /// Waits until it is so.
    pub(crate) fn eventually(what: &str, holds: impl Fn() -> bool) {
        let began = Instant::now();
        while !holds() {
            assert!(began.elapsed() < 2 * PATIENCE, "{what}: waited in vain");
            sleep(Duration::from_millis(100));
        }
    }

    /// Tells every Sentinel something.
    pub(crate) fn tell_sentinels(&self, command: &str) {
        for sentinel in self.stack.redis.sentinels() {
            let (_, port) = sentinel.split_once(':').unwrap();
            let mut cli = Command::new("timeout");
            cli.args(["2", "redis-cli", "-p", port]).args(command.split(' '));
            let answer = cli.output().unwrap();
            assert_eq!(answer.stdout.trim_ascii(), b"OK", "{command}");
        }
    }
}
