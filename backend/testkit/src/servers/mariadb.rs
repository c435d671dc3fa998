//! MariaDB.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use tempfile::TempDir;

use super::{
    certificates::Certificates,
    free_ports,
    process::{Process, holds_in_time, wait_until},
    repository,
};
use crate::sqlite::folder;

/// Where the package has it: outside the PATH of people who are no operators.
const MARIADBD: &str = "/usr/sbin/mariadbd";
/// Whom the issuer signs in as: he has the rights of `docker/mariadb` on the databases of the tests, and none over the
/// server.
const ISSUER: &str = "paseport";
/// Whoever looks after the server, from this machine.
const OPERATOR: &str = "operator";
/// Somebody else whose programs use the same server.
const STRANGER: &str = "stranger";
const PASSWORD: &str = "paseport-test-password";
/// A server allows no fewer.
const FEWEST_CONNECTIONS: u32 = 10;

/// In megabytes; one server takes about 40.
const ROOMY: u32 = 1024;

/// One server, with the configuration of `docker/mariadb`. It ends with this.
#[derive(Debug)]
pub struct MariaDbServer {
    process: Mutex<Option<Process>>,
    folder: TempDir,
    certificates: Certificates,
    port: u16,
    databases: AtomicU32,
}

impl MariaDbServer {
    /// The server that tests share which don't break anything; each test has a database of its own there.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<MariaDbServer> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// A server of one's own, to be broken.
    pub fn start() -> Self {
        let (folder, [port]) = (roomy_folder(), free_ports());
        let certificates = Certificates::make(folder.path());
        // The server gives up the rights of root and must still reach its files.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(certificates.key(), fs::Permissions::from_mode(0o644)).unwrap();
        // Another server that starts clears the folder for temporary files that all share if they are told nothing.
        fs::create_dir(folder.path().join("temporary")).unwrap();
        fs::set_permissions(folder.path().join("temporary"), fs::Permissions::from_mode(0o777)).unwrap();
        let (process, databases) = (Mutex::default(), AtomicU32::new(0));
        let server = Self { process, folder, certificates, port, databases };
        fs::write(server.configuration(), server.settings()).unwrap();
        server.set_up();
        server
    }

    /// What it has written into its log.
    pub fn log(&self) -> String {
        self.process.lock().unwrap().as_ref().map(Process::log).unwrap_or_default()
    }

    fn set_up(&self) {
        self.install();
        self.revive();
        self.execute(&format!("CREATE USER {ISSUER}@127.0.0.1 IDENTIFIED BY '{PASSWORD}'"));
        self.execute(&format!("GRANT {} ON `paseport\\_%`.* TO {ISSUER}@127.0.0.1", rights()));
        self.execute(&format!("CREATE USER {OPERATOR}@127.0.0.1 IDENTIFIED BY '{PASSWORD}'"));
        self.execute(&format!("GRANT ALL ON *.* TO {OPERATOR}@127.0.0.1 WITH GRANT OPTION"));
    }

    /// Throws everything away: a new server at the same address, with the same accounts and no database.
    pub fn replace(&self) {
        self.kill();
        fs::remove_dir_all(self.folder.path().join("data")).unwrap();
        self.databases.store(0, Ordering::Relaxed);
        self.set_up();
    }

    /// The id of its process.
    ///
    /// # Panics
    /// While it is down.
    pub fn pid(&self) -> u32 {
        self.process.lock().unwrap().as_ref().unwrap().id()
    }

    /// Where it listens.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Where it keeps its files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// User and password of somebody who may do anything on the server.
    pub fn operator(&self) -> (&'static str, &'static str) {
        (OPERATOR, PASSWORD)
    }

    /// With what the server shows who it is to those who want it encrypted.
    pub fn certificates(&self) -> &Certificates {
        &self.certificates
    }

    /// Makes an empty database and returns its address, on which `?ssl-mode=…` may follow.
    pub fn database(&self) -> String {
        let name = format!("paseport_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.execute(&format!("CREATE DATABASE {name}"));
        format!("mysql://{ISSUER}:{PASSWORD}@127.0.0.1:{}/{name}", self.port)
    }

    /// Does something as the server's operator; returns the rows, columns with tabs between.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn execute(&self, statement: &str) -> String {
        let Output { status, stdout, stderr } = self.ask(statement);
        assert!(status.success(), "{statement}: {}", String::from_utf8_lossy(&stderr));
        String::from_utf8(stdout).unwrap()
    }

