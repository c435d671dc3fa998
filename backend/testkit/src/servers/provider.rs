//! `OpenID` providers: a certified one, in front of which stands what misbehaves when a test says so.
//!
//! One process serves all tests of a program; each test has a provider of its own in it, below a path. What it can be
//! told is in `provider/src/control.js`, what can be wrong with a token in `provider/src/tokens.js`, and with an answer
//! in `provider/src/faults.js`.

use std::{
    net::TcpStream,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use jiff::Timestamp;
use reqwest::{Client, Method, redirect};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

use super::{
    free_ports,
    process::{Process, holds_in_time},
};

/// The process.
#[derive(Debug)]
pub struct ProviderServer {
    process: Process,
    address: String,
    _folder: TempDir,
}

impl ProviderServer {
    /// The one that all tests of this program share.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<ProviderServer> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// Starts one and waits until it listens.
    ///
    /// # Panics
    /// When its packages are not installed, which `cargo xtask test` does.
    pub fn start() -> Self {
        let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("provider");
        let modules = package.join("node_modules");
        assert!(modules.is_dir(), "the test provider is not installed: `npm ci` in {}", package.display());
        let folder = TempDir::new().unwrap();
        let [port] = free_ports();
        let (node, program) = (node(&modules), package.join("src/main.js"));
        let command = [node.to_str().unwrap(), program.to_str().unwrap(), &port.to_string()];
        let process = Process::start(folder.path(), &command);
        let server = Self { process, address: format!("http://127.0.0.1:{port}"), _folder: folder };
        let listens = || TcpStream::connect(("127.0.0.1", port)).is_ok();
        assert!(holds_in_time(listens), "the test provider does not listen: {}", server.process.log());
        server
    }

    /// Where it listens, such as `http://127.0.0.1:4711`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// As `OUTBOUND_ALLOW_HOSTS` has it.
    pub fn host(&self) -> &str {
        self.address.trim_start_matches("http://")
    }
}

/// The one that came with the package, because the system's may be too old.
fn node(modules: &Path) -> PathBuf {
    let own = modules.join(".bin/node");
    if own.is_file() { own } else { "node".into() }
}

/// One provider.
#[derive(Debug)]
pub struct TestProvider {
    http: Client,
    control: String,
    issuer: String,
}

impl TestProvider {
    /// The client that every provider knows unless it was told of others.
    pub const CLIENT_ID: &'static str = "paseport";
    /// Its secret. Characters in it are ones that a header and a form write differently.
    pub const CLIENT_SECRET: &'static str = "Zk3+Yw9/Qm:7 Rt5%Hx2&Jd8";

    /// A provider with one client, which is let back to this address.
    pub async fn start(redirect_uri: &str) -> Self {
        Self::start_with(json!({ "clients": [Self::client(redirect_uri)] })).await
    }

    /// A provider with other settings.
    pub async fn start_with(settings: Value) -> Self {
        let server = ProviderServer::shared();
        // Each test has a runtime of its own, which the connections belong to.
        let builder = Client::builder().no_proxy().tls_certs_only([]).redirect(redirect::Policy::none());
        let http = builder.build().expect("a client");
        let instances = format!("{}/control/instances", server.address());
        let made = call(&http, Method::POST, &instances, &settings).await;
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        Self { http, control: format!("{instances}/{}", text("name")), issuer: text("issuer") }
    }

    /// What the provider knows of a client, for [`Self::start_with`] to take as it is or with changes.
    pub fn client(redirect_uri: &str) -> Value {
        json!({
            "client_id": Self::CLIENT_ID,
            "client_secret": Self::CLIENT_SECRET,
            "redirect_uris": [redirect_uri],
            // It is told of sessions, so `sid` is in its ID tokens. Nothing is sent there.
            "backchannel_logout_uri": "http://127.0.0.1:1/",
            "backchannel_logout_session_required": true,
        })
    }

    /// Its issuer identifier.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// [`Self::CLIENT_SECRET`].
    pub fn client_secret() -> SecretString {
        Self::CLIENT_SECRET.into()
    }

    /// Changes its settings; what is not named stays.
    pub async fn change(&self, settings: Value) {
        call(&self.http, Method::PATCH, &self.control, &settings).await;
    }

    /// What it says of an account from now on. One of which nothing was said has a verified address of its name.
    pub async fn describe(&self, account: &str, claims: Value) {
        self.change(json!({ "accounts": { account: claims } })).await;
    }

    /// Misbehaves so from now on, and in no other way.
    pub async fn misbehave(&self, faults: Value) {
        self.change(json!({ "faults": faults })).await;
    }

    /// Behaves well again.
    pub async fn behave(&self) {
        self.misbehave(json!({})).await;
    }

    /// Gives out tokens as if it were this time, until told another one.
    pub async fn set_time(&self, now: Timestamp) {
        self.change(json!({ "now": now.as_second() })).await;
    }

    /// Signs with new keys from now on, and no longer publishes the old ones.
    pub async fn rotate_keys(&self) {
        call(&self.http, Method::POST, &format!("{}/rotate-keys", self.control), &json!({})).await;
    }

    /// A logout token for the client: `sub`, `sid`, and what is to be wrong with it.
    pub async fn logout_token(&self, mut wanted: Value) -> String {
        let client_id = wanted.get("client_id").cloned().unwrap_or_else(|| Self::CLIENT_ID.into());
        wanted["client_id"] = client_id;
        let answer = call(&self.http, Method::POST, &format!("{}/logout-token", self.control), &wanted).await;
        answer["logout_token"].as_str().unwrap().to_owned()
    }

    /// The public half of a key, whether the provider publishes it or not: `rsa-1`, `weak-1`, `ec-1`, `ed-1` and so on.
    pub async fn public_key(&self, name: &str) -> Value {
        let url = format!("{}/control/keys/{name}", ProviderServer::shared().address());
        call(&self.http, Method::GET, &url, &Value::Null).await
    }

    /// The paths below the issuer that were asked for so far, each with its method: `GET /jwks`.
    pub async fn requests(&self) -> Vec<String> {
        let url = format!("{}/requests", self.control);
        let answer = call(&self.http, Method::GET, &url, &Value::Null).await;
        let text = |request: &Value, name: &str| request[name].as_str().unwrap().to_owned();
        let requests = answer["requests"].as_array().unwrap().iter();
        requests.map(|request| format!("{} {}", text(request, "method"), text(request, "path"))).collect()
    }

    /// Signs an account in, as a fresh browser that is sent to this address. Returns where the browser is sent back to.
    ///
    /// # Panics
    /// When the provider shows a page instead.
    pub async fn sign_in(&self, authorization_url: &Url, account: &str) -> Url {
        let mut url = authorization_url.clone();
        url.query_pairs_mut().append_pair("login_hint", account);
        let response = self.http.get(url).send().await.unwrap();
        let location = response.headers().get("location").map(|location| location.to_str().unwrap().parse().unwrap());
        let Some(location) = location else {
            panic!("{}: {}", response.status(), response.text().await.unwrap());
        };
        location
    }

    /// Says no to it instead.
    pub async fn cancel(&self, authorization_url: &Url) -> Url {
        self.sign_in(authorization_url, "!cancel").await
    }
}

async fn call(http: &Client, method: Method, url: &str, body: &Value) -> Value {
    let request = http.request(method, url);
    let request = if body.is_null() { request } else { request.json(body) };
    let response = request.send().await.unwrap();
    let (status, text) = (response.status(), response.text().await.unwrap());
    assert!(status.is_success(), "{url}: {text}");
    serde_json::from_str(&text).unwrap()
}
