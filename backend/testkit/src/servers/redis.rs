//! Redis with two replicas and three Sentinels.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, OnceLock},
};

use tempfile::TempDir;

use super::{
    certificates::Certificates,
    free_ports,
    process::{Process, wait_until},
};
use crate::sqlite::folder;

/// What the Sentinels call the master: see `docker/redis/sentinel.conf`.
pub const MASTER_NAME: &str = "paseport";

/// A master, two replicas and three Sentinels, as they stand in `docker/redis`. They end with this.
#[derive(Debug)]
pub struct RedisServers {
    certificates: Option<Certificates>,
    nodes: [u16; 3],
    sentinels: [u16; 3],
    node_processes: Mutex<[Option<Process>; 3]>,
    sentinel_processes: Mutex<[Option<Process>; 3]>,
    folder: TempDir,
}

impl RedisServers {
    /// The servers that tests share which don't break anything; each test has names of its own there.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<RedisServers> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// Servers of one's own, to be broken. Returns when the Sentinels know everybody.
    pub fn start() -> Self {
        Self::start_with(folder(), None)
    }

    /// The same, but they speak only TLS, and only with who has a certificate.
    pub fn start_encrypted() -> Self {
        let folder = folder();
        let certificates = Certificates::make(folder.path());
        Self::start_with(folder, Some(certificates))
    }

    fn start_with(folder: TempDir, certificates: Option<Certificates>) -> Self {
        let servers = Self {
            certificates,
            nodes: free_ports(),
            sentinels: free_ports(),
            node_processes: Mutex::default(),
            sentinel_processes: Mutex::default(),
            folder,
        };
        servers.set_up();
        servers
    }

    fn set_up(&self) {
        (0..3).for_each(|node| self.start_node(node));
        wait_until("replicas follow", || self.ask(self.nodes[0], "ROLE").matches("127.0.0.1").count() == 2);
        (0..3).for_each(|sentinel| self.start_sentinel(sentinel));
        wait_until("Sentinels know everybody", || self.sentinels.iter().all(|port| self.knows_all(*port)));
    }

    /// Throws everything away: new servers at the same addresses, without data.
    pub fn replace(&self) {
        for number in 0..3 {
            self.kill_sentinel(number);
            self.kill(number);
        }
        for number in 0..3 {
            fs::remove_dir_all(self.node_folder(number)).unwrap();
            fs::remove_dir_all(self.folder.path().join(format!("sentinel-{number}"))).unwrap();
        }
        self.set_up();
    }

    /// Waits until the next failure would find everything as it was at first: a master, two replicas that have all of its
    /// data, and Sentinels that know each other.
    pub fn wait_until_whole(&self) {
        let is_whole = || {
            let replicated = self.ask_node(self.master(), "INFO replication");
            replicated.matches("state=online").count() == 2 && self.sentinels.iter().all(|port| self.knows_all(*port))
        };
        wait_until("master, replicas and Sentinels are whole", is_whole);
    }

    /// The certificates of encrypted servers.
    pub fn certificates(&self) -> Option<&Certificates> {
        self.certificates.as_ref()
    }

    /// Where the Sentinels listen, as `host:port`.
    pub fn sentinels(&self) -> [String; 3] {
        self.sentinels.map(|port| format!("127.0.0.1:{port}"))
    }

    /// Process id and address of each node that runs.
    pub fn node_endpoints(&self) -> Vec<(u32, String)> {
        endpoints(&self.node_processes, self.nodes)
    }

    /// Process id and address of each Sentinel that runs.
    pub fn sentinel_endpoints(&self) -> Vec<(u32, String)> {
        endpoints(&self.sentinel_processes, self.sentinels)
    }

    /// The number of the node that most Sentinels take for the master.
    pub fn master(&self) -> usize {
        let named = self.sentinels.map(|port| self.ask(port, "SENTINEL GET-MASTER-ADDR-BY-NAME paseport"));
        let votes = |port: u16| named.iter().filter(|answer| answer.contains(&port.to_string())).count();
        (0..3).max_by_key(|node| votes(self.nodes[*node])).unwrap()
    }

