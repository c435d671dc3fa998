//! What several handlers take from a request.

use axum::extract::FromRequestParts;
use http::{header::USER_AGENT, request::Parts};
use shared::{
    domain::{access::AccessPolicy, audit::Origin},
    middleware::{client_ip::ClientIp, problem::Problem, request_id::RequestId, same_origin::Evidence},
};

use crate::state::IssuerState;

/// The longest part of a browser's name that is kept, in characters.
const USER_AGENT_CHARS: usize = 256;

/// The request comes from our own pages, as the route's policy wants. Stands before whatever reads the body.
#[derive(Clone, Copy, Debug)]
pub struct OwnPage;

impl FromRequestParts<IssuerState> for OwnPage {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &IssuerState) -> Result<Self, Problem> {
        let evidence = match parts.extensions.get::<AccessPolicy>() {
            Some(AccessPolicy::SameOrigin | AccessPolicy::SameOriginOrBearer(_)) => Evidence::Optional,
            Some(AccessPolicy::RefreshCookie) => Evidence::Required,
            _ => return Err(Problem::internal("a handler is for our own pages, but its route doesn't say so")),
        };
        state.origins.check(&parts.headers, evidence).map(|()| Self)
    }
}

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
