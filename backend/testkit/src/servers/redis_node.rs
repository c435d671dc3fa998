//! One Redis node with the users that the containers know.

use std::{fs, process::Command};

use tempfile::TempDir;

use super::{
    free_ports,
    process::{Process, wait_until},
    redis::configuration,
};
use crate::sqlite::folder;

/// The password of all its users.
pub const PASSWORD: &str = "SECRET";

/// `docker/redis/users.acl` with [`PASSWORD`] in place of the hashes that a set-up fills in.
pub fn users() -> String {
    let filled = |word: &str| match word.strip_prefix("#@") {
        Some(_) => format!(">{PASSWORD}"),
        None => word.to_owned(),
    };
    let lines = configuration("users.acl");
    let lines = lines.lines().map(|line| line.split(' ').map(filled).collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n")
}

/// A node with these users and `docker/redis/redis.conf`. It writes what it is told to its disk before it answers, and
/// ends with this.
#[derive(Debug)]
pub struct RedisNode {
    port: u16,
    process: Option<Process>,
    folder: TempDir,
}

impl RedisNode {
    pub fn start() -> Self {
        let (folder, [port]) = (folder(), free_ports());
        let file = |name: &str| folder.path().join(name).display().to_string();
        let config = format!(
            "{}\nbind 127.0.0.1\nport {port}\ndir {}\naclfile {}\nappendfsync always\n",
            configuration("redis.conf"),
            folder.path().display(),
            file("users.acl"),
        );
        fs::write(file("users.acl"), users()).unwrap();
        fs::write(file("redis.conf"), config).unwrap();
        let mut node = Self { port, process: None, folder };
        node.run();
        node
    }

    /// Kills it and starts it on what it has written.
    pub fn restart(&mut self) {
        self.process = None;
        self.run();
    }

    /// What a user is answered, as `redis-cli` prints it.
    pub fn ask(&self, user: &str, command: &[&str]) -> String {
        self.cli(&["--user", user, "--pass", PASSWORD, "--no-auth-warning"], command)
    }

    /// What somebody is answered who hasn't said who he is.
    pub fn ask_as_nobody(&self, command: &[&str]) -> String {
        self.cli(&[], command)
    }

    fn run(&mut self) {
        let config = self.folder.path().join("redis.conf");
        self.process = Some(Process::start(self.folder.path(), &["redis-server", config.to_str().unwrap()]));
        wait_until("the node answers", || self.ask("health", &["PING"]) == "PONG");
    }

    fn cli(&self, login: &[&str], command: &[&str]) -> String {
        let mut cli = Command::new("timeout");
        cli.args(["2", "redis-cli", "-h", "127.0.0.1", "-p", &self.port.to_string()]).args(login).args(command);
        String::from_utf8(cli.output().unwrap().stdout).unwrap().trim().to_owned()
    }
}
