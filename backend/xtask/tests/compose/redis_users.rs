//! Who may do what in Redis, asked of a Redis.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use tempfile::TempDir;

use crate::scripts::secrets;

struct Redis {
    process: Child,
    folder: TempDir,
    secrets: TempDir,
}

impl Redis {
    fn start() -> Self {
        let (folder, secrets) = (tempfile::tempdir().unwrap(), secrets());
        let mut command = Command::new("redis-server");
        command.args(["--port", "0", "--save", ""]).arg("--unixsocket").arg(folder.path().join("socket"));
        command.arg("--aclfile").arg(secrets.path().join("redis/users.acl")).arg("--dir").arg(folder.path());
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let redis = Self { process, folder, secrets };
        for _ in 0..200 {
            if redis.ask("health", "none", &["PING"]).trim() == "PONG" {
                return redis;
            }
            sleep(Duration::from_millis(50));
        }
        panic!("Redis doesn't start with the users");
    }

    fn ask(&self, user: &str, password: &str, command: &[&str]) -> String {
        let mut cli = Command::new("redis-cli");
        cli.arg("-s").arg(self.folder.path().join("socket")).args([
            "--no-auth-warning",
            "--user",
            user,
            "--pass",
            password,
        ]);
        let output = cli.args(command).output().unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    }

    fn operator(&self, command: &[&str]) -> String {
        let password = password(self.secrets.path(), "redis/operator_password");
        self.ask("operator", &password, command)
    }

    /// Whether a user might do this.
    fn lets(&self, user: &str, command: &str) -> bool {
        let arguments: Vec<_> = ["ACL", "DRYRUN", user].into_iter().chain(command.split(' ')).collect();
        let answer = self.operator(&arguments);
        assert!(answer.starts_with("OK") || answer.contains("no permissions"), "{user}: {command}: {answer}");
        answer.starts_with("OK")
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn password(secrets: &Path, file: &str) -> String {
    std::fs::read_to_string(secrets.join(file)).unwrap()
}

#[test]
fn each_user_may_what_he_needs_and_nothing_else() {
    let redis = Redis::start();
    for (user, needed, refused) in [
        (
            "issuer",
            &[
                "HMGET refresh_token:by_token:x user",
                "HSET refresh_token:by_token:x user y",
                "SET attempts:x 1",
                "SADD refresh_token:by_uid:x y",
                "PEXPIRE role:x 1",
                "EVALSHA 0 1 role:x",
                "SCRIPT LOAD x",
                "CLIENT TRACKING ON BCAST",
                "ROLE",
                "INFO server",
                "SCAN 0",
                "TIME",
                "PING",
            ][..],
            &[
                "GET other",
                "FLUSHALL",
                "CONFIG GET dir",
                "KEYS *",
                "ACL LIST",
                "DEBUG SLEEP 1",
                "SCRIPT FLUSH",
                "CLIENT KILL 1.2.3.4:5",
                "REPLICAOF no one",
                "PUBLISH x y",
                "MONITOR",
            ][..],
        ),
        (
            "api",
            &[
                "HMGET refresh_token:by_token:x user",
                "HMGET role:x roles",
                "CLIENT TRACKING ON BCAST",
                "ROLE",
                "INFO server",
                "SCRIPT LOAD x",
                "PING",
            ],
            &[
                "HSET role:x roles Admin",
                "HSET refresh_token:by_token:x user y",
                "DEL role:x",
                "GET attempts:x",
                "EVALSHA 0 1 role:x",
                "SCAN 0",
                "FLUSHALL",
                "CONFIG GET dir",
            ],
        ),
        (
            "sentinel",
            &["PING", "INFO", "SLAVEOF a 1", "CONFIG REWRITE", "PUBLISH x y"],
            &["GET role:x", "CONFIG SET a b"],
        ),
        ("replica", &["PSYNC ? -1", "REPLCONF listening-port 1"], &["GET role:x", "INFO"]),
        ("health", &["PING"], &["INFO", "GET role:x"]),
    ] {
        for command in needed {
            assert!(redis.lets(user, command), "{user} needs {command}");
        }
        for command in refused {
            assert!(!redis.lets(user, command), "{user} may not {command}");
        }
    }
}

#[test]
fn nobody_is_let_in_without_his_password() {
    let redis = Redis::start();
    let issuer = password(redis.secrets.path(), "issuer/redis_password");
    assert_eq!(redis.ask("issuer", &issuer, &["PING"]).trim(), "PONG");
    for (user, password) in [("issuer", "guessed"), ("default", ""), ("api", &*issuer)] {
        let said = redis.ask(user, password, &["PING"]);
        assert!(said.contains("WRONGPASS") || said.contains("NOAUTH"), "{user}: {said}");
    }
}
