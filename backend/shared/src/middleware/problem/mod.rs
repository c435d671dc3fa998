//! Error answers: `application/problem+json` (RFC 9457).
//!
//! A handler or layer returns a [`Problem`]. It travels to the [`edge`](super::edge) in the extensions of its response,
//! whose body is still empty; the edge knows the request id, writes it into `instance`, writes the body, and logs the
//! cause. So a problem needs no request at hand to be made, and each is rendered once.

use std::{borrow::Cow, error::Error, fmt, sync::Arc, time::Duration};

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{requests::RequestId, store::StoreError},
    logging::Chain,
};

mod kinds;
#[cfg(test)]
mod tests;

/// The media type of every error answer outside OAuth endpoints.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What is wrong with one field of the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// The field as it is named in the body or query.
    #[schema(value_type = String, example = "email")]
    pub field: Cow<'static, str>,
    /// What the field must be, as the end of a sentence that starts with its name. Never holds what was sent.
    #[schema(value_type = String, example = "must be an e-mail address")]
    pub message: Cow<'static, str>,
}

/// An error answer.
///
/// ```
/// # use {http::StatusCode, shared::middleware::problem::Problem};
/// let problem = Problem::new(StatusCode::CONFLICT, "email-taken", "E-mail address taken")
///     .detail("Another account has this e-mail address.");
/// ```
///
/// It never holds internals: title and detail are our own fixed words, and what made a server error is kept apart, for
/// the log.
#[derive(Clone)]
pub struct Problem(Box<Parts>);

#[derive(Clone)]
struct Parts {
    status: StatusCode,
    name: &'static str,
    title: &'static str,
    detail: Option<Cow<'static, str>>,
    errors: Vec<FieldError>,
    headers: HeaderMap,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

/// The body of an error answer (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody<'a> {
    /// What kind of problem this is: `urn:paseport:problem:<name>`.
    #[serde(rename = "type")]
    #[schema(example = "urn:paseport:problem:not-found")]
    kind: String,
    /// The kind in words. The same for every problem of one type.
    #[schema(example = "Not found")]
    title: &'a str,
    /// The HTTP status once more.
    #[schema(example = 404)]
    status: u16,
    /// What happened this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    detail: Option<&'a str>,
    /// The request id, also in the header `x-request-id`.
    #[schema(example = "Gk3T1cRr7wq0nJmXb2Zp9A")]
    instance: &'a str,
    /// With 422 only: each invalid field.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldError],
}

impl Problem {
    /// A problem of type `urn:paseport:problem:<name>`.
    pub fn new(status: StatusCode, name: &'static str, title: &'static str) -> Self {
        let headers = HeaderMap::new();
        Self(Box::new(Parts { status, name, title, detail: None, errors: Vec::new(), headers, cause: None }))
    }

    /// Says what happened this time. Must not repeat input and must not describe the inside of the server.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Names an invalid field. Only shown with status 422.
    #[must_use]
    pub fn field(mut self, field: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        self.0.errors.push(FieldError { field: field.into(), message: message.into() });
        self
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.append(name, value);
        self
    }

    /// Says when to come again: `Retry-After`, in whole seconds, rounded up, at least 1.
    #[must_use]
    pub fn retry_after(mut self, after: Duration) -> Self {
        let seconds = after.as_secs() + u64::from(after.subsec_nanos() > 0);
        self.0.headers.insert(RETRY_AFTER, seconds.max(1).into());
        self
    }

    /// Keeps what made the problem, for the log.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.0.cause = Some(Arc::from(cause.into()));
        self
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The last part of `type`.
    pub fn name(&self) -> &'static str {
        self.0.name
    }

    /// The invalid fields.
    pub fn errors(&self) -> &[FieldError] {
        &self.0.errors
    }

    /// What made it and what made that, in one line; `None` when no cause is known.
    fn cause_chain(&self) -> Option<String> {
        Some(Chain(&**self.0.cause.as_ref()?).to_string())
    }

    /// The body as it would be with some request id, for the OpenAPI documents.
    pub fn example(&self) -> serde_json::Value {
        serde_json::to_value(self.written("Gk3T1cRr7wq0nJmXb2Zp9A")).unwrap_or_default()
    }

    fn body(&self, instance: &RequestId) -> Body {
        let body = self.written(instance.as_str());
        Body::from(serde_json::to_vec(&body).expect("a structure of texts and numbers has a JSON form"))
    }

    fn written<'a>(&'a self, instance: &'a str) -> ProblemBody<'a> {
        let Parts { status, name, title, detail, errors, .. } = &*self.0;
        let errors = if *status == StatusCode::UNPROCESSABLE_ENTITY { errors.as_slice() } else { &[] };
        ProblemBody {
            kind: format!("urn:paseport:problem:{name}"),
            title,
            status: status.as_u16(),
            detail: detail.as_deref(),
            instance,
            errors,
        }
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { status, name, errors, cause, .. } = &*self.0;
        f.debug_struct("Problem")
            .field("status", status)
            .field("name", name)
            .field("errors", errors)
            .field("cause", cause)
            .finish_non_exhaustive()
    }
}

impl IntoResponse for Problem {
    /// Gives status and headers, and the problem itself as an extension for [`render`].
    fn into_response(mut self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.0.status;
        *response.headers_mut() = std::mem::take(&mut self.0.headers);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the body of an error answer and logs a server error with its causes.
///
/// An error that came from the router itself (no body, or plain text, as axum's own rejections have) becomes a problem
/// that keeps its headers, `Allow` for instance. Errors in another format, such as those of OAuth endpoints (RFC 6749),
/// and all other answers pass as they are.
pub fn render(mut response: Response, request_id: &RequestId) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None if says_nothing(&response) => Problem::of_status(status),
        None => return response,
    };
    if status.is_server_error() {
        let cause = problem.cause_chain();
        tracing::error!(
            event = "http.failure",
            problem = problem.name(),
            cause = cause.as_deref().unwrap_or("unknown")
        );
    }
    *response.body_mut() = problem.body(request_id);
    response.headers_mut().remove(CONTENT_LENGTH);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    response
}

/// Whether an error answer has no body of its own that a client could read by program.
fn says_nothing(response: &Response) -> bool {
    response.headers().get(CONTENT_TYPE).is_none_or(|media_type| media_type.as_bytes().starts_with(b"text/plain"))
}

impl From<StoreError> for Problem {
    /// A key that is taken is the feature's business; where it comes this far, the feature did not expect it.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) | StoreError::Conflict(_) => {
                Self::unavailable(Duration::from_secs(1)).cause(error)
            }
            StoreError::Duplicate | StoreError::Corrupt(_) => Self::internal(error),
        }
    }
}

/// A challenge for the header `WWW-Authenticate` (RFC 6750, section 3).
fn challenge(problem: Problem, value: &'static str) -> Problem {
    problem.header(WWW_AUTHENTICATE, HeaderValue::from_static(value))
}
