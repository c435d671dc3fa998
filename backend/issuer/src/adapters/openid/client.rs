//! Requests of `openidconnect` through our own guarded port.

use std::{future::Future, pin::Pin, sync::Arc};

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use secrecy::SecretString;
use shared::domain::outbound::{FetchAnswer, FetchError, FetchMethod, FetchRequest, HttpFetch};

/// Why a request has no answer that is worth reading.
#[derive(Debug, thiserror::Error)]
pub(super) enum ClientError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// A server that fails says nothing about what it was asked.
    #[error("the server answered with status {0}")]
    Failing(u16),
    /// `openidconnect` asked for what the port can't send.
    #[error("the request can't be sent: {0}")]
    Unsendable(&'static str),
}

/// Whether another try may get an answer.
pub(super) fn is_outage(error: &FetchError) -> bool {
    match error {
        FetchError::TooSlow { .. } | FetchError::Unreachable(_) => true,
        FetchError::Forbidden(_) | FetchError::Redirected | FetchError::TooLong { .. } => false,
    }
}

/// `openidconnect`'s view of the port.
pub(super) struct GuardedClient(pub(super) Arc<dyn HttpFetch>);

impl<'c> AsyncHttpClient<'c> for GuardedClient {
    type Error = ClientError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, ClientError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let answer = self.0.fetch(translated(&request)?).await?;
            if answer.status >= 500 { Err(ClientError::Failing(answer.status)) } else { response(answer) }
        })
    }
}

fn translated(request: &HttpRequest) -> Result<FetchRequest, ClientError> {
    let url = request.uri().to_string().parse().map_err(|_| ClientError::Unsendable("its address"))?;
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map(SecretString::from);
    let header = |name: &http::HeaderName| request.headers().get(name).map(|value| text(value.as_bytes()));
    let mut headers = Vec::new();
    for (name, value) in [("accept", header(&ACCEPT)), ("authorization", header(&AUTHORIZATION))] {
        let value = value.transpose().map_err(|_| ClientError::Unsendable("a header"))?;
        headers.extend(value.map(|value| (name, value)));
    }
    let method = match *request.method() {
        http::Method::GET => FetchMethod::Get,
        http::Method::POST => {
            FetchMethod::PostForm(text(request.body()).map_err(|_| ClientError::Unsendable("its form"))?)
        }
        _ => return Err(ClientError::Unsendable("its method")),
    };
    Ok(FetchRequest { url, method, headers })
}

fn response(answer: FetchAnswer) -> Result<HttpResponse, ClientError> {
    let mut response = http::Response::builder().status(answer.status);
    if let Some(content_type) = answer.content_type {
        response = response.header(CONTENT_TYPE, content_type);
    }
    response.body(answer.body).map_err(|_| ClientError::Unsendable("its answer"))
}
