//! Ends that the fast store has and the record hasn't: they follow as soon as it can take them, each once.

use std::sync::{MutexGuard, PoisonError};

use shared::{
    domain::{
        audit::{Actor, AuditEvent, Origin},
        clock::Timestamp,
        ids::SessionId,
        sessions::EndReason,
        store::StoreError,
    },
    logging::Chain,
};

use super::Sessions;
use crate::services::{
    endings::{Cause, Unapplied},
    repeat::repeated,
};

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
        tracing::error!(event = "session.end_not_recorded", session = %session, %reason, error = %Chain(&error));
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

    async fn try_record_end(&self, id: &SessionId, reason: EndReason, origin: &Origin) -> Result<(), StoreError> {
        let written = repeated(|| self.write_end(id, reason, origin)).await?;
        let Some((unapplied, expires_at)) = written else { return Ok(()) };
        if unapplied.is_nothing() {
            return self.ports.session_cache.bury(id, expires_at).await;
        }
        if reason == EndReason::Reuse {
            self.endings.figures().ended.add_one(EndReason::Reuse);
        }
        self.endings.apply(unapplied).await;
        Ok(())
    }

    /// However many found it, and however often: only who ends the row writes an entry. With what is left to be applied
    /// comes the session's absolute end; `None` when there is no such session.
    async fn write_end(
        &self,
        id: &SessionId,
        reason: EndReason,
        origin: &Origin,
    ) -> Result<Option<(Unapplied, Timestamp)>, StoreError> {
        let mut work = self.ports.store.begin().await?;
        let Some(session) = work.sessions().find(id).await? else { return Ok(None) };
        let is_reuse = reason == EndReason::Reuse;
        let owner = Actor::User { id: session.user_id, session_id: Some(session.id.clone()) };
        let actor = if is_reuse { Actor::Anonymous } else { owner };
        let cause = Cause { reason, actor: &actor, origin: Some(origin) };
        let unapplied = self.endings.end(&mut *work, std::slice::from_ref(&session), cause).await?;
        if unapplied.is_nothing() {
            return Ok(Some((unapplied, session.expires_at)));
        }
        if is_reuse {
            let event = AuditEvent::RefreshTokenReused { session_id: session.id };
            self.ports.audit(&mut *work, actor, Some(session.user_id), event, Some(origin)).await?;
        }
        work.commit().await?;
        Ok(Some((unapplied, session.expires_at)))
    }

    fn unrecorded(&self) -> MutexGuard<'_, Vec<UnrecordedEnd>> {
        self.unrecorded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
