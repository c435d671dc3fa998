//! Nginx before the services, with the configuration of `docker/nginx`.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpStream},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::{
    free_ports,
    process::{Process, wait_until},
    repository,
};
use crate::sqlite::folder;

/// Where the package has it: outside the PATH of people who are no operators.
const NGINX: &str = "/usr/sbin/nginx";

/// The files of the configuration that are the installation's.
const PLACE: [&str; 2] = ["place.conf", "upstreams.conf"];

/// The app's files, in Nginx's own folder.
const APP: &str = "app";

/// What stands around an Nginx.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where it listens on the loopback address; 0 stands for a port that is free.
    pub port: u16,
    /// Where the built app is, if there is one.
    pub app: Option<PathBuf>,
    /// The instances of each service.
    pub issuer: Vec<SocketAddr>,
    pub api: Vec<SocketAddr>,
}

/// An Nginx with a folder of its own. It ends with this.
#[derive(Debug)]
pub struct NginxServer {
    process: Process,
    address: SocketAddr,
    folder: TempDir,
}

impl NginxServer {
    /// Starts it and waits until it listens. The services may come later.
    pub fn start(place: &Place) -> Self {
        let folder = folder();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let port = if place.port == 0 { free_ports::<1>()[0] } else { place.port };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        for file in fs::read_dir(mounted()).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
        }
        if let Some(app) = &place.app {
            copy_for_all(app, &folder.path().join(APP));
        }
        for file in PLACE {
            fs::write(folder.path().join(file), filled_in(file, place, address)).unwrap();
        }
        let (prefix, main) = (folder.path().to_str().unwrap(), folder.path().join("nginx.conf"));
        // Bodies in waiting would be the machine's own Nginx's.
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let own: String = temporary.map(|what| format!("{what}_temp_path {what};\n")).concat();
        let place_file = folder.path().join(PLACE[0]);
        fs::write(&place_file, own + &fs::read_to_string(&place_file).unwrap()).unwrap();
        let command =
            [NGINX, "-p", prefix, "-c", main.to_str().unwrap(), "-g", "daemon off; pid nginx.pid;", "-e", "stderr"];
        let server = Self { process: Process::start(folder.path(), &command), address, folder };
        wait_until("Nginx listens", || TcpStream::connect(address).is_ok());
        // Whoever tries again and again to get a port doesn't end, and another's answers would be taken for his.
        assert!(!server.error_log().contains("bind()"), "{}", server.error_log());
        server
    }

    /// The id of its first process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it keeps its files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A line for each request that was answered.
    pub fn access_log(&self) -> String {
        fs::read_to_string(self.folder.path().join("access.log")).unwrap_or_default()
    }

    /// The line that holds this text. It is written when the caller has his answer already, so it is waited for.
    pub fn logged(&self, text: &str) -> String {
        let line = || self.access_log().lines().find(|line| line.contains(text)).map(str::to_owned);
        wait_until("the request is in the log", || line().is_some());
        line().unwrap()
    }

    /// What it complained about.
    pub fn error_log(&self) -> String {
        self.process.log()
    }
}

/// The folder that the container mounts.
fn mounted() -> PathBuf {
    repository().join("docker/nginx")
}

/// A file of [`PLACE`] with other addresses and folders. They are the container's own, and relative to Nginx's own folder
/// where they can be.
fn filled_in(file: &str, place: &Place, address: SocketAddr) -> String {
    let mut lines = Vec::new();
    for line in fs::read_to_string(mounted().join(file)).unwrap().lines() {
        let instances = [("rust_issuer:3000", &place.issuer), ("rust_api:3000", &place.api)];
        match instances.into_iter().find(|(name, _)| line.contains(name)) {
            Some((name, instances)) => lines.extend(instances.iter().map(|at| line.replace(name, &at.to_string()))),
            None => lines.push(
                line.replace("listen 8080", &format!("listen {address}"))
                    .replace("/srv/app", APP)
                    .replace("/dev/stdout", "access.log"),
            ),
        }
    }
    lines.join("\n")
}

/// Copies a folder so that everybody can read it. Whoever is root gives that up to serve, and the home folder where an app
/// was built may be closed to others.
fn copy_for_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    fs::set_permissions(to, fs::Permissions::from_mode(0o755)).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let copy = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_for_all(&entry.path(), &copy);
        } else {
            fs::copy(entry.path(), &copy).unwrap();
            fs::set_permissions(&copy, fs::Permissions::from_mode(0o644)).unwrap();
        }
    }
}