    /// Where a node listens, as `host port`.
    pub fn address(&self, node: usize) -> String {
        format!("127.0.0.1 {}", self.nodes[node])
    }

    /// Asks a node something; the answer as `redis-cli` prints it, empty when there is none.
    pub fn ask_node(&self, node: usize, command: &str) -> String {
        self.ask(self.nodes[node], command)
    }

    /// Where it keeps its files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Kills a node, as when its machine fails.
    pub fn kill(&self, node: usize) {
        self.node_processes.lock().unwrap()[node] = None;
    }

    /// Starts a killed node on the data that it has.
    pub fn revive(&self, node: usize) {
        self.start_node(node);
    }

    /// Stops a node without ending it: connections stay and nothing answers.
    pub fn pause(&self, node: usize) {
        self.signal(node, "STOP");
    }

    /// Lets a paused node go on where it stopped.
    pub fn resume(&self, node: usize) {
        self.signal(node, "CONT");
    }

    /// The planned switch as the runbook has it: writes wait, then a Sentinel is told to fail over. Returns at once.
    pub fn switch(&self) {
        self.switch_from(self.master());
    }

    /// The same for who knows the master, and so what time it is when it begins.
    pub fn switch_from(&self, master: usize) {
        self.ask_node(master, "CLIENT PAUSE 10000 WRITE");
        let answer = self.ask(self.sentinels[0], "SENTINEL FAILOVER paseport");
        assert_eq!(answer.trim(), "OK");
    }

    /// Cuts the replicas off, so that what is written from now on never reaches them.
    pub fn cut_replicas(&self) {
        let master = self.master();
        for replica in (0..3).filter(|node| *node != master) {
            assert_eq!(self.ask_node(replica, "REPLICAOF 127.0.0.1 1").trim(), "OK");
        }
    }

    /// Kills a Sentinel.
    pub fn kill_sentinel(&self, sentinel: usize) {
        self.sentinel_processes.lock().unwrap()[sentinel] = None;
    }

    /// Starts a killed Sentinel with what it had learned.
    pub fn revive_sentinel(&self, sentinel: usize) {
        self.start_sentinel(sentinel);
    }

    /// Stops all Sentinels without ending them: nobody can take a master's place.
    pub fn pause_sentinels(&self) {
        self.signal_sentinels("STOP");
    }

    /// Lets paused Sentinels go on where they stopped.
    pub fn resume_sentinels(&self) {
        self.signal_sentinels("CONT");
    }

    /// Empties the master, and with it the replicas.
    pub fn empty(&self) {
        assert_eq!(self.ask_node(self.master(), "FLUSHALL SYNC").trim(), "OK");
    }

    /// Keeps what a node has on its disk now, for [`RedisServers::restart_with`].
    pub fn save(&self, node: usize) -> Saved {
        self.ask_node(node, "CONFIG SET appendfsync always");
        let saved = Saved { folder: folder() };
        copy(&self.node_folder(node).join("appendonlydir"), &saved.folder.path().join("appendonlydir"));
        self.ask_node(node, "CONFIG SET appendfsync everysec");
        saved
    }

    /// Kills a node and starts it at once on older data: nobody but its run id tells.
    pub fn restart_with(&self, node: usize, saved: &Saved) {
        self.kill(node);
        let data = self.node_folder(node).join("appendonlydir");
        fs::remove_dir_all(&data).unwrap();
        copy(&saved.folder.path().join("appendonlydir"), &data);
        self.start_node(node);
    }

