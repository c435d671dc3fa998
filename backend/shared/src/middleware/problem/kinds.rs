//! The problems that more than one route has.

use std::{error::Error, time::Duration};

use http::StatusCode;

use super::{FieldError, Problem, challenge};

impl Problem {
    /// 400: the request can't be read.
    pub fn bad_request() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-request", "Bad request")
    }

    /// 401 without a token. Says `WWW-Authenticate: Bearer`.
    pub fn unauthorized() -> Self {
        let problem = Self::new(StatusCode::UNAUTHORIZED, "unauthorized", "Sign-in required")
            .detail("This address wants a bearer token.");
        challenge(problem, "Bearer")
    }

    /// 401 with a token that opens nothing, whatever the reason (RFC 6750, section 3.1).
    pub fn invalid_token() -> Self {
        let problem = Self::new(StatusCode::UNAUTHORIZED, "invalid-token", "Invalid token")
            .detail("The token is malformed, expired, revoked or not meant for this service.");
        challenge(problem, r#"Bearer error="invalid_token""#)
    }

    /// 401: the sign-in is too long ago for this route (RFC 9470, section 3).
    pub fn fresh_sign_in_required() -> Self {
        let problem = Self::new(StatusCode::UNAUTHORIZED, "fresh-sign-in-required", "Fresh sign-in required")
            .detail("Sign in again; this address wants a sign-in of the last five minutes.");
        challenge(problem, r#"Bearer error="insufficient_user_authentication", max_age=300"#)
    }

    /// 403: the token is good, its user has none of the roles.
    pub fn insufficient_role() -> Self {
        let problem = Self::new(StatusCode::FORBIDDEN, "insufficient-role", "Insufficient role")
            .detail("Your account does not have a role that this address wants.");
        challenge(problem, r#"Bearer error="insufficient_scope""#)
    }

    /// 403: the token is good, its client was not given the scope.
    pub fn insufficient_scope() -> Self {
        let problem = Self::new(StatusCode::FORBIDDEN, "insufficient-scope", "Insufficient scope")
            .detail("The token was not given the scope that this address wants.");
        challenge(problem, r#"Bearer error="insufficient_scope""#)
    }

    /// 403: the request may come from a page of another site.
    pub fn cross_origin() -> Self {
        Self::new(StatusCode::FORBIDDEN, "cross-origin", "Cross-origin request")
            .detail("This address answers only to pages of its own origin.")
    }

    /// 404: there is nothing here, or nothing of the caller's.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "Not found")
    }

    /// 405. Wants the header `Allow` beside it.
    pub fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "Method not allowed")
    }

    /// 408: the body came too slowly.
    pub fn request_timeout() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "request-timeout", "Request time-out")
            .detail("The body did not arrive in time.")
    }

    /// 409: the state of things forbids it.
    pub fn conflict(name: &'static str, title: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, name, title)
    }

    /// 413: the body is longer than this server reads.
    pub fn payload_too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "payload-too-large", "Payload too large")
            .detail("The body is longer than this address accepts.")
    }

    /// 415: the body is not what this route reads.
    pub fn unsupported_media_type() -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "Unsupported media type")
            .detail("Send `Content-Type: application/json`, not compressed.")
    }

    /// 422: these fields are not what they must be.
    pub fn invalid_fields(errors: Vec<FieldError>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid-fields", "Invalid fields")
            .detail("At least one field is missing, unknown or invalid.");
        problem.0.errors = errors;
        problem
    }

    /// 429, with `Retry-After`.
    pub fn too_many_requests(retry_after: Duration) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", "Too many requests")
            .detail("Wait as long as the header Retry-After says.")
            .retry_after(retry_after)
    }

    /// 500. The cause is for the log only.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::unexplained().cause(cause)
    }

    /// 503, with `Retry-After`: something this server stands on is away. Nothing was changed or used up.
    pub fn unavailable(retry_after: Duration) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Service unavailable")
            .detail("The service can't answer this at the moment. Try again later.")
            .retry_after(retry_after)
    }

    /// 503, with `Retry-After`: the server took too long and gave up.
    pub fn timeout() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "timeout", "Time-out")
            .detail("The service did not get done in time. Try again later.")
            .retry_after(Duration::from_secs(1))
    }

    /// The problem that stands for an error of which only the status is known.
    pub(in crate::middleware) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::unauthorized(),
            StatusCode::NOT_FOUND => Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => Self::method_not_allowed(),
            StatusCode::REQUEST_TIMEOUT => Self::request_timeout(),
            StatusCode::PAYLOAD_TOO_LARGE => Self::payload_too_large(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::unsupported_media_type(),
            StatusCode::SERVICE_UNAVAILABLE => Self::unavailable(Duration::from_secs(1)),
            status if status.is_server_error() => Self::unexplained().with_status(status),
            status => Self::bad_request().with_status(status),
        }
    }

    fn unexplained() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal error")
            .detail("Something went wrong on our side. The request id helps the operator to find out what.")
    }

    fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = status;
        self
    }
}
