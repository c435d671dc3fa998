//! One instance of issuer or API, as a process.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use crate::servers::{
    free_ports,
    process::{Process, holds_in_time},
};

/// How long an operator waits for an answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many seconds a command may take, or a start that is refused.
const COMMAND_SECONDS: &str = "20";

/// How the variables begin that say where servers are and how they are spoken to. The caller's are of other servers.
const CONNECTING: [&str; 8] = [
    "MARIADB_",
    "REDIS_MASTER_",
    "REDIS_PASSWORD",
    "REDIS_SENTINEL",
    "REDIS_TLS",
    "REDIS_USERNAME",
    "SERVER_",
    "VAULT_",
];

/// Variables of a service.
pub type Variables = BTreeMap<String, String>;

/// A service with an address of its own. Its process can come and go.
#[derive(Debug)]
pub struct Service {
    name: String,
    program: PathBuf,
    root: PathBuf,
    folder: PathBuf,
    port: u16,
    variables: Mutex<Variables>,
    process: Mutex<Option<Process>>,
}

impl Service {
    /// An instance of `program` with a new folder below `parent` and a free port, which does not run yet.
    pub fn new(parent: &Path, name: &str, program: &Path, variables: &Variables) -> Self {
        let (folder, [port]) = (parent.join(name), free_ports());
        fs::create_dir_all(&folder).unwrap();
        let (name, program, root) = (name.to_owned(), program.to_owned(), parent.to_owned());
        let (unset, process) = (Mutex::default(), Mutex::default());
        let service = Self { name, program, root, folder, port, variables: unset, process };
        service.set(variables);
        service
    }

    /// The same, and waits until it listens.
    pub(super) fn start(parent: &Path, name: &str, program: &Path, variables: &Variables) -> Self {
        let service = Self::new(parent, name, program, variables);
        service.run();
        service
    }

    /// Writes the variables that the next start reads.
    pub fn set(&self, variables: &Variables) {
        let mut own = variables.clone();
        own.insert("SERVER_ADDRESS".to_owned(), Ipv4Addr::LOCALHOST.to_string());
        own.insert("SERVER_PORT".to_owned(), self.port.to_string());
        let lines = own.iter().map(|(name, value)| format!("{name}='{value}'")).collect::<Vec<_>>().join("\n");
        let file = self.folder.join(".env");
        fs::remove_file(&file).ok();
        let mut options = fs::OpenOptions::new();
        let mut open = options.write(true).create_new(true).mode(0o600).open(file).unwrap();
        open.write_all(lines.as_bytes()).unwrap();
        *self.variables.lock().unwrap_or_else(PoisonError::into_inner) = own;
    }

    /// Changes some of the variables that the next start reads.
    pub fn change(&self, changes: &[(&str, &str)]) {
        let mut variables = self.variables();
        variables.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.set(&variables);
    }

    /// Leaves one of them unset from the next start on.
    pub fn unset(&self, name: &str) {
        let mut variables = self.variables();
        variables.remove(name);
        self.set(&variables);
    }

    /// What the next start reads.
    pub fn variables(&self) -> Variables {
        self.variables.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Stops it in order and starts it again. Returns when it is ready.
    pub fn restart(&self) {
        self.stop();
        self.run();
        self.wait_until_ready();
    }

    /// Starts the process, and waits until it listens. It is told its variables, and of those of whoever runs this what
    /// they leave open: how passwords are hashed for example, never which Vault to ask.
    pub fn run(&self) {
        let own = self.variables();
        let callers = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        let without: Vec<_> = callers.filter(|name| is_decided(name, &own)).collect();
        let process = Process::start_below(&self.root, &self.folder, &[self.program.to_str().unwrap()], &without);
        *self.running() = Some(process);
        let listens = || TcpStream::connect(self.address()).is_ok();
        assert!(holds_in_time(listens), "{} doesn't listen: {}", self.name, self.log());
    }

    /// Waits until everything it stands on is there.
    pub fn wait_until_ready(&self) {
        let is_ready = || self.readiness().starts_with("{\"status\":\"ready\"");
        assert!(holds_in_time(is_ready), "{} isn't ready: {} {}", self.name, self.readiness(), self.log());
    }

    /// What `/health/ready` answers; empty when there is no answer.
    pub fn readiness(&self) -> String {
        self.get("/health/ready").unwrap_or_default()
    }

    /// The body of an answer to its operator.
    pub fn get(&self, path: &str) -> io::Result<String> {
        self.ask(path).map(|(_, body)| body)
    }

    /// Status and body of an answer to its operator, who asks it directly.
    pub fn ask(&self, path: &str) -> io::Result<(u16, String)> {
        let mut stream = TcpStream::connect(self.address())?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_default();
        Ok((status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default()))
    }

    /// Ends the process as a power cut would.
    pub fn kill(&self) {
        *self.running() = None;
    }

    /// Runs its program with other arguments and these changes to its variables, as an operator does, until it ends.
    ///
    /// # Panics
    /// When it doesn't end by itself.
    pub fn command(&self, arguments: &[&str], changes: &[(&str, &str)], input: &str) -> Output {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("timeout");
        command.arg(COMMAND_SECONDS).arg(&self.program).args(arguments).current_dir(folder.path());
        command.env_clear().envs(self.variables()).envs(changes.iter().copied());
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = pipes.spawn().unwrap();
        // Whoever refuses to start doesn't read.
        running.stdin.take().unwrap().write_all(input.as_bytes()).ok();
        let output = running.wait_with_output().unwrap();
        assert_ne!(output.status.code(), Some(124), "{arguments:?} doesn't end: {output:?}");
        output
    }

    /// Asks the process to end and waits until it has.
    pub fn stop(&self) {
        if let Some(process) = self.running().take() {
            process.signal("TERM");
            let alive = PathBuf::from(format!("/proc/{}", process.id()));
            assert!(holds_in_time(|| !alive.exists() || is_zombie(&alive)), "{} doesn't end", self.name);
        }
    }

    /// Stands still, as on an overloaded machine; `CONT` lets it go on.
    pub fn signal(&self, name: &str) {
        self.running().as_ref().unwrap().signal(name);
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }

    /// The file that it runs.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// `issuer-1` and the like.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id of its process, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.running().as_ref().map(Process::id)
    }

    /// What it said so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    fn running(&self) -> std::sync::MutexGuard<'_, Option<Process>> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether this variable is not for the caller to set.
fn is_decided(name: &str, own: &Variables) -> bool {
    let secret = name.strip_suffix("_FILE").unwrap_or(name);
    own.contains_key(name) || own.contains_key(secret) || CONNECTING.iter().any(|prefix| name.starts_with(prefix))
}

/// It has ended, and only the watch has not looked yet.
fn is_zombie(process: &Path) -> bool {
    fs::read_to_string(process.join("stat"))
        .is_ok_and(|stat| stat.rsplit_once(')').is_some_and(|(_, rest)| rest.starts_with(" Z")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caller_decides_what_the_stack_leaves_open_and_nothing_else() {
        let own = Variables::from([("PASSWORD_PEPPER".to_owned(), "q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe".to_owned())]);
        for name in ["PASSWORD_PEPPER", "PASSWORD_PEPPER_FILE", "SERVER_PORT", "VAULT_TOKEN", "VAULT_SKIP_VERIFY"] {
            assert!(is_decided(name, &own), "{name}");
        }
        for name in ["BCRYPT_COST", "LOGIN_BURST", "PASSWORD_PEPPER_PREVIOUS", "REDIS_ROLE_TTL", "RUST_LOG", "PATH"] {
            assert!(!is_decided(name, &own), "{name}");
        }
    }
}
