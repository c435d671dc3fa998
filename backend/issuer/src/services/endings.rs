//! Taking power away: the one place where sessions end and role changes are made known.
//!
//! Order: rows and `authority_changes` in the caller's unit of work; commit; the fast store tried once. What could not be
//! applied then is applied by [`super::authority`] within a second, so the answer needn't wait for it.

use shared::domain::{
    audit::{Actor, AuditEvent, Origin},
    ids::{ChangeId, SessionId, UserId},
    sessions::{AuthorityChange, AuthorityChangeKind, EndReason, Ended, RoleState, RoleValue, Session},
    store::StoreError,
    unit_of_work::UnitOfWork,
    users::User,
};

use super::Ports;

/// Changes that were written but not yet applied to the fast store.
#[derive(Debug, Default)]
#[must_use = "after the commit these go to `Endings::apply`"]
pub struct Unapplied(Vec<AuthorityChange>);

impl Unapplied {
    /// Both together.
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

/// Who ends something, why, and from where.
#[derive(Clone, Copy, Debug)]
pub struct Cause<'a> {
    pub reason: EndReason,
    pub actor: &'a Actor,
    pub origin: Option<&'a Origin>,
}

/// Ends sessions and makes changes of authority known.
#[derive(Clone, Debug)]
pub struct Endings {
    ports: Ports,
}

impl Endings {
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Ends these sessions. One that had ended before is left alone.
    pub async fn end(
        &self,
        work: &mut dyn UnitOfWork,
        sessions: &[Session],
        cause: Cause<'_>,
    ) -> Result<Unapplied, StoreError> {
        let mut unapplied = Unapplied::default();
        for session in sessions {
            let ended = Ended { at: self.ports.clock.now(), reason: cause.reason };
            if !work.sessions().end(&session.id, &ended).await? {
                continue;
            }
            let kind = AuthorityChangeKind::SessionEnded {
                session_id: session.id.clone(),
                user_id: session.user_id,
                expires_at: session.expires_at,
            };
            unapplied.0.push(self.note(work, kind).await?);
            // A reuse is an entry of its own kind, which whoever saw it writes.
            if cause.reason != EndReason::Reuse {
                let event = AuditEvent::SessionEnded { session_id: session.id.clone(), reason: cause.reason };
                self.ports.audit(work, cause.actor.clone(), Some(session.user_id), event, cause.origin).await?;
            }
        }
        Ok(unapplied)
    }

    /// Ends all sessions of a user, or all but one.
    pub async fn end_all_of(
        &self,
        work: &mut dyn UnitOfWork,
        user: &UserId,
        except: Option<&SessionId>,
        cause: Cause<'_>,
    ) -> Result<Unapplied, StoreError> {
        let mut sessions = work.sessions().live_of(user, self.ports.clock.now()).await?;
        sessions.retain(|session| Some(&session.id) != except);
        self.end(work, &sessions, cause).await
    }

    /// Makes known that roles, status or profile of a user changed.
    pub async fn user_changed(&self, work: &mut dyn UnitOfWork, user: &User) -> Result<Unapplied, StoreError> {
        let kind = AuthorityChangeKind::UserChanged { user_id: user.id, version: user.authz_version };
        Ok(Unapplied(vec![self.note(work, kind).await?]))
    }

    /// Makes known that a user is gone.
    pub async fn user_deleted(&self, work: &mut dyn UnitOfWork, user: &User) -> Result<Unapplied, StoreError> {
        let kind = AuthorityChangeKind::UserDeleted { user_id: user.id, version: user.authz_version + 1 };
        Ok(Unapplied(vec![self.note(work, kind).await?]))
    }

    /// Tries the fast store once. Call it after the commit; a failure is made good in the background.
    pub async fn apply(&self, unapplied: Unapplied) {
        if let Err(error) = self.try_apply(&unapplied.0).await {
            tracing::warn!(event = "authority.apply_delayed", %error, changes = unapplied.0.len());
        }
    }

    /// Applies changes to the fast store and notes that it was done. Doing it twice is harmless.
    pub(super) async fn try_apply(&self, changes: &[AuthorityChange]) -> Result<(), StoreError> {
        if changes.is_empty() {
            return Ok(());
        }
        self.write(changes).await?;
        let mut work = self.ports.store.begin().await?;
        for change in changes {
            work.authority_changes().mark_applied(&change.id, self.ports.clock.now()).await?;
        }
        work.commit().await
    }

    /// Writes changes to the fast store, whoever did so before.
    pub(super) async fn write(&self, changes: &[AuthorityChange]) -> Result<(), StoreError> {
        for change in changes {
            self.write_one(&change.kind).await?;
        }
        Ok(())
    }

    async fn write_one(&self, change: &AuthorityChangeKind) -> Result<(), StoreError> {
        let cache = &self.ports.session_cache;
        match change {
            AuthorityChangeKind::SessionEnded { session_id, expires_at, .. } => {
                cache.bury(session_id, *expires_at).await
            }
            AuthorityChangeKind::UserChanged { user_id, .. } => {
                let user = self.ports.store.read().await?.users().find(user_id).await?;
                match user {
                    Some(user) => cache.put_role(user_id, &RoleValue::of(&user)).await,
                    // Deleted since: that is a change of its own.
                    None => Ok(()),
                }
            }
            AuthorityChangeKind::UserDeleted { user_id, version } => {
                cache.put_role(user_id, &RoleValue { version: *version, state: RoleState::Deleted }).await
            }
        }
    }

    async fn note(&self, work: &mut dyn UnitOfWork, kind: AuthorityChangeKind) -> Result<AuthorityChange, StoreError> {
        let id = ChangeId::new(&*self.ports.clock, &*self.ports.randomness);
        let change = AuthorityChange { id, created_at: self.ports.clock.now(), kind };
        work.authority_changes().add(&change).await?;
        Ok(change)
    }
}
