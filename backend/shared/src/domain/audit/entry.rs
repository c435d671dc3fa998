//! One entry of the audit record.

use std::{net::IpAddr, sync::Arc};

use super::AuditEvent;
use crate::domain::{
    access::Identity,
    clock::{Clock, Timestamp},
    ids::{AuditId, SessionId, UserId},
    randomness::Randomness,
};

/// Where a change came from: taken from the request once, carried to whatever is written about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub request_id: Arc<str>,
    pub ip: IpAddr,
    /// As the browser names itself, cut to 256 characters.
    pub user_agent: String,
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in user, and the session he did it from.
    User { id: UserId, session_id: Option<SessionId> },
    /// Someone who had not proven who he is.
    Anonymous,
    /// Paseport itself: start-up, background work.
    System,
}

impl Actor {
    /// The caller of a route.
    pub fn of(caller: &Identity) -> Self {
        Self::User { id: caller.user_id, session_id: Some(caller.session_id.clone()) }
    }
}

/// One entry, to be written in the unit of work of the change it tells of.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    pub id: AuditId,
    pub at: Timestamp,
    pub actor: Actor,
    /// The user it was done to; `None` when there is none (an unknown e-mail at sign-in).
    pub target: Option<UserId>,
    pub event: AuditEvent,
    pub origin: Option<Origin>,
}

impl AuditEntry {
    pub fn new(
        clock: &dyn Clock,
        randomness: &dyn Randomness,
        actor: Actor,
        target: Option<UserId>,
        event: AuditEvent,
        origin: Option<&Origin>,
    ) -> Self {
        Self { id: AuditId::new(clock, randomness), at: clock.now(), actor, target, event, origin: origin.cloned() }
    }
}
