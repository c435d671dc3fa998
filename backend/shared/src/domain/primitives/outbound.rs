//! Requests to addresses that somebody else chose, as a port.

use async_trait::async_trait;
use secrecy::SecretString;
use url::Url;

/// A request.
#[derive(Clone, Debug)]
pub struct FetchRequest {
    pub url: Url,
    pub method: FetchMethod,
    /// Besides those that the method means. Names in lower case; values are secret, because credentials are among them.
    pub headers: Vec<(&'static str, SecretString)>,
}

/// What is sent.
#[derive(Clone, Debug)]
pub enum FetchMethod {
    Get,
    /// A form (`application/x-www-form-urlencoded`), encoded already.
    PostForm(SecretString),
}

/// An answer, whatever its status.
#[derive(Clone, Debug)]
pub struct FetchAnswer {
    pub status: u16,
    /// In lower case, without parameters.
    pub content_type: Option<String>,
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The guard let nothing out: plain http, or an address that is not of the public internet.
    #[error("{0}")]
    Forbidden(String),
    /// It sent us elsewhere (3xx).
    #[error("the server redirects, which is not followed")]
    Redirected,
    #[error("the answer has more than {limit_bytes} bytes")]
    TooLong { limit_bytes: usize },
    #[error("no answer within {limit_seconds} s")]
    TooSlow { limit_seconds: u64 },
    #[error("the server can't be reached")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Sends requests to addresses that an admin can enter or a provider can name (SECURITY rule 11, RFC 9700 section 4.16).
///
/// Contract: https only; the address that is connected to was looked at after its name was resolved, so that a name which
/// changes its mind gains nothing, and is neither loopback, private, link-local, nor another special one in any spelling;
/// no redirect is followed; 5 s and 1 MB at most; no proxy and no cookie. `OUTBOUND_ALLOW_HOSTS` lets single `host:port` pairs
/// through though they are private, and in development by plain http too.
#[async_trait]
pub trait HttpFetch: Send + Sync {
    async fn fetch(&self, request: FetchRequest) -> Result<FetchAnswer, FetchError>;
}
