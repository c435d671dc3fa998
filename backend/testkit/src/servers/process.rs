//! A server as a process that ends with the test, however the test ends.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// Runs the server, says its process id, and waits for the end of its own input: that is when the test is gone, and
/// its folder, named in `$0`, goes too. A server that is paused at that moment must not take the watch along: the system
/// hangs up on groups of processes that lost their parent while one of them is stopped.
const WATCH: &str = r#"trap '' HUP; "$@" & echo $!; cat > /dev/null; kill -KILL $!; wait; rm -rf -- "$0""#;

/// A server and the shell that watches over it. Killed when it is dropped, and also when the test is killed.
#[derive(Debug)]
pub(super) struct Process {
    watch: Child,
    id: String,
}

impl Process {
    /// Starts a program; what it prints is dropped. `folder` is removed when the test ends without dropping this.
    pub(super) fn start(folder: &Path, program: &str, argument: &Path) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", WATCH]).arg(folder).arg(program).arg(argument);
        // Ctrl-C is for the test; what it started sees the end of its input.
        let pipes = command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut watch = pipes.spawn().unwrap();
        let mut id = String::new();
        // The pipe must stay open: the server prints into it as long as it likes.
        let mut output = BufReader::new(watch.stdout.take().unwrap());
        output.read_line(&mut id).unwrap();
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        Self { watch, id: id.trim().to_owned() }
    }

    /// Sends a signal by its name.
    pub(super) fn signal(&self, name: &str) {
        let signal = format!("-{name}");
        // The process may be dead already.
        Command::new("kill").args([&signal, &self.id]).stderr(Stdio::null()).status().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.signal("KILL");
        // Before it can see the end of its input: the folder stays.
        self.watch.kill().ok();
        self.watch.wait().ok();
    }
}

/// Ports that nobody uses at present, all different.
pub(super) fn free_ports<const N: usize>() -> [u16; N] {
    let listeners = [(); N].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}

/// Waits until something holds.
///
/// # Panics
/// When it doesn't hold within half a minute.
pub(super) fn wait_until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..600 {
        if holds() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{what}: waited in vain");
}
