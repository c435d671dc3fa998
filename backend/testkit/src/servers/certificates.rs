//! Certificates of one test: an authority, and one certificate from it for everything on the loopback address.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// PEM files in a folder.
#[derive(Clone, Debug)]
pub struct Certificates {
    folder: PathBuf,
}

impl Certificates {
    /// Makes the authority, and a certificate for 127.0.0.1 with its key, valid for a day.
    pub(super) fn make(folder: &Path) -> Self {
        let made = Self { folder: folder.to_path_buf() };
        let file = |name: &str| folder.join(name).display().to_string();
        fs::write(folder.join("extensions"), "subjectAltName=IP:127.0.0.1,IP:0.0.0.0").unwrap();
        let new_key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
        openssl(&format!(
            "req -x509 {new_key} -days 1 -subj /CN=authority -keyout {} -out {}",
            file("authority.key"),
            file("authority.pem")
        ));
        openssl(&format!("req {new_key} -subj /CN=server -keyout {} -out {}", file("own.key"), file("request")));
        openssl(&format!(
            "x509 -req -days 1 -in {} -CA {} -CAkey {} -CAcreateserial -extfile {} -out {}",
            file("request"),
            file("authority.pem"),
            file("authority.key"),
            file("extensions"),
            file("own.pem")
        ));
        made
    }

    /// Who signed the certificate.
    pub fn authority(&self) -> PathBuf {
        self.folder.join("authority.pem")
    }

    /// The certificate.
    pub fn certificate(&self) -> PathBuf {
        self.folder.join("own.pem")
    }

    /// Its key.
    pub fn key(&self) -> PathBuf {
        self.folder.join("own.key")
    }
}

fn openssl(arguments: &str) {
    let mut command = Command::new("openssl");
    let status = command.args(arguments.split(' ')).stderr(Stdio::null()).stdout(Stdio::null()).status();
    assert!(status.unwrap().success(), "openssl {arguments}");
}
