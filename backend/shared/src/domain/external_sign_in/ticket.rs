//! The ticket that links an identity to an account whose address it has.

use crate::domain::{
    clock::Timestamp,
    handles::HashedHandle,
    identities::Subject,
    ids::{ProviderId, SessionId, UserId},
    return_to::ReturnTo,
};

/// Somebody proved an identity whose verified address is that of `user_id`, and must now prove that he is that user.
/// Good for [`LIFE`](super::LIFE), once, for [`LinkTicket::MAX_TRIES`] tries, in one browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkTicket {
    pub ticket: HashedHandle,
    /// Of the secret in the browser's own cookie.
    pub browser: HashedHandle,
    pub user_id: UserId,
    pub provider_id: ProviderId,
    pub subject: Subject,
    /// The address the provider told: the page shows it, and the account must still have it.
    pub email: String,
    /// The provider's session.
    pub sid: Option<String>,
    /// When the provider saw the person, if it says so.
    pub auth_time: Option<Timestamp>,
    pub return_to: ReturnTo,
    /// The session that the new one takes the place of.
    pub replaces: Option<SessionId>,
    pub tries: u32,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

impl LinkTicket {
    /// So many passwords can be tried.
    pub const MAX_TRIES: u32 = 5;
}
