//! `paseport doctor`: the same for the embedded edition, its folder and its file.

use std::{
    fs,
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread::sleep,
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;
use testkit::{servers::free_ports, stack};
use tokio::time::Instant;

use crate::peppers;

const PATIENCE: Duration = Duration::from_mins(1);

#[test]
fn each_fault_of_an_installation_is_named_and_a_healthy_one_is_not() {
    let mut installation = Installation::start();
    let output = installation.doctor(&[], &["doctor"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("Nothing to report: ") && text.lines().count() == 1, "{text}");
    assert_eq!(output.status.code(), Some(0), "{text}");

    // The cheap hashes of this installation are refused there too.
    let production = [("PASEPORT_ENV", "production"), ("BCRYPT_COST", "12")];
    installation.says(&production, &["mail-off", "seeded-accounts"]);
    installation.says(
        &[("PUBLIC_URL", "http://0.0.0.0:1")],
        &["development-exposed", "public-url-unreachable", "proxy-not-trusted"],
    );
    installation
        .says(&[("LOGIN_BURST", "0"), ("PUBLIC_URL", "id.example.com")], &["setting-invalid", "setting-invalid"]);
    let beside = [("PUBLIC_URL", "https://127.0.0.1:1"), ("SERVER_ADDRESS", "0.0.0.0")];
    installation.says(&beside, &["port-public", "proxy-not-trusted"]);
    let file = installation.data_dir().join("paseport.sqlite");
    installation.says(&[("DATA_DIR", file.to_str().unwrap())], &["data-dir-unusable"]);
    installation.files();
    installation.peppers();
    installation.full_disk();
    installation.database();
    installation.says(&[], &[]);

    installation.stop();
    installation.says(&[], &["service-not-running"]);
    let output = installation.doctor(&[], &["doctor", "--data-dir", "/no/such/folder"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("service-not-running") && text.contains("Not looked at: the data directory /no/such/folder"),
        "{text}"
    );
}

struct Installation {
    folder: TempDir,
    port: u16,
    process: Child,
}

impl Drop for Installation {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Installation {
    fn start() -> Self {
        let (folder, [port]) = (TempDir::new().unwrap(), free_ports());
        let mut command = program(folder.path(), port);
        let process = command.arg("serve").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let installation = Self { folder, port, process };
        let began = Instant::now();
        // Accounts are planted before it answers.
        while !installation.answers() {
            assert!(began.elapsed() < PATIENCE, "it does not start");
            sleep(Duration::from_millis(50));
        }
        installation
    }

    fn answers(&self) -> bool {
        let planted = self.data_dir().join("data.key").exists() && TcpStream::connect(("127.0.0.1", self.port)).is_ok();
        planted && self.codes(&[]).is_empty()
    }

    fn stop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }

    fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn doctor(&self, changes: &[(&str, &str)], arguments: &[&str]) -> Output {
        let mut command = program(self.folder.path(), self.port);
        command.args(arguments).envs(changes.iter().copied()).output().unwrap()
    }

    fn codes(&self, changes: &[(&str, &str)]) -> Vec<String> {
        let output = self.doctor(changes, &["doctor", "--json"]);
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        let codes = told["findings"].as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap().to_owned());
        let codes: Vec<_> = codes.collect();
        assert_eq!(output.status.code(), Some(i32::from(!codes.is_empty())), "{told}");
        for secret in ["password.pepper", "refresh_token.pepper", "data.key"] {
            let secret = fs::read_to_string(self.data_dir().join(secret)).unwrap_or_default();
            assert!(secret.trim().len() < 20 || !told.to_string().contains(secret.trim()), "{told}");
        }
        codes
    }

    fn says(&self, changes: &[(&str, &str)], expected: &[&str]) {
        assert_eq!(self.codes(changes), expected, "{changes:?}");
    }

    /// Each file and the folder itself, open, broken, or away.
    fn files(&self) {
        let folder = self.data_dir();
        let mode = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        mode(&folder, 0o755);
        self.says(&[], &["data-dir-exposed"]);
        mode(&folder, 0o700);
        for name in ["access-token-key", "data.key", "password.pepper", "refresh_token.pepper"] {
            let file = folder.join(name);
            mode(&file, 0o644);
            self.says(&[], &["secret-file-exposed"]);
            mode(&file, 0o600);
            let content = fs::read(&file).unwrap();
            fs::write(&file, "broken\n").unwrap();
            self.says(&[], &["key-file-damaged"]);
            fs::write(&file, content).unwrap();
        }
        for (name, expected) in [("password.pepper", &["key-file-missing"][..]), ("data.key", &[])] {
            let (file, aside) = (folder.join(name), folder.join("aside"));
            fs::rename(&file, &aside).unwrap();
            // Nothing was sealed with the data key, so a new one does as well.
            self.says(&[], expected);
            fs::rename(&aside, &file).unwrap();
        }
    }

    /// Other peppers than the files hold, which the first start made.
    fn peppers(&self) {
        const PEPPER: &str = "Wd7Rk2Vq9Zs4Xn1Tb6Yp3Mh8Lc5Jf0GaEuIoQrStUvB";
        self.says(&[("PASSWORD_PEPPER", PEPPER)], &["password-pepper-missing"]);
        self.says(&[("PASSWORD_PEPPER_PREVIOUS", PEPPER)], &["previous-pepper-unused"]);
        self.says(&[("REFRESH_TOKEN_PEPPER", PEPPER)], &[]);
        peppers::sign_in(&format!("http://127.0.0.1:{}", self.port));
        self.says(&[("REFRESH_TOKEN_PEPPER", PEPPER)], &["session-pepper-missing"]);
        let rotated = self.data_dir().join("password.pepper");
        let rotated = [("PASSWORD_PEPPER", PEPPER), ("PASSWORD_PEPPER_PREVIOUS_FILE", rotated.to_str().unwrap())];
        self.says(&rotated, &[]);
    }

    /// The same data on a small disk, which only this one program sees. Not every machine lets its users mount one.
    fn full_disk(&self) {
        const SCRIPT: &str = r#"PATH=/usr/sbin:/usr/bin:/sbin:/bin
            mount -t tmpfs -o size=64m,mode=700 tmpfs "$2" && cp -Rp "$1/." "$2" && exec "$3" doctor --json"#;
        let small = self.folder.path().join("small");
        fs::create_dir(&small).unwrap();
        let doctor = program(self.folder.path(), self.port);
        let mut command = Command::new("unshare");
        command.args(["--mount", "--map-root-user", "sh", "-c", SCRIPT, "sh"]);
        command.args([&self.data_dir(), &small]).arg(doctor.get_program()).current_dir(self.folder.path());
        command.env_clear().envs(doctor.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let Output { stdout, stderr, .. } = command.env("DATA_DIR", &small).output().unwrap();
        let refused = String::from_utf8_lossy(&stderr);
        if stdout.is_empty() && (refused.starts_with("unshare: ") || refused.starts_with("mount: ")) {
            eprintln!("no disk was made full: {refused}");
            return;
        }
        let told: Value = serde_json::from_slice(&stdout).expect(&refused);
        assert_eq!(told["findings"].as_array().unwrap().len(), 1, "{told}");
        assert_eq!(told["findings"][0]["code"], "disk-full", "{told}");
    }

    /// The database: of another version, and not whole. On a copy, for the service holds the file.
    fn database(&self) {
        let copy = self.folder.path().join("copy");
        fs::create_dir(&copy).unwrap();
        fs::set_permissions(&copy, fs::Permissions::from_mode(0o700)).unwrap();
        for entry in fs::read_dir(self.data_dir()).unwrap() {
            let entry = entry.unwrap();
            if entry.path().is_file() {
                fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
            }
        }
        let at_copy = [("DATA_DIR", copy.to_str().unwrap())];
        self.says(&at_copy, &[]);
        // What the companion has is newer, and whole.
        fs::remove_file(copy.join("paseport.sqlite-wal")).unwrap();
        fs::remove_file(copy.join("paseport.sqlite-shm")).unwrap();
        fs::write(copy.join("paseport.sqlite"), "not a database, though long enough to be looked at as one").unwrap();
        self.says(&at_copy, &["database-damaged"]);
    }
}

/// As an operator starts it: in a folder of its own, with nothing of the caller's.
fn program(folder: &Path, port: u16) -> Command {
    let mut command = Command::new(stack::program("paseport", false));
    command.current_dir(folder).env_clear().env("PASEPORT_ENV", "development").env("BCRYPT_COST", "4");
    command.env("SERVER_PORT", port.to_string()).env("DATA_DIR", folder.join("data"));
    command
}
