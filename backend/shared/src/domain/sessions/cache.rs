//! The fast copy of sessions and roles, and the port that keeps it.

use std::sync::Arc;

use async_trait::async_trait;

use super::rule::StepOutcome;
use crate::domain::{
    clients::{ClientId, Scope},
    clock::Timestamp,
    ids::{SessionId, UserId},
    peppers::PepperId,
    sessions::{EndReason, Generation, Salt, Session},
    store::StoreError,
    users::{Roles, User, UserStatus},
};

/// Which life of the fast store a copy was written in. A copy of another epoch may be older than the truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epoch(Arc<str>);

impl Epoch {
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The fast copy of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct CachedSession {
    pub state: CachedState,
    pub user_id: UserId,
    /// The absolute end.
    pub expires_at: Timestamp,
    pub salt: Salt,
    pub pepper_id: PepperId,
    pub client_id: ClientId,
    pub scope: Scope,
    pub auth_time: Timestamp,
    pub amr: Vec<String>,
    pub epoch: Epoch,
    /// Of a tombstone: why the session ended, as long as the record isn't known to have it. Whoever proves a token of that
    /// family sees to it, for the one who meant to may not live any more, or never heard what came of it.
    pub unrecorded: Option<EndReason>,
}

/// What the fast copy says of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CachedState {
    Live {
        generation: Generation,
        /// When this generation replaced the one before it; `None` when that isn't known or it is the first.
        rotated_at: Option<Timestamp>,
    },
    /// A tombstone: the session ended and stays ended.
    Ended,
}

impl CachedSession {
    /// The fast copy that a record gives, at the generation and time the caller decided on.
    pub fn of(session: &Session, state: CachedState, epoch: Epoch) -> Self {
        Self {
            state,
            user_id: session.user_id,
            expires_at: session.expires_at,
            salt: session.salt,
            pepper_id: session.pepper_id.clone(),
            client_id: session.client_id.clone(),
            scope: session.scope.clone(),
            auth_time: session.auth_time,
            amr: session.amr.clone(),
            epoch,
            unrecorded: None,
        }
    }

    /// Live and before its absolute end.
    pub fn is_live(&self, now: Timestamp) -> bool {
        matches!(self.state, CachedState::Live { .. }) && now < self.expires_at
    }
}

/// The fast copy of what a user may do.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleValue {
    /// `users.authz_version`: a value is replaced only by a higher one.
    pub version: u64,
    pub state: RoleState,
}

/// What the fast copy says of a user.
#[derive(Clone, Debug, PartialEq)]
pub enum RoleState {
    User {
        status: UserStatus,
        roles: Roles,
        email: String,
        display_name: String,
    },
    /// The user was deleted.
    Deleted,
}

impl RoleValue {
    pub fn of(user: &User) -> Self {
        Self {
            version: user.authz_version,
            state: RoleState::User {
                status: user.status,
                roles: user.roles,
                email: user.email.to_string(),
                display_name: user.display_name.to_string(),
            },
        }
    }

    /// Whether the user may come in at all.
    pub fn is_active(&self) -> bool {
        matches!(&self.state, RoleState::User { status: UserStatus::Active, .. })
    }
}

/// What one read of the fast store says.
#[derive(Clone, Debug)]
pub struct SessionView {
    pub session: Option<CachedSession>,
    pub role: Option<RoleValue>,
    /// The epoch the store is in now.
    pub epoch: Epoch,
}

/// The fast store: session hash and role value, and the one atomic step on a family.
///
/// Contract, the same for every adapter and told by one story in `testkit`:
/// - [`SessionCache::step`] is atomic per session: of any number of callers, exactly one rotates a generation.
/// - An ended session stays ended until its absolute end, whatever is written over it.
/// - A role value is replaced only by one with a higher version.
/// - Every change of a session or a role value reaches the [`super::ChangeListener`]s of all processes.
/// - [`StoreError::Unavailable`] means that nothing is known; nothing may be concluded from it.
#[async_trait]
pub trait SessionCache: Send + Sync {
    /// The session and the role value of its user, in one round trip.
    async fn read(&self, session: &SessionId) -> Result<SessionView, StoreError>;

    /// The same when the user is known already, as the hot check does from a token's `sid` and `sub`.
    async fn read_pair(&self, session: &SessionId, user: &UserId) -> Result<SessionView, StoreError>;

    /// The life that the store is in now: a new one may have lost what was written last.
    async fn epoch(&self) -> Result<Epoch, StoreError>;

    /// Writes a session that was just committed, and its user's role value.
    async fn put(&self, session: &Session, role: &RoleValue) -> Result<(), StoreError>;

    /// Applies [`super::rule::step`] in the store's own time and present epoch; a reuse leaves the tombstone, which
    /// the record doesn't have yet.
    async fn step(&self, session: &SessionId, presented: Generation) -> Result<StepOutcome, StoreError>;

    /// Writes a live copy again from the record: only if there is none (`expected` is `None`) or the one there is still
    /// live and equal to `expected`. Returns whether it was written; a caller that lost reads again.
    ///
    /// The copy carries `epoch`, the one that `expected` was read in, not the one of the write: if the store failed over
    /// in between, the record was looked at too early, and whoever reads next must look again.
    async fn restore(
        &self,
        session: &Session,
        state: CachedState,
        epoch: &Epoch,
        expected: Option<&CachedSession>,
    ) -> Result<bool, StoreError>;

    /// Writes the tombstone of an end that the record has, to be kept until `expires_at`.
    async fn bury(&self, session: &SessionId, expires_at: Timestamp) -> Result<(), StoreError>;

    /// The same for one that the record doesn't have yet. What is a tombstone already stays as it is.
    async fn bury_unrecorded(
        &self,
        session: &SessionId,
        expires_at: Timestamp,
        reason: EndReason,
    ) -> Result<(), StoreError>;

    /// Writes a user's role value unless the one there has the same or a higher version.
    async fn put_role(&self, user: &UserId, role: &RoleValue) -> Result<(), StoreError>;
}