    /// Others who are connected to the server too, as many as [`Strangers::use_up_connections`] needs.
    pub fn strangers(&self) -> Strangers<'_> {
        self.execute(&format!("CREATE USER IF NOT EXISTS {STRANGER}@127.0.0.1 IDENTIFIED BY '{PASSWORD}'"));
        let clients = (0..FEWEST_CONNECTIONS).map(|_| self.stranger()).collect();
        let strangers = Strangers { clients, server: self };
        let here = format!(
            "SELECT COUNT(*) = {FEWEST_CONNECTIONS} FROM information_schema.processlist WHERE user = '{STRANGER}'"
        );
        wait_until("strangers are connected", || self.execute(&here).trim() == "1");
        strangers
    }

    fn stranger(&self) -> Child {
        let mut command = Command::new("mariadb");
        command.args(["--no-defaults", "--protocol=tcp", "--host=127.0.0.1", &format!("--port={}", self.port)]);
        command.arg(format!("--user={STRANGER}")).arg(format!("--password={PASSWORD}"));
        command.arg("--execute=DO SLEEP(600)").stderr(Stdio::null()).spawn().unwrap()
    }

    /// Kills the server, as when its machine fails.
    pub fn kill(&self) {
        *self.process.lock().unwrap() = None;
    }

    /// Starts a killed server on the data that it has, and waits until it answers.
    pub fn revive(&self) {
        self.revive_with(&[]);
    }

    /// The same, with arguments beside its configuration.
    pub fn revive_with(&self, arguments: &[&str]) {
        let configuration = format!("--defaults-file={}", self.configuration().display());
        let process = Process::start(self.folder.path(), &[&[MARIADBD, &configuration], arguments].concat());
        *self.process.lock().unwrap() = Some(process);
        wait_until("MariaDB answers", || self.ask("SELECT 1").status.success());
    }

    /// Stops the server without ending it: connections stay and nothing answers.
    pub fn pause(&self) {
        self.signal("STOP");
        wait_until("MariaDB is paused", || self.is_paused());
    }

    /// Lets a paused server go on where it stopped.
    pub fn resume(&self) {
        self.signal("CONT");
    }

    /// Whether every thread has heard of it.
    fn is_paused(&self) -> bool {
        let id = fs::read_to_string(self.folder.path().join("data/mariadbd.pid")).unwrap();
        let threads = fs::read_dir(format!("/proc/{}/task", id.trim())).unwrap();
        threads.map(|thread| fs::read_to_string(thread.unwrap().path().join("stat")).unwrap()).all(|stat| {
            // The state comes after the name, which stands in brackets.
            stat.rsplit_once(')').unwrap().1.starts_with(" T")
        })
    }

    fn signal(&self, name: &str) {
        self.process.lock().unwrap().as_ref().unwrap().signal(name);
    }

    fn install(&self) {
        let mut command = Command::new("mariadb-install-db");
        command.arg(format!("--defaults-file={}", self.configuration().display()));
        command.args(["--auth-root-authentication-method=normal", "--skip-test-db"]);
        if is_root() {
            command.arg("--user=mysql");
        }
        let Output { status, stdout, stderr } = command.output().unwrap();
        let said = [stdout, stderr].concat();
        assert!(status.success(), "{}", String::from_utf8_lossy(&said));
    }

    fn ask(&self, statement: &str) -> Output {
        let mut command = Command::new("mariadb");
        command.args(["--no-defaults", "--user=root", "--batch", "--skip-column-names"]);
        command.arg(format!("--socket={}", self.socket().display())).arg(format!("--execute={statement}"));
        command.output().unwrap()
    }

    /// The configuration of `docker/mariadb`, with an address of its own and little memory. What the server wrote is there
    /// after it was killed, and needs no disk to turn for it: no test takes the power away.
    fn settings(&self) -> String {
        let file = |name: &str| self.folder.path().join(name).display().to_string();
        let own = [
            ("bind-address", "127.0.0.1".to_owned()),
            ("port", self.port.to_string()),
            ("socket", self.socket().display().to_string()),
            ("datadir", file("data")),
            ("tmpdir", file("temporary")),
            ("pid-file", file("data/mariadbd.pid")),
            ("ssl-cert", self.certificates.certificate().display().to_string()),
            ("ssl-key", self.certificates.key().display().to_string()),
            ("innodb-buffer-pool-size", "32M".to_owned()),
            ("innodb-log-file-size", "8M".to_owned()),
            ("innodb-flush-method", "nosync".to_owned()),
            ("performance-schema", "OFF".to_owned()),
        ];
        let mut lines = vec![fs::read_to_string(repository().join("docker/mariadb/paseport.cnf")).unwrap()];
        lines.extend(own.map(|(name, value)| format!("{name} = {value}")));
        lines.extend(is_root().then(|| "user = mysql".to_owned()));
        lines.join("\n")
    }

    fn configuration(&self) -> PathBuf {
        self.folder.path().join("mariadb.cnf")
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("data/socket")
    }
}

/// What the containers' issuer may do to its tables, and no more.
fn rights() -> String {
    let script = fs::read_to_string(repository().join("docker/mariadb/init/10-issuer.sh")).unwrap();
    let grant = script.lines().find_map(|line| line.strip_prefix("GRANT ")?.split_once(" ON paseport.* TO ")).unwrap();
    grant.0.to_owned()
}

/// They go when this is dropped, and there are connections for everybody again.
#[derive(Debug)]
pub struct Strangers<'a> {
    clients: Vec<Child>,
    server: &'a MariaDbServer,
}

impl Strangers<'_> {
    /// Leaves no connection to anybody else, and takes the issuers' away.
    pub fn use_up_connections(&self) {
        let taken = format!("SET GLOBAL max_connections = {FEWEST_CONNECTIONS}; KILL USER {ISSUER}@127.0.0.1");
        self.server.execute(&taken);
    }
}

impl Drop for Strangers<'_> {
    fn drop(&mut self) {
        // Whoever is turned away has the operator's place for a moment. And of clients that are gone the server would
        // hear only at its next word to them.
        let freed = format!("SET GLOBAL max_connections = DEFAULT; KILL USER {STRANGER}@127.0.0.1");
        holds_in_time(|| self.server.ask(&freed).status.success());
        for client in &mut self.clients {
            client.kill().ok();
            client.wait().ok();
        }
    }
}

/// A folder in memory where the system has plenty of it: a container's 64 MB hold no two servers.
fn roomy_folder() -> TempDir {
    let df = Command::new("df").args(["--output=avail", "--block-size=1M", "/dev/shm"]).output();
    let said = df.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let megabytes = said.lines().nth(1).and_then(|line| line.trim().parse().ok()).unwrap_or(0);
    if megabytes > ROOMY { folder() } else { TempDir::new().unwrap() }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}