    fn start_node(&self, node: usize) {
        let folder = self.node_folder(node);
        let config = folder.join("redis.conf");
        if !config.exists() {
            fs::create_dir_all(&folder).unwrap();
            let mut text = configuration("redis.conf");
            writeln!(text, "bind 127.0.0.1\n{}\ndir {}", self.port(self.nodes[node]), folder.display()).unwrap();
            if node > 0 {
                writeln!(text, "replicaof 127.0.0.1 {}", self.nodes[0]).unwrap();
            }
            fs::write(&config, text).unwrap();
        }
        let process = Process::start(self.folder.path(), &["redis-server", config.to_str().unwrap()]);
        self.node_processes.lock().unwrap()[node] = Some(process);
        wait_until("a node answers", || self.ask_node(node, "PING").trim() == "PONG");
    }

    fn start_sentinel(&self, sentinel: usize) {
        let folder = self.folder.path().join(format!("sentinel-{sentinel}"));
        let config = folder.join("sentinel.conf");
        if !config.exists() {
            fs::create_dir_all(&folder).unwrap();
            let text = configuration("sentinel.conf")
                .replace("port 26379", &format!("bind 127.0.0.1\n{}", self.port(self.sentinels[sentinel])))
                .replace("redis-master 6379", &format!("127.0.0.1 {}", self.nodes[0]));
            fs::write(&config, text).unwrap();
        }
        let process = Process::start(self.folder.path(), &["redis-sentinel", config.to_str().unwrap()]);
        self.sentinel_processes.lock().unwrap()[sentinel] = Some(process);
        wait_until("a Sentinel answers", || self.ask(self.sentinels[sentinel], "PING").trim() == "PONG");
    }

    /// Whether a Sentinel has found the master well, both replicas and both other Sentinels.
    fn knows_all(&self, sentinel: u16) -> bool {
        let facts = self.ask(sentinel, "SENTINEL MASTER paseport");
        let facts: Vec<&str> = facts.lines().collect();
        let says = |name: &str, value: &str| facts.windows(2).any(|pair| pair == [name, value]);
        says("num-slaves", "2") && says("num-other-sentinels", "2") && says("flags", "master")
    }

    /// How a server is told its port.
    fn port(&self, port: u16) -> String {
        let Some(certificates) = &self.certificates else { return format!("port {port}") };
        let (authority, certificate, key) = (certificates.authority(), certificates.certificate(), certificates.key());
        format!(
            "port 0\ntls-port {port}\ntls-replication yes\ntls-ca-cert-file {}\ntls-cert-file {}\ntls-key-file {}",
            authority.display(),
            certificate.display(),
            key.display()
        )
    }

    /// What a server answers, as `redis-cli` prints it; empty when it doesn't answer.
    fn ask(&self, port: u16, command: &str) -> String {
        let mut cli = Command::new("timeout");
        cli.args(["2", "redis-cli", "-h", "127.0.0.1", "-p", &port.to_string()]);
        if let Some(certificates) = &self.certificates {
            cli.arg("--tls").arg("--cacert").arg(certificates.authority());
            cli.arg("--cert").arg(certificates.certificate()).arg("--key").arg(certificates.key());
        }
        String::from_utf8(cli.args(command.split(' ')).output().unwrap().stdout).unwrap()
    }

    fn signal(&self, node: usize, name: &str) {
        self.node_processes.lock().unwrap()[node].as_ref().unwrap().signal(name);
    }

    fn signal_sentinels(&self, name: &str) {
        self.sentinel_processes.lock().unwrap().iter().flatten().for_each(|sentinel| sentinel.signal(name));
    }

    fn node_folder(&self, node: usize) -> PathBuf {
        self.folder.path().join(format!("redis-{node}"))
    }
}

/// What a node had on its disk.
#[derive(Debug)]
pub struct Saved {
    folder: TempDir,
}

fn endpoints(processes: &Mutex<[Option<Process>; 3]>, ports: [u16; 3]) -> Vec<(u32, String)> {
    let processes = processes.lock().unwrap();
    let named = processes.iter().zip(ports);
    named.filter_map(|(process, port)| Some((process.as_ref()?.id(), format!("127.0.0.1:{port}")))).collect()
}

/// A file of `docker/redis`.
pub(super) fn configuration(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docker/redis");
    fs::read_to_string(folder.join(name)).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
