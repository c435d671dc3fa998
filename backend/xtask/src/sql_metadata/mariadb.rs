//! A MariaDB server that is there for one command: no port, an own folder, gone at the end.

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, process, thread};

use anyhow::{Context, Result, bail};

use crate::system;

/// Runs the server until this command has ended, however it ended: then nobody holds the other end of the input.
const WATCH: &str = r#"trap '' HUP; "$@" & cat > /dev/null; kill -KILL $!; wait; rm -rf -- "$0""#;
const DATABASE: &str = "paseport";

/// Ends with this, and its folder too.
pub(super) struct MariaDb {
    folder: PathBuf,
    watch: Option<Child>,
}

impl MariaDb {
    /// Starts a server with one empty database and waits until it answers.
    pub(super) fn start() -> Result<Self> {
        if !system::is_installed("mariadb-install-db") {
            bail!("the command mariadb-install-db is missing; `cargo xtask test` installs MariaDB or tells how");
        }
        // The name of a socket must be short, and that of the target folder may be long.
        let folder = env::temp_dir().join(format!("paseport-generate-{}", process::id()));
        DirBuilder::new().mode(0o700).create(&folder).with_context(|| format!("can't make {}", folder.display()))?;
        let mut server = Self { folder, watch: None };
        let mut install = Command::new("mariadb-install-db");
        install.arg("--no-defaults").args(server.settings()?);
        succeed(install.args(["--auth-root-authentication-method=normal", "--skip-test-db"]))?;
        server.watch = Some(server.run()?);
        server.wait()?;
        succeed(server.client().arg(format!("--execute=CREATE DATABASE {DATABASE}")))?;
        Ok(server)
    }

    /// Makes the tables.
    pub(super) fn make(&self, migrations: &[PathBuf]) -> Result<()> {
        for migration in migrations {
            let sql = File::open(migration).with_context(|| format!("can't read {}", migration.display()))?;
            succeed(self.client().arg(DATABASE).stdin(sql)).with_context(|| migration.display().to_string())?;
        }
        Ok(())
    }

    /// The address of the database.
    pub(super) fn url(&self) -> String {
        format!("mysql://root@localhost/{DATABASE}?socket={}", self.socket().display())
    }

    /// Where everything is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    fn run(&self) -> Result<Child> {
        let mut command = Command::new("sh");
        command.args(["-c", WATCH]).arg(&self.folder).args([system::MARIADBD, "--no-defaults"]);
        command.args(self.settings()?).arg(format!("--socket={}", self.socket().display()));
        command.args(["--skip-networking", "--innodb-buffer-pool-size=32M", "--performance-schema=OFF"]);
        // Ctrl-C is for this command; what it started sees the end of its input.
        let command = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        command.spawn().context("MariaDB could not be started")
    }

    fn settings(&self) -> Result<Vec<String>> {
        let mut settings = vec![
            format!("--datadir={}", self.folder.join("data").display()),
            // A server that starts clears this folder, and others are used by other servers.
            format!("--tmpdir={}", self.folder.display()),
            "--innodb-log-file-size=8M".to_owned(),
        ];
        if fs::metadata(&self.folder)?.uid() == 0 {
            // It wants to hear that this is meant: the folder is ours, and nobody else reaches the server.
            settings.push("--user=root".to_owned());
        }
        Ok(settings)
    }

    fn wait(&self) -> Result<()> {
        for _ in 0..600 {
            if succeed(self.client().arg("--execute=SELECT 1")).is_ok() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        bail!("MariaDB does not answer")
    }

    fn client(&self) -> Command {
        let mut client = Command::new("mariadb");
        client.args(["--no-defaults", "--user=root"]).arg(format!("--socket={}", self.socket().display()));
        client
    }

    fn socket(&self) -> PathBuf {
        self.folder.join("socket")
    }
}

impl Drop for MariaDb {
    fn drop(&mut self) {
        // If this fails, a folder of temporary files is left.
        match &mut self.watch {
            Some(watch) => {
                drop(watch.stdin.take());
                let _ = watch.wait();
            }
            None => drop(fs::remove_dir_all(&self.folder)),
        }
    }
}

/// Runs a program whose output matters only when it fails.
fn succeed(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("{} can't be run", command.get_program().display()))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        bail!("{} failed: {}", command.get_program().display(), String::from_utf8_lossy(&said).trim());
    }
    Ok(())
}
