//! A real mail server that keeps what it gets.

use std::{
    fs,
    net::{Ipv4Addr, TcpStream},
    path::PathBuf,
};

use serde::Deserialize;
use serde_json::json;
use tempfile::TempDir;

use super::{
    certificates::Certificates,
    free_ports,
    process::{Process, wait_until},
};

/// Debian's, which has the package python3-aiosmtpd; another one on the PATH has not.
const PYTHON: &str = "/usr/bin/python3";
const SINK: &str = include_str!("mail_sink.py");

/// How connections are encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// By STARTTLS, and nothing is taken before.
    StartTls,
    /// From the first byte on.
    AtOnce,
}

/// What a server can do and asks for.
#[derive(Clone, Debug)]
pub struct MailSetup {
    pub encryption: Option<Encryption>,
    /// User and password that everyone must come with.
    pub login: Option<(&'static str, &'static str)>,
    /// Whether it takes letters beyond ASCII before the @.
    pub smtputf8: bool,
}

impl Default for MailSetup {
    fn default() -> Self {
        Self { encryption: None, login: None, smtputf8: true }
    }
}

/// A mail that was taken, as Python reads it.
#[derive(Clone, Debug, Deserialize)]
pub struct ReceivedMail {
    /// What the client called itself.
    pub hello: String,
    /// Who it logged in as.
    pub user: Option<String>,
    pub encrypted: bool,
    /// The envelope's sender and recipients.
    pub from: String,
    pub to: Vec<String>,
    /// Of the MAIL command.
    pub options: Vec<String>,
    /// Names and decoded values, in order.
    pub headers: Vec<(String, String)>,
    pub text: String,
    /// Every byte of it.
    pub raw: String,
}

impl ReceivedMail {
    /// The value of a header.
    ///
    /// # Panics
    /// When it is not there once.
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let values: Vec<_> = self.headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name)).collect();
        let [(_, value)] = values[..] else { panic!("{name} is there {} times: {:?}", values.len(), self.headers) };
        value
    }

    /// The names of all headers, in order.
    pub fn header_names(&self) -> Vec<&str> {
        self.headers.iter().map(|(name, _)| name.as_str()).collect()
    }
}

/// A server of its own folder and port. It refuses the recipient `says-<code>@…` with that code.
#[derive(Debug)]
pub struct MailServer {
    setup: MailSetup,
    port: u16,
    certificates: Option<Certificates>,
    process: Option<Process>,
    folder: TempDir,
}

impl MailServer {
    /// Starts one that takes everything from everyone.
    pub fn start() -> Self {
        Self::start_with(MailSetup::default())
    }

    /// Starts one that is set up so.
    pub fn start_with(setup: MailSetup) -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("mail_sink.py"), SINK).unwrap();
        let certificates = setup.encryption.map(|_| Certificates::make(folder.path()));
        let [port] = free_ports();
        let mut server = Self { setup, port, certificates, process: None, folder };
        server.run();
        server
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Who signed its certificate.
    ///
    /// # Panics
    /// When it has none.
    pub fn authority(&self) -> PathBuf {
        self.certificates.as_ref().unwrap().authority()
    }

    /// Ends the process as a power cut would.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Starts the process on the port it had, and waits until it listens.
    pub fn run(&mut self) {
        let file = |path: Option<PathBuf>| path.map(|path| path.display().to_string());
        let setup = json!({
            "port": self.port,
            "smtputf8": self.setup.smtputf8,
            "login": self.setup.login,
            "tls": self.setup.encryption.map(|encryption| match encryption {
                Encryption::StartTls => "starttls",
                Encryption::AtOnce => "at_once",
            }),
            "certificate": file(self.certificates.as_ref().map(Certificates::certificate)),
            "key": file(self.certificates.as_ref().map(Certificates::key)),
        });
        let process = Process::start(self.folder.path(), &[PYTHON, "mail_sink.py", &setup.to_string()]);
        let address = (Ipv4Addr::LOCALHOST, self.port);
        wait_until("the mail server listens", || TcpStream::connect(address).is_ok());
        self.process = Some(process);
    }

    /// Lets the process stand still, as an overloaded machine does; `CONT` lets it go on.
    ///
    /// # Panics
    /// While it is down.
    pub fn signal(&self, signal: &str) {
        self.process.as_ref().unwrap().signal(signal);
    }

    /// The mails that were taken, the oldest first.
    pub fn received(&self) -> Vec<ReceivedMail> {
        let lines = fs::read_to_string(self.folder.path().join("mails")).unwrap_or_default();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
