//! The bytes of a body, and what they are declared as.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, rejection::BytesRejection},
};
use http::{
    HeaderMap, HeaderValue, Request, StatusCode,
    header::{CONTENT_ENCODING, CONTENT_TYPE},
};

use crate::middleware::problem::Problem;

/// How long a body may take to arrive. Shorter than the edge's time-out, so that slowness of the caller is told apart
/// from ours.
const ARRIVAL: Duration = Duration::from_secs(10);

/// Whether the body is declared as of this media type, with or without parameters, in no further coding.
pub(super) fn is_of(headers: &HeaderMap, media_type: &str) -> bool {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(declared), None) = (types.next(), types.next()) else { return false };
    let essence = declared.as_bytes().split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
    let plain = |coding: &HeaderValue| coding.as_bytes().eq_ignore_ascii_case(b"identity");
    essence.eq_ignore_ascii_case(media_type.as_bytes()) && headers.get_all(CONTENT_ENCODING).iter().all(plain)
}

/// All of it: 413 for too much, 408 for what does not arrive.
pub(super) async fn read(request: Request<Body>) -> Result<Bytes, Problem> {
    let arrived = tokio::time::timeout(ARRIVAL, Bytes::from_request(request, &()));
    let bytes = arrived.await.map_err(|_| Problem::request_timeout())?;
    bytes.map_err(|rejection: BytesRejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::payload_too_large(),
        _ => Problem::bad_request().detail("The body broke off."),
    })
}
