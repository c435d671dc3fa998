//! The record of sessions as a port.

use async_trait::async_trait;

use super::{Checkpoint, Ended, Seen, Session};
use crate::domain::{
    clock::Timestamp,
    ids::{SessionId, UserId},
    peppers::PepperId,
    store::StoreError,
};

/// The table `sessions`.
#[async_trait]
pub trait SessionRepository: Send {
    async fn insert(&mut self, session: &Session) -> Result<(), StoreError>;

    async fn find(&mut self, id: &SessionId) -> Result<Option<Session>, StoreError>;

    /// The user's sessions that are neither ended nor past their end, the latest used first.
    async fn live_of(&mut self, user: &UserId, now: Timestamp) -> Result<Vec<Session>, StoreError>;

    /// How many sessions are neither ended nor past their end.
    async fn count_live(&mut self, now: Timestamp) -> Result<u64, StoreError>;

    /// How many of these were made with each pepper. Reads the whole table.
    async fn count_live_by_pepper(&mut self, now: Timestamp) -> Result<Vec<(PepperId, u64)>, StoreError>;

    /// Ends a session; `false` when there is none or it had ended before, which keeps its first reason. A reuse that a
    /// fast store in the same place has found is none yet: it gets its reason here, and keeps its time.
    async fn end(&mut self, id: &SessionId, ended: &Ended) -> Result<bool, StoreError>;

    /// Notes a rotation and when and from where it came. Never takes a generation back, never touches an ended session.
    async fn checkpoint(&mut self, id: &SessionId, to: &Checkpoint, seen: &Seen) -> Result<(), StoreError>;

    /// Forgets sessions whose absolute end was before a time; returns how many.
    async fn forget_before(&mut self, before: Timestamp) -> Result<u64, StoreError>;
}
