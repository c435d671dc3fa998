//! Taking power away: the one place where sessions end and role changes are made known.
//!
//! Order: rows and `authority_changes` in the caller's unit of work; commit; the fast store tried once. What could not be
//! applied then is applied by [`super::authority`] within a second, so the answer needn't wait for it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use shared::{
    domain::{
        audit::{Actor, AuditEvent, Origin},
        clock::Timestamp,
        ids::{ChangeId, SessionId, UserId},
        sessions::{AuthorityChange, AuthorityChangeKind, EndReason, Ended, RoleState, RoleValue, Session},
        store::StoreError,
        unit_of_work::UnitOfWork,
        users::User,
    },
    figures::{Histogram, Tally},
    logging::Chain,
};

use super::{Ports, repeat::repeated};

/// Changes that were written but not yet applied to the fast store.
#[derive(Debug, Default)]
#[must_use = "after the commit these go to `Endings::apply`"]
pub struct Unapplied {
    changes: Vec<AuthorityChange>,
    /// Why each of the sessions among them ended.
    ended: Vec<EndReason>,
}

impl Unapplied {
    /// Whether nothing was changed.
    pub fn is_nothing(&self) -> bool {
        self.changes.is_empty()
    }

    /// Both together.
    pub fn and(mut self, other: Self) -> Self {
        self.changes.extend(other.changes);
        self.ended.extend(other.ended);
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

/// What was taken away, and how fast that got about.
#[derive(Debug)]
pub struct EndingFigures {
    /// Sessions that ended before their time, by reason.
    pub ended: Tally<EndReason>,
    /// From the writing of a change to its being in the fast store, whoever wrote it.
    pub delays: Histogram,
    /// In microseconds.
    oldest_pending: AtomicU64,
}

impl EndingFigures {
    /// The age of the oldest change that is not in the fast store, as of the last look, at most a second ago while the
    /// record can be read.
    pub fn oldest_pending(&self) -> Duration {
        Duration::from_micros(self.oldest_pending.load(Ordering::Relaxed))
    }
}

impl Default for EndingFigures {
    fn default() -> Self {
        Self { ended: Tally::default(), delays: Histogram::of_times(), oldest_pending: AtomicU64::new(0) }
    }
}

/// Ends sessions and makes changes of authority known.
#[derive(Clone, Debug)]
pub struct Endings {
    ports: Ports,
    figures: Arc<EndingFigures>,
}

impl Endings {
    pub fn new(ports: Ports) -> Self {
        Self { ports, figures: Arc::default() }
    }

    pub fn figures(&self) -> &EndingFigures {
        &self.figures
    }

    /// Ends these sessions. One that had ended before is left alone. In the order of their ids, as
    /// [`super::checkpoints`] writes them: the two never wait for each other in a circle.
    pub async fn end(
        &self,
        work: &mut dyn UnitOfWork,
        sessions: &[Session],
        cause: Cause<'_>,
    ) -> Result<Unapplied, StoreError> {
        let mut unapplied = Unapplied::default();
        let mut sessions: Vec<_> = sessions.iter().collect();
        sessions.sort_unstable_by(|a, b| a.id.cmp(&b.id));
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
            unapplied.changes.push(self.note(work, kind).await?);
            // A reuse is an entry of its own kind, which whoever saw it writes and counts.
            if cause.reason != EndReason::Reuse {
                unapplied.ended.push(cause.reason);
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
        Ok(Unapplied { changes: vec![self.note(work, kind).await?], ended: Vec::new() })
    }

    /// Makes known that a user is gone.
    pub async fn user_deleted(&self, work: &mut dyn UnitOfWork, user: &User) -> Result<Unapplied, StoreError> {
        let kind = AuthorityChangeKind::UserDeleted { user_id: user.id, version: user.authz_version + 1 };
        Ok(Unapplied { changes: vec![self.note(work, kind).await?], ended: Vec::new() })
    }

    /// Tries the fast store once. Call it after the commit; a failure is made good in the background.
    pub async fn apply(&self, unapplied: Unapplied) {
        let Unapplied { changes, ended } = unapplied;
        for reason in ended {
            self.figures.ended.add_one(reason);
        }
        if let Err(error) = self.try_apply(&changes).await {
            tracing::warn!(event = "authority.apply_delayed", error = %Chain(&error), changes = changes.len());
        }
    }

    /// Applies changes to the fast store and notes that it was done. Doing it twice is harmless.
    pub(super) async fn try_apply(&self, changes: &[AuthorityChange]) -> Result<(), StoreError> {
        if changes.is_empty() {
            return Ok(());
        }
        for change in changes {
            self.write_one(&change.kind).await?;
            self.figures.delays.observe_time(self.age(change.created_at));
        }
        let mut ids: Vec<_> = changes.iter().map(|change| change.id).collect();
        // Several issuers may mark the same ones: in one order.
        ids.sort_unstable();
        repeated(|| self.mark_applied(&ids)).await
    }

    async fn mark_applied(&self, changes: &[ChangeId]) -> Result<(), StoreError> {
        let mut work = self.ports.store.begin().await?;
        for change in changes {
            work.authority_changes().mark_applied(change, self.ports.clock.now()).await?;
        }
        work.commit().await
    }

    /// Takes note of the oldest change that waits.
    pub(super) fn note_oldest_pending(&self, oldest: Option<&AuthorityChange>) {
        let age = oldest.map_or(Duration::ZERO, |change| self.age(change.created_at));
        let micros = u64::try_from(age.as_micros()).unwrap_or(u64::MAX);
        self.figures.oldest_pending.store(micros, Ordering::Relaxed);
    }

    fn age(&self, since: Timestamp) -> Duration {
        self.ports.clock.now().duration_since(since).try_into().unwrap_or_default()
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
