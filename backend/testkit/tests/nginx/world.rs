//! An Nginx before services that note what they get, and an app of some files.

use std::{fs, net::SocketAddr};

use tempfile::TempDir;
use testkit::{
    Answer,
    servers::nginx::{NginxServer, Place},
};

use crate::{
    recorder::{Recorder, Request},
    wire,
};

/// What the page of the app says.
pub(crate) const PAGE: &str = "<!doctype html><title>Paseport</title>";

/// Nginx and what is around it.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) nginx: NginxServer,
    pub(crate) issuers: Vec<Recorder>,
    pub(crate) api: Recorder,
}

impl World {
    /// With one instance of each service.
    pub(crate) async fn start() -> Self {
        Self::start_with(1).await
    }

    /// With several instances of the issuer.
    pub(crate) async fn start_with(instances: usize) -> Self {
        let mut issuers = Vec::new();
        for _ in 0..instances {
            issuers.push(Recorder::start("issuer").await);
        }
        let api = Recorder::start("api").await;
        let issuer = issuers.iter().map(Recorder::address).collect();
        let nginx = before(&app(), issuer, vec![api.address()]);
        Self { nginx, issuers, api }
    }

    /// Sends a request of any kind.
    pub(crate) async fn call(&self, method: &str, target: &str, lines: &[&str], body: &str) -> Answer {
        wire::call(self.nginx.address(), method, target, lines, body).await
    }

    /// Sends a GET.
    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.call("GET", target, &[], "").await
    }

    /// Everything that reached any service since the last time.
    pub(crate) fn take(&self) -> Vec<Request> {
        self.issuers.iter().chain([&self.api]).flat_map(Recorder::take).collect()
    }
}

/// An Nginx on a free port. It takes the app with it.
pub(crate) fn before(app: &TempDir, issuer: Vec<SocketAddr>, api: Vec<SocketAddr>) -> NginxServer {
    NginxServer::start(&Place { port: 0, app: Some(app.path().to_owned()), issuer, api })
}

/// An app as the build leaves it, in a folder that nobody else may open.
pub(crate) fn app() -> TempDir {
    let app = TempDir::new().unwrap();
    fs::create_dir_all(app.path().join("_app/immutable")).unwrap();
    let files = [
        ("index.html", PAGE),
        ("favicon.svg", "<svg/>"),
        ("_app/version.json", "{}"),
        ("_app/immutable/start.B7xq.js", "start()"),
        ("_app/immutable/start.B7xq.js.gz", "compressed when it was built"),
    ];
    for (name, content) in files {
        fs::write(app.path().join(name), content).unwrap();
    }
    app
}
