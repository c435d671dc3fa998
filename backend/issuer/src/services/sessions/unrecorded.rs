//! Ends that the fast store has and the record hasn't: they follow as soon as it can take them, each once.

use std::sync::{MutexGuard, PoisonError};

use shared::domain::{
    audit::{Actor, AuditEvent, Origin},
    ids::SessionId,
    sessions::EndReason,
    store::StoreError,
};

use super::Sessions;
use crate::services::endings::Cause;

/// Beyond this many they are not remembered here. The fast store has the tombstone all the same, and says of it that the
/// record lacks it.
const MOST: usize = 10_000;

/// One of them.
#[derive(Clone, Debug)]
pub(super) struct UnrecordedEnd {
    session: SessionId,
    reason: EndReason,
    origin: Origin,
}

impl Sessions {
    /// Background: records what could not be recorded when it happened.
    pub async fn record_ends(&self) {
        let waiting = std::mem::take(&mut *self.unrecorded());
        for UnrecordedEnd { session, reason, origin } in waiting {
            self.record_end(&session, reason, &origin).await;
        }
    }

    /// Records an end with its audit entry; returns whether that could be done now. If not, it is tried again.
    pub(super) async fn record_end(&self, session: &SessionId, reason: EndReason, origin: &Origin) -> bool {
        let Err(error) = self.try_record_end(session, reason, origin).await else { return true };
        tracing::error!(event = "session.end_not_recorded", session = %session, %reason, %error);
        self.record_later(session, reason, origin);
        false
    }

    /// Leaves it to the background.
    pub(super) fn record_later(&self, session: &SessionId, reason: EndReason, origin: &Origin) {
        let mut unrecorded = self.unrecorded();
        if unrecorded.len() < MOST {
            unrecorded.push(UnrecordedEnd { session: session.clone(), reason, origin: origin.clone() });
        }
    }

    /// However many found it, and however often: only who ends the row writes an entry.
    async fn try_record_end(&self, id: &SessionId, reason: EndReason, origin: &Origin) -> Result<(), StoreError> {
        let mut work = self.ports.store.begin().await?;
        let Some(session) = work.sessions().find(id).await? else { return Ok(()) };
        let is_reuse = reason == EndReason::Reuse;
        let owner = Actor::User { id: session.user_id, session_id: Some(session.id.clone()) };
        let actor = if is_reuse { Actor::Anonymous } else { owner };
        let cause = Cause { reason, actor: &actor, origin: Some(origin) };
        let unapplied = self.endings.end(&mut *work, std::slice::from_ref(&session), cause).await?;
        if unapplied.is_nothing() {
            drop(work);
            return self.ports.session_cache.bury(id, session.expires_at).await;
        }
        if is_reuse {
            let event = AuditEvent::RefreshTokenReused { session_id: session.id };
            self.ports.audit(&mut *work, actor, Some(session.user_id), event, Some(origin)).await?;
        }
        work.commit().await?;
        if is_reuse {
            self.endings.figures().ended.add_one(EndReason::Reuse);
        }
        self.endings.apply(unapplied).await;
        Ok(())
    }

    fn unrecorded(&self) -> MutexGuard<'_, Vec<UnrecordedEnd>> {
        self.unrecorded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
