//! Whoever talks to the program: keeps cookies as browsers do, and the access token as the app does.

use std::{collections::BTreeMap, time::Duration};

use http::{HeaderMap, Method};
use reqwest::{Client, redirect::Policy};
use serde_json::{Value, json};

pub(crate) const ADMIN: (&str, &str) = ("admin@example.com", "dev-admin-password-1");
pub(crate) const USER: (&str, &str) = ("user@example.com", "dev-user-password-1");

/// One browser on a page of ours.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    client: Client,
    address: String,
    origin: String,
    pub(crate) agent: String,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) access_token: Option<String>,
    /// Every secret the program ever handed out to this browser.
    pub(crate) secrets: Vec<String>,
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Browser {
    pub(crate) fn new(address: String, origin: String) -> Self {
        let client = Client::builder()
            .no_proxy()
            .redirect(Policy::none())
            .timeout(Duration::from_secs(20))
            .build()
            .expect("a client without TLS");
        Self {
            client,
            address,
            origin,
            agent: "specs".to_owned(),
            cookies: BTreeMap::new(),
            access_token: None,
            secrets: Vec::new(),
        }
    }

    /// Sends and expects an answer.
    pub(crate) async fn call(&mut self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.try_call(method, path, body).await.unwrap_or_else(|| panic!("no answer from {path}"))
    }

    /// Sends; `None` when the connection broke.
    pub(crate) async fn try_call(&mut self, method: Method, path: &str, body: Option<Value>) -> Option<Answer> {
        let mut request = self.client.request(method, format!("{}{path}", self.address));
        request = request.header("origin", &self.origin).header("user-agent", &self.agent);
        if let Some(token) = &self.access_token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", pairs.join("; "));
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let response = request.send().await.ok()?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.ok()?;
        self.keep_cookies(&headers);
        Some(Answer { status, headers, text })
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn put(&mut self, path: &str, body: Value) -> Answer {
        self.call(Method::PUT, path, Some(body)).await
    }

    pub(crate) async fn delete(&mut self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None).await
    }

    /// The status of a GET with a header of its own.
    pub(crate) async fn get_with(&self, path: &str, name: &str, value: &str) -> u16 {
        let request = self.client.get(format!("{}{path}", self.address)).header(name, value);
        request.send().await.expect("an answer").status().as_u16()
    }

    /// The status of a GET, if there is an answer.
    pub(crate) fn probe(&mut self, path: &str) -> impl Future<Output = Option<u16>> + use<> {
        let request = self.client.get(format!("{}{path}", self.address));
        async move { Some(request.send().await.ok()?.status().as_u16()) }
    }

    /// Signs in and keeps what the answer gives.
    pub(crate) async fn sign_in(&mut self, (email, password): (&str, &str)) -> Answer {
        self.access_token = None;
        let answer = self.post("/auth/v1/login/local", json!({ "email": email, "password": password })).await;
        self.keep_token(&answer);
        answer
    }

    /// Refreshes and keeps what the answer gives; `None` when the connection broke.
    pub(crate) async fn refresh(&mut self) -> Option<Answer> {
        let answer = self.try_call(Method::POST, "/auth/v1/refresh", None).await?;
        self.keep_token(&answer);
        Some(answer)
    }

    /// Moves to a page of another origin.
    pub(crate) fn come_from(&mut self, origin: &str) {
        origin.clone_into(&mut self.origin);
    }

    /// The refresh token, under whichever name its cookie has.
    pub(crate) fn refresh_token(&self) -> Option<String> {
        ["__Host-refresh", "refresh"].iter().find_map(|name| self.cookies.get(*name)).cloned()
    }

    fn keep_token(&mut self, answer: &Answer) {
        if answer.status == 200 {
            let token = answer.json()["access_token"].as_str().expect("a token answer").to_owned();
            self.secrets.push(token.clone());
            self.access_token = Some(token);
        }
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for line in headers.get_all("set-cookie").iter().filter_map(|line| line.to_str().ok()) {
            let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
                self.secrets.push(value.to_owned());
            }
        }
    }
}

/// The body that makes a user.
pub(crate) fn new_user(email: &str, password: &str) -> Value {
    json!({ "email": email, "display_name": "Grace", "password": password, "roles": ["User"] })
}
