//! The product itself behind Nginx, served as its processes serve it.

use std::{collections::BTreeMap, net::SocketAddr};

use axum::Router;
use serde_json::{Value, json};
use shared::{
    middleware::client_ip::TrustedProxies,
    server::{self, Patience},
};
use testkit::{Answer, TestApp, app::ORIGIN, servers::nginx::NginxServer};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use crate::{
    wire,
    world::{app, before},
};

/// An instance that can be ended and started again at its address.
#[derive(Debug)]
pub(crate) struct Instance {
    address: SocketAddr,
    router: Router,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Instance {
    /// Starts at a free address.
    pub(crate) async fn start(router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut instance = Self { address: listener.local_addr().unwrap(), router, running: None };
        instance.serve(listener);
        instance
    }

    /// Ends as at SIGTERM, then starts anew.
    pub(crate) async fn restart(&mut self) {
        let (stop, serving) = self.running.take().unwrap();
        stop.send(()).unwrap();
        serving.await.unwrap();
        self.serve(TcpListener::bind(self.address).await.unwrap());
    }

    fn serve(&mut self, listener: TcpListener) {
        let (stop, stopped) = oneshot::channel::<()>();
        let router = self.router.clone();
        let serving = tokio::spawn(async move {
            server::serve(listener, router, Patience::default(), async { drop(stopped.await) }).await;
        });
        self.running = Some((stop, serving));
    }
}

/// The product with two instances of each service.
#[derive(Debug)]
pub(crate) struct Product {
    pub(crate) app: TestApp,
    pub(crate) nginx: NginxServer,
    pub(crate) instances: Vec<Instance>,
}

impl Product {
    pub(crate) async fn start() -> Self {
        let app = TestApp::start_with(|settings| {
            settings.issuer.edge.trusted_proxies = TrustedProxies::parse("127.0.0.1").unwrap();
        });
        let app = app.await;
        let mut instances = Vec::new();
        for _ in 0..4 {
            instances.push(Instance::start(app.edition.router.clone()).await);
        }
        let addresses: Vec<_> = instances.iter().map(|instance| instance.address).collect();
        let nginx = before(&self::app(), addresses[..2].to_vec(), addresses[2..].to_vec());
        Self { app, nginx, instances }
    }

    /// A fresh browser.
    pub(crate) fn browser(&self) -> Browser {
        Browser { nginx: self.nginx.address(), cookies: BTreeMap::new(), token: None }
    }
}

/// A browser with its cookies and its token.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    nginx: SocketAddr,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) token: Option<String>,
}

impl Browser {
    /// Sends a request as our own pages do.
    pub(crate) async fn call(&mut self, method: &str, target: &str, more: &[&str], body: Option<&Value>) -> Answer {
        let mut lines = vec![format!("origin: {ORIGIN}")];
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        lines.extend((!cookies.is_empty()).then(|| format!("cookie: {}", cookies.join("; "))));
        lines.extend(self.token.as_ref().map(|token| format!("authorization: Bearer {token}")));
        lines.extend(body.map(|_| "content-type: application/json".to_owned()));
        let lines: Vec<_> = lines.iter().map(String::as_str).chain(more.iter().copied()).collect();
        let body = body.map(Value::to_string).unwrap_or_default();
        let answer = wire::call(self.nginx, method, target, &lines, &body).await;
        self.keep(&answer);
        answer
    }

    /// Signs in.
    pub(crate) async fn sign_in(&mut self, (email, password): (&str, &str)) -> Answer {
        self.token = None;
        let body = json!({ "email": email, "password": password });
        self.call("POST", "/auth/v1/login/local", &[], Some(&body)).await
    }

