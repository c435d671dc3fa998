//! What several handlers take from a request.

use axum::extract::FromRequestParts;
use http::{header::USER_AGENT, request::Parts};
use shared::{
    domain::audit::Origin,
    middleware::{client_ip::ClientIp, problem::Problem, request_id::RequestId},
};

/// The longest part of a browser's name that is kept, in characters.
const USER_AGENT_CHARS: usize = 256;

/// Where the request comes from, for the audit record and the list of sessions.
#[derive(Clone, Debug)]
pub struct RequestOrigin(pub Origin);

impl<S: Send + Sync> FromRequestParts<S> for RequestOrigin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let ClientIp(ip) = ClientIp::from_request_parts(parts, state).await?;
        let id = RequestId::from_request_parts(parts, state).await?;
        let name = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let user_agent = name.chars().take(USER_AGENT_CHARS).collect();
        Ok(Self(Origin { request_id: id.as_str().into(), ip, user_agent }))
    }
}
