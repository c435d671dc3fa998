//! The record of external identities as a port.

use async_trait::async_trait;

use super::{ExternalIdentity, Subject, UpstreamSession};
use crate::domain::{
    clock::Timestamp,
    ids::{IdentityId, ProviderId, UserId},
    providers::IssuerUrl,
    sessions::Session,
    store::StoreError,
};

/// The table `external_identities`.
#[async_trait]
pub trait IdentityRepository: Send {
    async fn find_by_subject(
        &mut self,
        issuer: &IssuerUrl,
        subject: &Subject,
    ) -> Result<Option<ExternalIdentity>, StoreError>;

    /// The user's identities, the oldest link first.
    async fn of_user(&mut self, user: &UserId) -> Result<Vec<ExternalIdentity>, StoreError>;

    /// [`StoreError::Duplicate`] when issuer and subject are linked already, to whomever.
    async fn insert(&mut self, identity: &ExternalIdentity) -> Result<(), StoreError>;

    /// Notes a sign-in.
    async fn used(&mut self, id: &IdentityId, at: Timestamp) -> Result<(), StoreError>;

    /// Deletes one of the user's identities; `false` when he has none of this id.
    async fn delete(&mut self, user: &UserId, id: &IdentityId) -> Result<bool, StoreError>;
}

/// The table `upstream_sessions`. Rows go with their session.
#[async_trait]
pub trait UpstreamSessionRepository: Send {
    async fn insert(&mut self, session: &UpstreamSession) -> Result<(), StoreError>;

    /// Live sessions that came from this provider: of one of its sessions, or of one of its subjects, whichever is given; all
    /// of them when neither is. When both are, those of the subject that are of the provider's session, or of one that the
    /// provider did not name.
    async fn live(
        &mut self,
        provider: &ProviderId,
        sid: Option<&str>,
        subject: Option<&Subject>,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError>;
}

/// The table `used_logout_tokens`.
#[async_trait]
pub trait LogoutTokenRepository: Send {
    /// Notes that the token came; `false` when it had come before. Of two at once, one gets `true`.
    async fn use_once(
        &mut self,
        provider: &ProviderId,
        token_id: &str,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Forgets those that are past their end; returns how many.
    async fn forget_before(&mut self, before: Timestamp) -> Result<u64, StoreError>;
}