    fn keep(&mut self, answer: &Answer) {
        for line in answer.headers.get_all("set-cookie") {
            let (name, rest) = line.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        if answer.status == 200
            && let Ok(body) = serde_json::from_slice::<Value>(&answer.body)
            && let Some(token) = body["access_token"].as_str()
        {
            self.token = Some(token.to_owned());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_works_and_signs_out() {
    let product = Product::start().await;
    let mut browser = product.browser();
    assert_eq!(browser.sign_in(TestApp::ADMIN).await.status, 200);
    for target in ["/api/dashboard", "/api/admin", "/users/v1", "/account/v1/me", "/audit/v1", "/userinfo"] {
        let answer = browser.call("GET", target, &[], None).await;
        assert_eq!(answer.status, 200, "{target}: {}", answer.text());
    }
    assert_eq!(browser.call("POST", "/auth/v1/refresh", &[], None).await.status, 200);
    let changed = browser.call("PATCH", "/account/v1/me", &[], Some(&json!({ "display_name": "Ada" }))).await;
    assert_eq!((changed.status.as_u16(), &changed.json()["display_name"]), (200, &json!("Ada")));
    assert_eq!(browser.call("POST", "/auth/v1/logout", &[], None).await.status, 204);
    assert_eq!(browser.call("GET", "/api/dashboard", &[], None).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_errors_of_services_pass_as_they_are() {
    let product = Product::start().await;
    let mut browser = product.browser();
    for (method, target, status, name) in [
        ("GET", "/api/admin", 401, "unauthorized"),
        ("GET", "/api/nothing", 404, "not-found"),
        ("POST", "/api/dashboard", 405, "method-not-allowed"),
        ("GET", "/users/v1/x.css", 401, "unauthorized"),
    ] {
        let answer = browser.call(method, target, &[], None).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (status, name), "{target}");
        assert_eq!(answer.header("www-authenticate").is_some(), status == 401, "{target}");
    }
    let answer = browser.sign_in(("admin@example.com", "")).await;
    assert_eq!((answer.status.as_u16(), answer.invalid_fields()), (422, vec!["password".to_owned()]));
}

/// What Nginx says by itself carries the same headers as what a service says.
#[tokio::test(flavor = "multi_thread")]
async fn nginx_and_services_guard_their_answers_alike() {
    let product = Product::start().await;
    let direct = wire::call(product.instances[0].address, "GET", "/auth/v1/nothing", &[], "").await;
    let through = product.browser().call("GET", "/auth/v1/nothing", &[], None).await;
    let own = product.browser().call("GET", "/metrics", &[], None).await;
    for name in
        direct.headers.keys().filter(|name| !["date", "content-length", "x-request-id"].contains(&name.as_str()))
    {
        for answer in [&through, &own] {
            let values: Vec<_> = answer.headers.get_all(name).iter().collect();
            assert_eq!(values, [&direct.headers[name]], "{name}");
        }
    }
    assert_eq!(direct.json()["title"], own.json()["title"]);
    assert_eq!(direct.json()["type"], own.json()["type"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn d4_a_session_knows_the_address_of_the_connection_and_no_other() {
    let product = Product::start().await;
    let mut browser = product.browser();
    let forged = ["x-forwarded-for: 203.0.113.9", "x-real-ip: 203.0.113.9", "forwarded: for=203.0.113.9"];
    let body = json!({ "email": TestApp::USER.0, "password": TestApp::USER.1 });
    assert_eq!(browser.call("POST", "/auth/v1/login/local", &forged, Some(&body)).await.status, 200);
    let sessions = browser.call("GET", "/account/v1/sessions", &[], None).await;
    assert_eq!(sessions.json()["items"][0]["ip"], "127.0.0.1");
}

#[tokio::test(flavor = "multi_thread")]
async fn swagger_ui_keeps_its_own_policy() {
    let product = Product::start().await;
    let mut browser = product.browser();
    let answer = browser.call("GET", "/swagger-ui/", &[], None).await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-security-policy").unwrap().contains("script-src 'self'"));
    for document in ["/auth/v1/openapi.json", "/api/openapi.json"] {
        assert!(browser.call("GET", document, &[], None).await.json()["openapi"].is_string(), "{document}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_metrics_are_for_operators_only() {
    let product = Product::start().await;
    assert_eq!(wire::call(product.instances[0].address, "GET", "/health/live", &[], "").await.status, 200);
    for target in ["/health", "/health/live", "/health/ready", "/metrics"] {
        let answer = product.browser().call("GET", target, &[], None).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (404, "not-found"), "{target}");
    }
}
