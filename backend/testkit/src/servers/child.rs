//! A program that runs as long as the test that started it.

use std::{
    fs::{self, File},
    io::Write,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// Starts the program given as its arguments, notes its process id in the file `pid`, and ends it when its own input
/// ends: that is when whoever holds the other end of the pipe goes away, however he goes.
const GUARD: &str = r#"trap '' INT
"$@" </dev/null & child=$!
echo "$child" >pid
cat >/dev/null
kill "$child" 2>/dev/null
wait "$child""#;

/// A running program and its folder. Both go when this is dropped, or when the test program ends.
#[derive(Debug)]
pub(super) struct GuardedChild {
    guard: Child,
    folder: PathBuf,
}

impl GuardedChild {
    /// Starts `command` in `folder`, its output in the file `log` there.
    pub(super) fn start(folder: &Path, command: &[&str]) -> Self {
        let log = File::options().create(true).append(true).open(folder.join("log")).unwrap();
        let guard = Command::new("sh")
            .args(["-c", GUARD, "guard"])
            .args(command)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            // So that Ctrl-C reaches the guard by the end of its input only.
            .process_group(0)
            .spawn()
            .unwrap();
        Self { guard, folder: folder.to_owned() }
    }

    /// Sends a signal such as `KILL`, `STOP` or `CONT`.
    pub(super) fn signal(&self, signal: &str) {
        let pid = fs::read_to_string(self.folder.join("pid")).unwrap();
        assert!(Command::new("kill").args(["-s", signal, pid.trim()]).status().unwrap().success());
    }

    /// What the program said so far.
    pub(super) fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

impl Drop for GuardedChild {
    fn drop(&mut self) {
        if let Some(mut input) = self.guard.stdin.take() {
            // A pipe that is broken already has done its work.
            let _ = input.flush();
        }
        let _ = self.guard.wait();
    }
}

/// A new folder below `parent` for servers of this process. Those of processes that are gone are removed, and what
/// still runs in them is ended: a guard can be killed before it has done its work.
pub(super) fn folder(parent: &Path, name: &str) -> PathBuf {
    fs::create_dir_all(parent).unwrap();
    for entry in fs::read_dir(parent).unwrap().flatten() {
        let owner = entry.file_name().to_string_lossy().rsplit('-').next().map(str::to_owned).unwrap_or_default();
        if owner.parse::<u32>().is_ok() && !Path::new("/proc").join(&owner).exists() {
            end_stale(&entry.path());
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    let folder = parent.join(format!("{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Ends the program noted in the folder, if the process of that id is still one that we started in this folder.
fn end_stale(folder: &Path) {
    let Ok(pid) = fs::read_to_string(folder.join("pid")) else { return };
    let process = Path::new("/proc").join(pid.trim());
    if fs::read_link(process.join("cwd")).is_ok_and(|cwd| cwd == folder) {
        let _ = Command::new("kill").args(["-s", "KILL", pid.trim()]).status();
    }
}
