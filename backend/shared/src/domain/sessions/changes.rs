//! How a loss of power reaches the fast store, and how a change there reaches the memory of every process.

use std::sync::Arc;

use async_trait::async_trait;

use crate::domain::{
    clock::Timestamp,
    ids::{ChangeId, SessionId, UserId},
    store::StoreError,
};

/// One thing that took power away or changed roles. Written in the unit of work that did it, applied to the fast store
/// by whichever issuer sees it first, as often as it likes.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthorityChange {
    pub id: ChangeId,
    pub created_at: Timestamp,
    pub kind: AuthorityChangeKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum AuthorityChangeKind {
    /// The session must be a tombstone until its absolute end.
    SessionEnded { session_id: SessionId, user_id: UserId, expires_at: Timestamp },
    /// The role value must be at least of this `authz_version`.
    UserChanged { user_id: UserId, version: u64 },
    /// The role value must be the tombstone of this version.
    UserDeleted { user_id: UserId, version: u64 },
}

/// The table `authority_changes`.
#[async_trait]
pub trait AuthorityChanges: Send {
    async fn add(&mut self, change: &AuthorityChange) -> Result<(), StoreError>;

    /// Changes nobody has applied yet, oldest first.
    async fn pending(&mut self, limit: u32) -> Result<Vec<AuthorityChange>, StoreError>;

    /// Changes since a time, applied or not, oldest first: what is applied again after the fast store changed its epoch.
    async fn since(&mut self, from: Timestamp) -> Result<Vec<AuthorityChange>, StoreError>;

    /// Notes that a change was applied. Saying it twice is harmless.
    async fn mark_applied(&mut self, change: &ChangeId, at: Timestamp) -> Result<(), StoreError>;

    /// Forgets applied changes from before a time; returns how many.
    async fn forget_before(&mut self, before: Timestamp) -> Result<u64, StoreError>;
}

/// Somebody who remembers what the fast store said: the hot check.
///
/// Contract: cheap and never blocking; called from the store's own tasks.
pub trait ChangeListener: Send + Sync {
    /// What was remembered of this session is no longer true.
    fn session_changed(&self, session: &SessionId);
    /// What was remembered of this user is no longer true.
    fn user_changed(&self, user: &UserId);
    /// Changes may have been missed: nothing that was remembered can be trusted.
    fn flush(&self);
}

/// Tells about every change of the fast store, whoever made it.
pub trait ChangeFeed: Send + Sync {
    /// From now on `listener` hears of every change.
    fn subscribe(&self, listener: Arc<dyn ChangeListener>);
}
