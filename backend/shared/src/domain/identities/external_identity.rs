//! An external identity, and a session that came from one.

use super::Subject;
use crate::domain::{
    clock::Timestamp,
    ids::{IdentityId, ProviderId, SessionId, UserId},
    providers::IssuerUrl,
};

/// A person at a provider, linked to a user. Keyed by issuer and subject, never by an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalIdentity {
    pub id: IdentityId,
    pub user_id: UserId,
    pub provider_id: ProviderId,
    pub issuer: IssuerUrl,
    pub subject: Subject,
    /// The address the provider told when the identity was linked, for its owner to recognize it by; nothing is decided
    /// from it.
    pub email: String,
    pub linked_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// Which sign-in at a provider a session of ours came from, so that the provider can end it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpstreamSession {
    pub session_id: SessionId,
    pub provider_id: ProviderId,
    pub subject: Subject,
    /// `sid` of the ID token.
    pub sid: Option<String>,
}
