//! Somebody with a browser, who speaks to the running edition from outside.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, header};
use serde_json::{Value, json};

/// Longer than any answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What came back. An answer that never came is [`Lost`].
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: StatusCode,
    /// Seconds, where the answer says when to come again.
    pub retry_after: Option<u64>,
    pub request_id: Option<String>,
    /// `null` where the body is no JSON.
    pub body: Value,
}

/// No answer: the connection broke, or nothing came in time. Whether the request was carried out is not known.
#[derive(Debug, thiserror::Error)]
#[error("no answer: {0}")]
pub struct Lost(#[from] reqwest::Error);

/// Cookies and access token of one browser. A clone is a browser with the same cookies, as a second tab has.
#[derive(Clone, Debug)]
pub struct Browser {
    http: Client,
    address: Arc<str>,
    cookies: BTreeMap<String, String>,
    access_token: Option<String>,
}

impl Browser {
    /// A fresh browser for the edition at `address`, such as `http://127.0.0.1:8080`.
    pub fn new(address: &str) -> Self {
        let http = Client::builder().no_proxy().tls_certs_only([]).timeout(PATIENCE).build().expect("a client");
        Self { http, address: address.into(), cookies: BTreeMap::new(), access_token: None }
    }

    /// The same browser, calling another address: one instance instead of Nginx, for example.
    #[must_use]
    pub fn at(&self, address: &str) -> Self {
        Self { address: address.into(), ..self.clone() }
    }

    /// The same browser with another access token, as whoever found one has it.
    #[must_use]
    pub fn with_access_token(&self, token: &str) -> Self {
        Self { access_token: Some(token.to_owned()), ..self.clone() }
    }

    /// Where its requests go.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Signs in with a password.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Result<Reply, Lost> {
        let body = json!({ "email": email, "password": password });
        self.send(self.request(Method::POST, "/auth/v1/login/local").json(&body)).await
    }

    /// Refreshes with the cookie.
    pub async fn refresh(&mut self) -> Result<Reply, Lost> {
        self.send(self.request(Method::POST, "/auth/v1/refresh")).await
    }

    /// Signs out with the cookie.
    pub async fn sign_out(&mut self) -> Result<Reply, Lost> {
        self.send(self.request(Method::POST, "/auth/v1/logout")).await
    }

    /// Asks for something with the access token.
    pub async fn get(&mut self, path: &str) -> Result<Reply, Lost> {
        self.call(Method::GET, path, None).await
    }

    /// The same with another token.
    pub async fn get_with(&mut self, token: &str, path: &str) -> Result<Reply, Lost> {
        self.send(self.request(Method::GET, path).bearer_auth(token)).await
    }

    /// Does something with the access token.
    pub async fn call(&mut self, method: Method, path: &str, body: Option<&Value>) -> Result<Reply, Lost> {
        let mut request = self.request(method, path);
        if let Some(token) = &self.access_token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        self.send(request).await
    }

    /// The access token of the last answer that had one.
    pub fn access_token(&self) -> Option<&str> {
        self.access_token.as_deref()
    }

    /// The refresh token.
    pub fn refresh_token(&self) -> Option<&str> {
        self.cookies.iter().find(|(name, _)| name.ends_with("refresh")).map(|(_, value)| &**value)
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
        let mut request = self.http.request(method, format!("{}{path}", self.address));
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        // What a page of our own origin sends.
        request.header("sec-fetch-site", "same-origin")
    }

    async fn send(&mut self, request: RequestBuilder) -> Result<Reply, Lost> {
        let response = request.send().await?;
        self.keep_cookies(&response);
        let text = |name: header::HeaderName| response.headers().get(name)?.to_str().ok().map(str::to_owned);
        let status = response.status();
        let retry_after = text(header::RETRY_AFTER).and_then(|seconds| seconds.parse().ok());
        let request_id = text(header::HeaderName::from_static("x-request-id"));
        let body: Value = serde_json::from_slice(&response.bytes().await?).unwrap_or_default();
        if let Some(token) = body["access_token"].as_str() {
            self.access_token = Some(token.to_owned());
        }
        Ok(Reply { status, retry_after, request_id, body })
    }

    fn keep_cookies(&mut self, response: &Response) {
        let lines = response.headers().get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        for cookie in lines.filter_map(|line| cookie::Cookie::parse(line).ok()) {
            if cookie.max_age().is_some_and(cookie::time::SignedDuration::is_zero) {
                self.cookies.remove(cookie.name());
            } else {
                self.cookies.insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
    }
}
