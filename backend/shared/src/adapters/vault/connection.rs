//! Requests to Vault and its answers, without any login.

use std::{sync::Arc, time::Duration};

use http::{HeaderValue, Method, StatusCode, header::CONTENT_TYPE};
use reqwest::{Certificate, Client, Response, redirect};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::{address::VaultAddress, error::VaultError};

/// No answer that we ask for is longer, in bytes.
const MAX_ANSWER_BYTES: usize = 1024 * 1024;

/// How long Vault is waited for.
#[derive(Clone, Copy, Debug)]
pub struct VaultTimeouts {
    /// For a connection.
    pub connect: Duration,
    /// For one call, the connection included.
    pub call: Duration,
    /// For a signature, the wait for its turn included.
    pub signature: Duration,
}

impl Default for VaultTimeouts {
    /// 1 s, 2 s, 3 s.
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connect: seconds(1), call: seconds(2), signature: seconds(3) }
    }
}

/// An HTTP client for one Vault. Takes neither proxies nor anything else from the environment, follows no redirect.
#[derive(Debug)]
pub(super) struct Connection {
    address: VaultAddress,
    client: Client,
}

#[derive(Default, Deserialize)]
struct Errors {
    #[serde(default)]
    errors: Vec<String>,
}

impl Connection {
    pub(super) fn new(address: VaultAddress, timeouts: VaultTimeouts) -> Result<Self, VaultError> {
        let builder = Client::builder()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.call)
            .http1_only()
            .https_only(!address.is_plain());
        // Without TLS no certificate is looked at, and a machine may have none.
        let builder = match address.authorities() {
            _ if address.is_plain() => builder.tls_certs_only([]),
            Some(pem) => builder.tls_certs_only(Certificate::from_pem_bundle(pem).map_err(no_client)?),
            None => builder,
        };
        let client = builder.build().map_err(no_client)?;
        Ok(Self { address, client })
    }

    /// Sends a request and reads the answer; one without content is `null`.
    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        token: Option<&HeaderValue>,
        body: Option<Vec<u8>>,
    ) -> Result<T, VaultError> {
        // Vault's agent, where one stands between, passes on only what carries this header.
        let mut request = self.client.request(method, self.address.api(path)).header("x-vault-request", "true");
        if let Some(token) = token {
            request = request.header("x-vault-token", token.clone());
        }
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body);
        }
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let body = read(response).await?;
        if !status.is_success() {
            return Err(refusal(status, &body));
        }
        let content: &[u8] = if body.is_empty() { b"null" } else { &body };
        serde_json::from_slice(content).map_err(|_| VaultError::Malformed("its JSON has another form"))
    }
}

/// What goes into a request.
pub(super) fn json(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

async fn read(mut response: Response) -> Result<Vec<u8>, VaultError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        if body.len() + chunk.len() > MAX_ANSWER_BYTES {
            return Err(VaultError::Malformed("it is too long"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn no_client(error: reqwest::Error) -> VaultError {
    VaultError::Client(Arc::new(error))
}

fn unreachable(error: reqwest::Error) -> VaultError {
    VaultError::Unreachable(Arc::new(error))
}

fn refusal(status: StatusCode, body: &[u8]) -> VaultError {
    let errors: Errors = serde_json::from_slice(body).unwrap_or_default();
    let message: String = errors.errors.join("; ").chars().filter(|c| !c.is_control()).take(300).collect();
    match status {
        StatusCode::FORBIDDEN => VaultError::Denied(message),
        StatusCode::NOT_FOUND if message.is_empty() => VaultError::NotFound,
        StatusCode::SERVICE_UNAVAILABLE if message.contains("sealed") => VaultError::Sealed,
        _ => VaultError::Status { status: status.as_u16(), message },
    }
}
