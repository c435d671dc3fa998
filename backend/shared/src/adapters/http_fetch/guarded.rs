//! The guarded client.

use std::{error::Error, fmt, net::IpAddr, sync::Arc, sync::OnceLock, time::Duration};

use async_trait::async_trait;
use http::{HeaderValue, header::CONTENT_TYPE};
use reqwest::{Client, ClientBuilder, Request, Response, dns::Resolve, redirect};
use secrecy::ExposeSecret;
use url::{Host, Url};

use super::{
    address,
    exceptions::Exceptions,
    resolver::{GuardedResolver, SpecialAddress, SystemResolver},
};
use crate::domain::outbound::{FetchAnswer, FetchError, FetchMethod, FetchRequest, HttpFetch};

/// The longest answer, in bytes.
const MAX_ANSWER_BYTES: usize = 1024 * 1024;

/// From the name's resolution to the last byte of the answer, in seconds.
const MAX_SECONDS: u64 = 5;

/// How addresses are looked at.
pub(super) struct Guard {
    pub(super) resolver: Arc<dyn Resolve>,
    /// What is special about an address; `None` lets it through.
    pub(super) special: fn(IpAddr) -> Option<&'static str>,
    /// Off for tests only, whose servers have no certificate.
    pub(super) https_only: bool,
}

impl Default for Guard {
    fn default() -> Self {
        Self { resolver: Arc::new(SystemResolver), special: address::special, https_only: true }
    }
}

/// The client. It takes neither proxies nor anything else from the environment, sends no cookie and follows no redirect.
///
/// Connections are made when they are needed, and so is whatever checks certificates: a machine without trusted ones can
/// start, and is told so when it wants to reach somebody.
pub struct GuardedFetch {
    guard: Guard,
    exceptions: Exceptions,
    /// For everybody: looks at addresses.
    public: OnceLock<Client>,
    /// For excepted hosts.
    excepted: OnceLock<Client>,
    /// For excepted hosts without TLS.
    excepted_plain: OnceLock<Client>,
}

impl GuardedFetch {
    /// A client that lets these exceptions through. Nothing is sent yet.
    pub fn new(exceptions: Exceptions) -> Self {
        Self::guarded_by(Guard::default(), exceptions)
    }

    pub(super) fn guarded_by(guard: Guard, exceptions: Exceptions) -> Self {
        let (public, excepted, excepted_plain) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { guard, exceptions, public, excepted, excepted_plain }
    }

    /// The client that may send a request there, or why none may.
    fn client_for(&self, url: &Url) -> Result<&Client, FetchError> {
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::Forbidden("the address must not have a user name".to_owned()));
        }
        let is_excepted = self.exceptions.contain(url);
        match url.scheme() {
            "https" if is_excepted => built(&self.excepted, || client(SystemResolver).https_only(true)),
            "http" if is_excepted && self.exceptions.allow_plain_http() => {
                // Without TLS no certificate is looked at, and a machine may have none.
                built(&self.excepted_plain, || client(SystemResolver).tls_certs_only([]))
            }
            "http" if self.guard.https_only => {
                Err(FetchError::Forbidden("the address must begin with https://".to_owned()))
            }
            "https" | "http" => self.public_client(url),
            _ => Err(FetchError::Forbidden("the address must begin with https://".to_owned())),
        }
    }

    fn public_client(&self, url: &Url) -> Result<&Client, FetchError> {
        // A literal is never resolved, so it is looked at here.
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            Some(Host::Domain(_)) | None => None,
        };
        if let Some(special) = literal.and_then(self.guard.special) {
            return Err(forbidden(&SpecialAddress(special)));
        }
        built(&self.public, || {
            let Guard { resolver, special, https_only } = &self.guard;
            let resolver = GuardedResolver { resolver: Arc::clone(resolver), special: *special };
            let client = client(resolver).https_only(*https_only);
            if *https_only { client } else { client.tls_certs_only([]) }
        })
    }

    async fn exchange(&self, request: FetchRequest) -> Result<FetchAnswer, FetchError> {
        let client = self.client_for(&request.url)?;
        let response = client.execute(prepared(client, request)?).await.map_err(unreachable)?;
        let status = response.status();
        if status.is_redirection() {
            return Err(FetchError::Redirected);
        }
        let content_type = response.headers().get(CONTENT_TYPE).and_then(essence);
        Ok(FetchAnswer { status: status.as_u16(), content_type, body: read(response).await? })
    }
}

#[async_trait]
impl HttpFetch for GuardedFetch {
    async fn fetch(&self, request: FetchRequest) -> Result<FetchAnswer, FetchError> {
        let exchange = tokio::time::timeout(Duration::from_secs(MAX_SECONDS), self.exchange(request));
        exchange.await.unwrap_or(Err(FetchError::TooSlow { limit_seconds: MAX_SECONDS }))
    }
}

impl fmt::Debug for GuardedFetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardedFetch").field("exceptions", &self.exceptions).finish_non_exhaustive()
    }
}

fn client(resolver: impl Resolve + 'static) -> ClientBuilder {
    Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .referer(false)
        .http1_only()
        .user_agent("paseport")
        .dns_resolver(resolver)
}

fn built(client: &OnceLock<Client>, builder: impl FnOnce() -> ClientBuilder) -> Result<&Client, FetchError> {
    if let Some(client) = client.get() {
        return Ok(client);
    }
    let new = builder().build().map_err(unreachable)?;
    Ok(client.get_or_init(|| new))
}

fn prepared(client: &Client, request: FetchRequest) -> Result<Request, FetchError> {
    let builder = match request.method {
        FetchMethod::Get => client.get(request.url),
        FetchMethod::PostForm(form) => {
            let builder = client.post(request.url).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            builder.body(form.expose_secret().to_owned())
        }
    };
    let mut prepared = builder.build().map_err(unreachable)?;
    for (name, value) in request.headers {
        let mut value = HeaderValue::from_str(value.expose_secret())
            .map_err(|_| FetchError::Forbidden(format!("the header {name} can't have this value")))?;
        value.set_sensitive(true);
        prepared.headers_mut().insert(name, value);
    }
    Ok(prepared)
}

/// Reads what comes, whatever the length that was announced. Nothing is decompressed, so what comes is what is kept.
async fn read(mut response: Response) -> Result<Vec<u8>, FetchError> {
    let too_long = FetchError::TooLong { limit_bytes: MAX_ANSWER_BYTES };
    if response.content_length().is_some_and(|announced| announced > MAX_ANSWER_BYTES as u64) {
        return Err(too_long);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        if body.len() + chunk.len() > MAX_ANSWER_BYTES {
            return Err(too_long);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn essence(content_type: &HeaderValue) -> Option<String> {
    let text = content_type.to_str().ok()?;
    Some(text.split(';').next().unwrap_or(text).trim().to_ascii_lowercase())
}

fn forbidden(special: &SpecialAddress) -> FetchError {
    FetchError::Forbidden(format!(
        "the host has no public address: {special}, and OUTBOUND_ALLOW_HOSTS does not name it"
    ))
}

/// Our own resolver's refusal comes back inside of what the client says.
fn unreachable(error: reqwest::Error) -> FetchError {
    let mut source = error.source();
    while let Some(inner) = source {
        if let Some(special) = inner.downcast_ref::<SpecialAddress>() {
            return forbidden(special);
        }
        source = inner.source();
    }
    FetchError::Unreachable(error.without_url().into())
}
