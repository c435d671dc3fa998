//! Who talks to the product: a browser with its cookies and, when signed in, its access token.

use std::{collections::BTreeMap, net::SocketAddr};

use axum::{Router, body::Body, extract::ConnectInfo};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode,
    header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, ORIGIN as ORIGIN_HEADER, SET_COOKIE},
};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::app::ORIGIN;

/// One browser. It keeps cookies as browsers do, sends `Origin` as our own pages do, and the access token it was given.
#[derive(Clone, Debug)]
pub struct Actor {
    router: Router,
    peer: SocketAddr,
    pub cookies: BTreeMap<String, String>,
    pub access_token: Option<String>,
    /// The id of the signed-in user.
    pub user_id: Option<String>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// A request under construction.
#[derive(Debug)]
pub struct Call<'a> {
    actor: &'a mut Actor,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Actor {
    pub(crate) fn new(router: Router, peer: SocketAddr) -> Self {
        Self { router, peer, cookies: BTreeMap::new(), access_token: None, user_id: None }
    }

    pub fn get(&mut self, path: &str) -> Call<'_> {
        self.call(Method::GET, path)
    }

    pub fn post(&mut self, path: &str) -> Call<'_> {
        self.call(Method::POST, path)
    }

    pub fn put(&mut self, path: &str) -> Call<'_> {
        self.call(Method::PUT, path)
    }

    pub fn patch(&mut self, path: &str) -> Call<'_> {
        self.call(Method::PATCH, path)
    }

    pub fn delete(&mut self, path: &str) -> Call<'_> {
        self.call(Method::DELETE, path)
    }

    /// A request with this browser's token, cookies and `Origin`; each can be changed before it is sent.
    pub fn call(&mut self, method: Method, path: &str) -> Call<'_> {
        let mut headers = HeaderMap::new();
        headers.insert(ORIGIN_HEADER, HeaderValue::from_static(ORIGIN));
        if let Some(token) = &self.access_token {
            headers.insert(AUTHORIZATION, value(&format!("Bearer {token}")));
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            headers.insert(COOKIE, value(&pairs.join("; ")));
        }
        Call { actor: self, method, path: path.to_owned(), headers, body: Vec::new() }
    }

    /// Signs in with e-mail and password and keeps what the answer gives.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        self.access_token = None;
        let answer = self.post("/auth/v1/login/local").json(&json!({ "email": email, "password": password })).await;
        self.keep_token(&answer);
        answer
    }

    /// Refreshes and keeps what the answer gives.
    pub async fn refresh(&mut self) -> Answer {
        let answer = self.post("/auth/v1/refresh").send().await;
        self.keep_token(&answer);
        answer
    }

    /// The refresh token this browser holds.
    pub fn refresh_token(&self) -> Option<String> {
        self.cookies.get("__Host-refresh").cloned()
    }

    /// Makes this browser hold another refresh token.
    pub fn hold_refresh_token(&mut self, token: &str) {
        self.cookies.insert("__Host-refresh".to_owned(), token.to_owned());
    }

    fn keep_token(&mut self, answer: &Answer) {
        if answer.status == 200 {
            let body = answer.json();
            self.access_token = body["access_token"].as_str().map(str::to_owned);
            self.user_id = body["user"]["id"].as_str().map(str::to_owned);
        }
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        for line in answer.headers.get_all(SET_COOKIE).iter().filter_map(|line| line.to_str().ok()) {
            let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if attributes.contains("Max-Age=0") || value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

impl Call<'_> {
    /// Sets a header, in place of what the browser would send.
    #[must_use]
    pub fn header(mut self, name: &'static str, text: &str) -> Self {
        self.headers.insert(HeaderName::from_static(name), value(text));
        self
    }

    /// Adds a header line beside those of the same name.
    #[must_use]
    pub fn also(mut self, name: &'static str, text: &str) -> Self {
        self.headers.append(HeaderName::from_static(name), value(text));
        self
    }

    /// Takes a header away.
    #[must_use]
    pub fn without(mut self, name: &'static str) -> Self {
        self.headers.remove(name);
        self
    }

    /// Sends raw bytes under a content type.
    #[must_use]
    pub fn body(mut self, content_type: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.headers.insert(CONTENT_TYPE, value(content_type));
        self.body = bytes.into();
        self
    }

    /// Sends JSON.
    pub async fn json(self, body: &Value) -> Answer {
        self.body("application/json", body.to_string()).send().await
    }

    /// Sends, and keeps the cookies of the answer.
    pub async fn send(self) -> Answer {
        let Self { actor, method, path, headers, body } = self;
        let mut request = Request::builder().method(method).uri(&path).body(Body::from(body)).expect("a request");
        *request.headers_mut() = headers;
        request.extensions_mut().insert(ConnectInfo(actor.peer));
        let response = actor.router.clone().oneshot(request).await.expect("routers answer always");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("the answer's body").to_bytes().to_vec();
        let answer = Answer { status: parts.status, headers: parts.headers, body };
        actor.keep_cookies(&answer);
        answer
    }
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's first value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The last part of a problem's type.
    pub fn problem(&self) -> String {
        let kind = self.json()["type"].as_str().unwrap_or_default().to_owned();
        kind.strip_prefix("urn:paseport:problem:").unwrap_or_default().to_owned()
    }

    /// The fields that a 422 names.
    pub fn invalid_fields(&self) -> Vec<String> {
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().filter_map(|error| error["field"].as_str()).map(str::to_owned).collect()
    }
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_bytes(text.as_bytes()).expect("a header value")
}
