//! The extractor that lets a caller in.

use std::{ops::Deref, sync::Arc};

use axum::extract::{FromRef, FromRequestParts};
use http::request::Parts;

use super::{CheckRefused, HotCheck};
use crate::{
    domain::access::{AccessPolicy, Identity, Insufficient},
    middleware::{
        bearer::{Credentials, credentials},
        problem::Problem,
    },
};

/// Whoever passed the check that the route's own policy demands.
///
/// The policy comes from the route table ([`crate::middleware::routes::Routes`]), so a handler can't ask for less than
/// its route says. An extractor rather than a layer: it costs less on every request, and a handler that takes a
/// `Caller` can't be reached without one.
#[derive(Clone, Debug)]
pub struct Caller(Arc<Identity>);

impl Deref for Caller {
    type Target = Identity;

    fn deref(&self) -> &Identity {
        &self.0
    }
}

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    Arc<HotCheck>: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Some(AccessPolicy::Bearer(rule) | AccessPolicy::SameOriginOrBearer(rule)) = parts.extensions.get() else {
            return Err(Problem::internal("a handler takes a caller, but its route names no bearer policy"));
        };
        let token = match credentials(&parts.headers) {
            Credentials::Token(token) => token,
            Credentials::Absent => return Err(Problem::unauthorized()),
            Credentials::Malformed => return Err(Problem::invalid_token()),
        };
        let check = Arc::<HotCheck>::from_ref(state);
        let identity = check.check(token).await.map_err(refuse)?;
        match check.hold_against(&identity, rule) {
            Ok(()) => Ok(Self(identity)),
            Err(Insufficient::Role) => Err(Problem::insufficient_role()),
            Err(Insufficient::Scope) => Err(Problem::insufficient_scope()),
            Err(Insufficient::Authentication) => Err(Problem::fresh_sign_in_required()),
        }
    }
}

fn refuse(refused: CheckRefused) -> Problem {
    match refused {
        CheckRefused::Invalid => Problem::invalid_token(),
        CheckRefused::Unavailable(_) | CheckRefused::KeysUnavailable => {
            Problem::unavailable(std::time::Duration::from_secs(1)).cause(refused)
        }
    }
}
