//! A server as a process that ends with the test, however the test ends.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

/// Runs the server in a session of its own, says its process id, and waits for its own input. Whatever ends that, the
/// server and all that it started are killed. The word `keep` comes from a test that goes on; without it the test is
/// gone, and the folder named in `$0` goes too.
///
/// The session keeps Ctrl-C away, and lets a server that is paused be one: the system hangs up on a group of processes
/// that loses its parent while one of them is stopped.
const WATCH: &str = r#"trap '' HUP
setsid "$@" </dev/null >>log 2>&1 & echo $!
exec >&-
read -r word
kill -KILL -$! 2>/dev/null || kill -KILL $!
wait
test "$word" = keep || rm -rf -- "$0""#;

/// A server and the shell that watches over it. Dead when dropping this is done, and also when the test is killed.
#[derive(Debug)]
pub(crate) struct Process {
    watch: Child,
    id: String,
    log: PathBuf,
}

impl Process {
    /// Starts a program in `folder`, which is removed when the test ends without dropping this. What it prints goes to
    /// the file `log` there.
    pub(crate) fn start(folder: &Path, command: &[&str]) -> Self {
        Self::start_below(folder, folder, command, &[])
    }

    /// The same in a folder below `root`, which is what is removed. The program is told nothing of these variables, though
    /// whoever runs the test may have set them.
    pub(crate) fn start_below(root: &Path, folder: &Path, command: &[&str], without: &[String]) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", WATCH]).arg(root).args(command).current_dir(folder);
        for name in without {
            shell.env_remove(name);
        }
        let pipes = shell.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut watch = pipes.spawn().unwrap();
        let mut id = String::new();
        BufReader::new(watch.stdout.take().unwrap()).read_line(&mut id).unwrap();
        Self { watch, id: id.trim().to_owned(), log: folder.join("log") }
    }

    /// Its process id.
    pub(crate) fn id(&self) -> u32 {
        self.id.parse().expect("the watch says a number")
    }

    /// Sends a signal by its name, to the server and all that it started.
    pub(crate) fn signal(&self, name: &str) {
        let group = format!("-{}", self.id);
        // The process may be dead already.
        Command::new("kill").args(["-s", name, "--", &group]).stderr(Stdio::null()).status().unwrap();
    }

    /// What the servers of this folder said so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(mut input) = self.watch.stdin.take() {
            // A watch that is gone has done its work.
            input.write_all(b"keep\n").ok();
        }
        self.watch.wait().ok();
    }
}

/// Waits until something holds.
///
/// # Panics
/// When it doesn't hold within a minute.
pub(crate) fn wait_until(what: &str, holds: impl Fn() -> bool) {
    assert!(holds_in_time(holds), "{what}: waited in vain");
}

/// Whether something comes to hold within a minute: several times as long as servers take to start on a busy machine.
pub(crate) fn holds_in_time(holds: impl Fn() -> bool) -> bool {
    for _ in 0..1200 {
        if holds() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    false
}
