//! A running `paseport`, started with nothing but the settings of the test, killed when the test is over.

use std::{
    collections::BTreeMap,
    fmt::Write,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
    time::Duration,
};

use tempfile::TempDir;
use tokio::time::Instant;

use crate::browser::Browser;

/// A start or an end that takes longer has gone wrong. Generous, for machines with other work.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a condition is looked at.
const POLL: Duration = Duration::from_millis(5);

/// How to start the program.
#[derive(Clone, Debug)]
pub(crate) struct Launch {
    data_dir: PathBuf,
    port: u16,
    variables: BTreeMap<String, String>,
}

impl Launch {
    /// In development mode, with the cheapest hashes and no limit on sign-ins that a test could run into.
    pub(crate) fn development(data_dir: &Path) -> Self {
        Self::production(data_dir)
            .with("PASEPORT_ENV", "development")
            .with("BCRYPT_COST", "4")
            .with("LOGIN_BURST", "100000")
    }

    /// With nothing set: that is production.
    pub(crate) fn production(data_dir: &Path) -> Self {
        Self { data_dir: data_dir.to_owned(), port: free_port(), variables: BTreeMap::new() }
    }

    pub(crate) fn with(mut self, variable: &str, value: &str) -> Self {
        self.variables.insert(variable.to_owned(), value.to_owned());
        self
    }

    pub(crate) fn on_port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Starts the program and waits until it answers.
    pub(crate) async fn start(&self) -> Program {
        let mut program = self.spawn();
        let mut prober = program.browser();
        wait_for("the first answer", || {
            assert!(!program.has_ended(), "ended instead of serving:\n{}", program.output());
            let answer = prober.probe("/health/ready");
            async move { answer.await.is_some_and(|status| status == 200) }
        })
        .await;
        program
    }

    /// Starts the program, which must give up by itself.
    pub(crate) async fn refused(&self) -> Ended {
        self.spawn().ended().await
    }

    fn spawn(&self) -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_paseport"))
            .args(["serve", "--port", &self.port.to_string(), "--data-dir"])
            .arg(&self.data_dir)
            .env_clear()
            // An operator may have asked for backtraces; the program must not show them to people.
            .env("RUST_BACKTRACE", "1")
            .envs(&self.variables)
            // Away from any `.env` file.
            .current_dir(self.data_dir.parent().expect("the data directory lies in the test's folder"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let stdout = Captured::start(child.stdout.take().expect("was piped"));
        let stderr = Captured::start(child.stderr.take().expect("was piped"));
        let origin = self.variables.get("PUBLIC_URL").cloned();
        Program { child, port: self.port, origin, stdout, stderr }
    }
}

/// A process that was started. Dropping it kills it.
#[derive(Debug)]
pub(crate) struct Program {
    child: Child,
    pub(crate) port: u16,
    origin: Option<String>,
    stdout: Captured,
    stderr: Captured,
}

impl Program {
    /// The address it listens on.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A browser with a page of ours open.
    pub(crate) fn browser(&self) -> Browser {
        let origin = self.origin.clone().unwrap_or_else(|| self.address());
        Browser::new(self.address(), origin)
    }

    /// Everything it has said so far.
    pub(crate) fn output(&self) -> String {
        let mut output = self.stdout.text();
        let _ = write!(output, "{}", self.stderr.text());
        output
    }

    /// What it has said on standard output so far.
    pub(crate) fn stdout(&self) -> String {
        self.stdout.text()
    }

    /// Waits until it has said `text` on standard output.
    pub(crate) async fn says(&self, text: &str) {
        wait_for(text, || {
            let said = self.stdout().contains(text);
            async move { said }
        })
        .await;
    }

    /// The one-time token that a start without an admin prints.
    pub(crate) async fn setup_token(&self) -> String {
        self.says("valid once:\n  ").await;
        let said = self.stdout();
        let mut lines = said.lines().skip_while(|line| !line.ends_with("valid once:"));
        lines.nth(1).expect("the token has a line of its own").trim().to_owned()
    }

    /// Pulls the plug.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it was running");
    }

    /// Asks it to stop.
    pub(crate) fn terminate(&self) {
        let asked = Command::new("/bin/sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status();
        assert!(asked.expect("a shell").success());
    }

    /// Asks it to stop, and waits for its end.
    pub(crate) async fn stop(self) -> Ended {
        self.terminate();
        self.ended().await
    }

    /// Waits for its end.
    pub(crate) async fn ended(mut self) -> Ended {
        let began = Instant::now();
        wait_for("the end", || {
            let ended = self.has_ended();
            async move { ended }
        })
        .await;
        let took = began.elapsed();
        let status = self.child.wait().expect("it has ended");
        Ended { status, took, stdout: self.stdout.all(), stderr: self.stderr.all() }
    }

    fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("a child of ours").is_some()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What is left of a process.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    /// From when its end was waited for.
    pub(crate) took: Duration,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A stream that is read as it comes, so that the program never waits for us.
#[derive(Debug)]
struct Captured {
    text: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Captured {
    fn start(stream: impl Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(String::new()));
        let into = text.clone();
        let reader = thread::spawn(move || {
            let mut lines = BufReader::new(stream);
            let mut line = Vec::new();
            while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                into.lock().unwrap().push_str(&String::from_utf8_lossy(&line));
                line.clear();
            }
        });
        Self { text, reader: Some(reader) }
    }

    fn text(&self) -> String {
        self.text.lock().unwrap().clone()
    }

    /// The whole, when the process has ended.
    fn all(&mut self) -> String {
        if let Some(reader) = self.reader.take() {
            reader.join().expect("reading doesn't panic");
        }
        self.text()
    }
}

/// Looks again and again until the condition holds.
pub(crate) async fn wait_for<F: Future<Output = bool>>(what: &str, mut condition: impl FnMut() -> F) {
    let deadline = Instant::now() + PATIENCE;
    while !condition().await {
        assert!(Instant::now() < deadline, "waited too long for: {what}");
        tokio::time::sleep(POLL).await;
    }
}

/// A folder for one test, and the path in it that becomes the data directory.
pub(crate) fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data_dir = folder.path().join("data");
    (folder, data_dir)
}

/// A port of 127.0.0.1 that nobody listens on.
pub(crate) fn free_port() -> u16 {
    let [port] = testkit::servers::free_ports();
    port
}
