//! `cargo xtask stack` as whoever starts it knows it: what it says, the walk of the README, and that nothing of it stays.

use std::{
    collections::BTreeSet,
    fs,
    io::Read,
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;
use testkit::{readme, servers::free_ports, stack::Browser};
use tokio::time::{Duration, Instant, sleep};

use crate::{turn, waiting::wait_for};

/// Of the caller, who wants cheap hashes and has servers of his own.
const CALLERS: [(&str, &str); 7] = [
    ("BCRYPT_COST", "5"),
    ("MARIADB_URL", "mysql://somebody@127.0.0.1:1/else"),
    ("PUBLIC_URL", "https://else.example"),
    ("REDIS_SENTINELS", "127.0.0.1:1"),
    ("SERVER_PORT", "1"),
    ("VAULT_SKIP_VERIFY", "true"),
    ("VAULT_TOKEN", "hvs.of-another-vault"),
];
/// For everything to be there, and to be gone.
const PATIENCE: Duration = Duration::from_mins(2);
/// Names in `endpoints.json`, the program that each stands for, and how many of it there are.
const PARTS: [(&str, &str, usize); 11] = [
    ("api", "api", 2),
    ("issuer", "issuer", 2),
    ("mariadb", "mariadbd", 1),
    ("nginx", "nginx", 1),
    ("redis-1", "redis-server", 1),
    ("redis-2", "redis-server", 1),
    ("redis-3", "redis-server", 1),
    ("sentinel-1", "redis-sentinel", 1),
    ("sentinel-2", "redis-sentinel", 1),
    ("sentinel-3", "redis-sentinel", 1),
    ("vault", "vault", 1),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_readme_goes_as_written_and_sigterm_ends_all_of_it() {
    let _turn = turn::beside_another().await;
    let mut running = Running::start().await;
    running.endpoints_are_those_of_the_contract().await;
    let address = running.address.clone();
    the_app_is_served(&address).await;
    readme::try_routes_of_swagger_ui(&address).await;
    tokio::task::spawn_blocking(move || readme::walk(&address)).await.unwrap();
    running.signal("TERM");
    assert!(running.has_ended().await.success());
    running.nothing_is_left().await;
    assert!(!running.endpoints.exists(), "nobody is led to what is gone");
    let said = running.said();
    for words in [&*running.address, "admin@example.com / dev-admin-password-1", "/swagger-ui/", "endpoints.json"] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_outlives_a_stack_that_is_killed_or_interrupted_or_whose_caller_is_gone() {
    let _turn = turn::beside_another().await;
    let mut killed = Running::start().await;
    killed.signal("KILL");
    killed.has_ended().await;
    killed.nothing_is_left().await;

    // Ctrl-C.
    let mut interrupted = Running::start().await;
    interrupted.signal("INT");
    assert!(interrupted.has_ended().await.success());
    interrupted.nothing_is_left().await;

    let mut left_alone = Running::start().await;
    drop(left_alone.child.stdin.take());
    assert!(left_alone.has_ended().await.success());
    left_alone.nothing_is_left().await;
}

/// A stack that somebody started.
struct Running {
    child: Child,
    address: String,
    endpoints: PathBuf,
    /// All that it started, and where they work.
    pids: Vec<u64>,
    places: BTreeSet<PathBuf>,
    folder: TempDir,
}

impl Running {
    async fn start() -> Self {
        let (folder, [port]) = (tempfile::tempdir().unwrap(), free_ports());
        let (endpoints, temporary) = (folder.path().join("stack/endpoints.json"), folder.path().join("temporary"));
        fs::create_dir(&temporary).unwrap();
        // What stands there of one that was killed is not read.
        fs::create_dir(folder.path().join("stack")).unwrap();
        fs::write(&endpoints, "{}").unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_stack"));
        program.args(["--port", &port.to_string(), "--ends-with-input", "--endpoints"]).arg(&endpoints);
        program.arg("--app").arg(app(folder.path())).envs(CALLERS).env("TMPDIR", &temporary);
        let child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let address = format!("http://127.0.0.1:{port}");
        let mut running = Self { child, address, endpoints, pids: Vec::new(), places: BTreeSet::new(), folder };
        wait_for(PATIENCE, "the stack says what runs where", async || running.told().is_some()).await;
        let told = running.told().unwrap();
        running.pids = told.values().flat_map(|part| list(&part["pids"])).map(|pid| pid.as_u64().unwrap()).collect();
        running.places = running.pids.iter().map(|pid| running.place(*pid)).collect();
        assert!(running.places.len() >= 5, "each server has a folder: {:?}", running.places);
        running
    }

    /// `endpoints.json`, when it is there.
    fn told(&self) -> Option<serde_json::Map<String, Value>> {
        let told: Value = serde_json::from_slice(&fs::read(&self.endpoints).ok()?).unwrap();
        let parts = told.as_object().unwrap().clone();
        (!parts.is_empty()).then_some(parts)
    }

    /// The temporary folder that a process works in, or below.
    fn place(&self, pid: u64) -> PathBuf {
        let works_in = fs::read_link(format!("/proc/{pid}/cwd")).unwrap();
        let roots = [self.folder.path().join("temporary"), "/dev/shm".into()];
        let is_below_root =
            |folder: &&Path| folder.parent().is_some_and(|parent| roots.iter().any(|root| root == parent));
        works_in.ancestors().find(is_below_root).unwrap_or_else(|| panic!("{}", works_in.display())).to_owned()
    }

    async fn endpoints_are_those_of_the_contract(&self) {
        let told = self.told().unwrap();
        assert_eq!(told.keys().collect::<Vec<_>>(), PARTS.map(|(name, ..)| name));
        for (name, program, instances) in PARTS {
            let (pids, addresses) = (list(&told[name]["pids"]), list(&told[name]["addresses"]));
            assert_eq!((pids.len(), addresses.len()), (instances, instances), "{name}");
            for pid in pids {
                assert_eq!(fs::read_to_string(format!("/proc/{pid}/comm")).unwrap().trim(), program, "{name}");
            }
            for address in addresses {
                assert!(TcpStream::connect(address.as_str().unwrap()).is_ok(), "{name} at {address}");
            }
        }
        assert_eq!(format!("http://{}", told["nginx"]["addresses"][0].as_str().unwrap()), self.address);
        let hash = ask_mariadb(&told["mariadb"], "SELECT password_hash FROM paseport_0.users LIMIT 1");
        assert!(hash.contains("$05$"), "the caller's BCRYPT_COST: {hash}");
        let vault = told["vault"]["addresses"][0].as_str().unwrap();
        let mut operator = Browser::new(&format!("http://{vault}"));
        let token = told["vault"]["root_token"].as_str().unwrap();
        let mounts = operator.get_with(token, "/v1/sys/mounts").await.unwrap();
        assert!(mounts.body["transit/"].is_object(), "{mounts:?}");
        for name in ["redis-1", "sentinel-3"] {
            let (_, port) = told[name]["addresses"][0].as_str().unwrap().split_once(':').unwrap();
            let answer = Command::new("redis-cli").args(["-p", port, "PING"]).output().unwrap();
            assert_eq!(answer.stdout.trim_ascii(), b"PONG", "{name} wants no login");
        }
    }

    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &pid]).status().unwrap().success());
    }

    async fn has_ended(&mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(began.elapsed() < PATIENCE, "the stack doesn't end");
            sleep(Duration::from_millis(50)).await;
        }
    }

    async fn nothing_is_left(&self) {
        let running = || self.pids.iter().filter(|pid| is_running(**pid)).collect::<Vec<_>>();
        wait_for(PATIENCE, "all processes have ended", async || running().is_empty()).await;
        let left = || {
            let temporary = fs::read_dir(self.folder.path().join("temporary")).unwrap();
            let places = self.places.iter().filter(|place| place.exists()).cloned();
            temporary.map(|entry| entry.unwrap().path()).chain(places).collect::<Vec<_>>()
        };
        wait_for(PATIENCE, "all folders are gone", async || left().is_empty()).await;
    }

    /// What it printed, when it has ended.
    fn said(&mut self) -> String {
        let mut said = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
        said
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Not there any more, or only until somebody hears of its end.
fn is_running(pid: u64) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_some_and(|(_, rest)| !rest.starts_with(" Z"))
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().unwrap().clone()
}

fn ask_mariadb(server: &Value, statement: &str) -> String {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let address = text(&server["addresses"][0]);
    let (host, port) = address.split_once(':').unwrap();
    let mut client = Command::new("mariadb");
    client.args(["--no-defaults", "--protocol=tcp", "--batch", "--skip-column-names", "--host", host, "--port", port]);
    client
        .arg(format!("--user={}", text(&server["username"])))
        .arg(format!("--password={}", text(&server["password"])));
    let output = client.arg("--execute").arg(statement).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// An app as its build leaves it, in a folder that nobody else may open, as home folders are.
fn app(below: &Path) -> PathBuf {
    let app = below.join("app");
    fs::create_dir(&app).unwrap();
    fs::write(app.join("index.html"), "<!doctype html><title>Paseport</title>").unwrap();
    app
}

async fn the_app_is_served(address: &str) {
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    for page in ["/", "/login", "/users"] {
        let answer = client.get(format!("{address}{page}")).send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let text = answer.text().await.unwrap();
        assert_eq!(status, 200, "{page}: {headers:?} {text}");
        assert!(text.contains("<title>Paseport</title>"), "{page}: {text}");
    }
}
