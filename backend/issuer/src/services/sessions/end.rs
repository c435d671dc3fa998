//! Sessions shown to their owner or an admin, and ended by them.

use shared::domain::{
    access::Identity,
    audit::{Actor, Origin},
    ids::{SessionId, UserId},
    sessions::{EndReason, RefreshToken, Session},
    store::StoreError,
    unit_of_work::UnitOfWork,
    users::User,
};

use super::{Replaced, Sessions};
use crate::services::{
    acting::acting_user,
    endings::{Cause, Unapplied},
    repeat::repeated,
};

/// Why a session could not be ended.
#[derive(Debug, thiserror::Error)]
pub enum EndError {
    /// There is no such session, or it is another's.
    #[error("no such session")]
    NotFound,
    /// The caller's own session or account ended while the request was under way.
    #[error("the session is over")]
    CallerGone,
    /// The caller lost the role while the request was under way.
    #[error("you are no longer an admin")]
    NoLongerAdmin,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Sessions {
    /// Signs out: any generation of a family ends it. Whatever else is presented changes nothing.
    ///
    /// While the database is away the fast store gets the tombstone and the error is returned: the caller keeps the
    /// cookie and tries again.
    pub async fn sign_out(&self, presented: &str, origin: &Origin) -> Result<(), StoreError> {
        let Ok(token) = presented.parse::<RefreshToken>() else { return Ok(()) };
        match repeated(|| self.try_sign_out(&token, origin)).await {
            Ok(unapplied) => {
                self.endings.apply(unapplied).await;
                Ok(())
            }
            Err(error) => {
                self.bury_without_record(&token).await?;
                Err(error)
            }
        }
    }

    /// A sign-in over a live refresh cookie ends that family, in the sign-in's own unit of work.
    pub(super) async fn end_replaced(
        &self,
        work: &mut dyn UnitOfWork,
        replaced: Replaced<'_>,
        origin: &Origin,
    ) -> Result<Unapplied, StoreError> {
        let mut ended = match replaced.presented.and_then(|presented| presented.parse().ok()) {
            Some(token) => self.end_family(work, &token, EndReason::Replaced, origin).await?,
            None => Unapplied::default(),
        };
        if let Some(noted) = replaced.noted
            && let Some(session) = work.sessions().find(noted).await?
        {
            ended = ended.and(self.end_one(work, session, EndReason::Replaced, origin).await?);
        }
        Ok(ended)
    }

    /// The session whose refresh token this is, if it is one of ours.
    pub async fn of_token(&self, presented: &str) -> Result<Option<SessionId>, StoreError> {
        let Ok(token) = presented.parse::<RefreshToken>() else { return Ok(None) };
        let session = self.ports.store.read().await?.sessions().find(token.session_id()).await?;
        Ok(session.filter(|session| self.proves(&token, session)).map(|session| session.id))
    }

    /// The live sessions of a user, the latest used first.
    pub async fn list(&self, user: &UserId) -> Result<Vec<Session>, StoreError> {
        let now = self.ports.clock.now();
        self.ports.store.read().await?.sessions().live_of(user, now).await
    }

    /// The same for an admin; [`EndError::NotFound`] when there is no such user.
    pub async fn list_of(&self, user: &UserId) -> Result<Vec<Session>, EndError> {
        let mut record = self.ports.store.read().await?;
        record.users().find(user).await?.ok_or(EndError::NotFound)?;
        Ok(record.sessions().live_of(user, self.ports.clock.now()).await?)
    }

    /// The owner ends one of his sessions.
    pub async fn end_own(&self, caller: &Identity, id: &SessionId, origin: &Origin) -> Result<(), EndError> {
        let ended = repeated(|| self.try_end_own(caller, id, origin)).await?;
        self.endings.apply(ended).await;
        Ok(())
    }

    /// The owner ends all his sessions but the one he asks from.
    pub async fn end_others(&self, caller: &Identity, origin: &Origin) -> Result<(), EndError> {
        let ended = repeated(|| self.try_end_others(caller, origin)).await?;
        self.endings.apply(ended).await;
        Ok(())
    }

    /// An admin ends all sessions of a user.
    pub async fn end_all_of(&self, admin: &Identity, user: &UserId, origin: &Origin) -> Result<(), EndError> {
        let ended = repeated(|| self.try_end_all_of(admin, user, origin)).await?;
        self.endings.apply(ended).await;
        Ok(())
    }

    async fn try_end_own(&self, caller: &Identity, id: &SessionId, origin: &Origin) -> Result<Unapplied, EndError> {
        let mut work = self.ports.store.begin().await?;
        self.acting(&mut *work, caller).await?;
        let session = work.sessions().find(id).await?.ok_or(EndError::NotFound)?;
        let live = session.ended.is_none() && self.ports.clock.now() < session.expires_at;
        if session.user_id != caller.user_id || !live {
            return Err(EndError::NotFound);
        }
        let actor = Actor::of(caller);
        let cause = Cause { reason: EndReason::EndedByOwner, actor: &actor, origin: Some(origin) };
        let unapplied = self.endings.end(&mut *work, &[session], cause).await?;
        work.commit().await?;
        Ok(unapplied)
    }

    async fn try_end_others(&self, caller: &Identity, origin: &Origin) -> Result<Unapplied, EndError> {
        let actor = Actor::of(caller);
        let cause = Cause { reason: EndReason::EndedByOwner, actor: &actor, origin: Some(origin) };
        let mut work = self.ports.store.begin().await?;
        self.acting(&mut *work, caller).await?;
        let unapplied = self.endings.end_all_of(&mut *work, &caller.user_id, Some(&caller.session_id), cause).await?;
        work.commit().await?;
        Ok(unapplied)
    }

    async fn try_end_all_of(&self, admin: &Identity, user: &UserId, origin: &Origin) -> Result<Unapplied, EndError> {
        let actor = Actor::of(admin);
        let cause = Cause { reason: EndReason::EndedByAdmin, actor: &actor, origin: Some(origin) };
        let mut work = self.ports.store.begin().await?;
        // All admins first, as whoever changes a user does: two who end each other's sessions don't wait in a circle.
        work.users().lock_active_admins().await?;
        if !self.acting(&mut *work, admin).await?.is_active_admin() {
            return Err(EndError::NoLongerAdmin);
        }
        work.users().lock(user).await?.ok_or(EndError::NotFound)?;
        let unapplied = self.endings.end_all_of(&mut *work, user, None, cause).await?;
        work.commit().await?;
        Ok(unapplied)
    }

    async fn acting(&self, work: &mut dyn UnitOfWork, caller: &Identity) -> Result<User, EndError> {
        acting_user(work, &*self.ports.clock, caller).await?.ok_or(EndError::CallerGone)
    }

    async fn try_sign_out(&self, token: &RefreshToken, origin: &Origin) -> Result<Unapplied, StoreError> {
        // Whoever has nothing to end doesn't make others wait for the right to write.
        let session = self.ports.store.read().await?.sessions().find(token.session_id()).await?;
        if !session.is_some_and(|session| self.proves(token, &session)) {
            return Ok(Unapplied::default());
        }
        let mut work = self.ports.store.begin().await?;
        let unapplied = self.end_family(&mut *work, token, EndReason::SignedOut, origin).await?;
        work.commit().await?;
        Ok(unapplied)
    }

    async fn end_family(
        &self,
        work: &mut dyn UnitOfWork,
        token: &RefreshToken,
        reason: EndReason,
        origin: &Origin,
    ) -> Result<Unapplied, StoreError> {
        match work.sessions().find(token.session_id()).await? {
            Some(session) if self.proves(token, &session) => self.end_one(work, session, reason, origin).await,
            _ => Ok(Unapplied::default()),
        }
    }

    fn proves(&self, token: &RefreshToken, session: &Session) -> bool {
        self.refresh_tokens.prove(token, &session.salt, &session.pepper_id)
    }

    /// Ends a session that its own holder gives up.
    async fn end_one(
        &self,
        work: &mut dyn UnitOfWork,
        session: Session,
        reason: EndReason,
        origin: &Origin,
    ) -> Result<Unapplied, StoreError> {
        let actor = Actor::User { id: session.user_id, session_id: Some(session.id.clone()) };
        self.endings.end(work, &[session], Cause { reason, actor: &actor, origin: Some(origin) }).await
    }

    async fn bury_without_record(&self, token: &RefreshToken) -> Result<(), StoreError> {
        let view = self.ports.session_cache.read(token.session_id()).await?;
        match view.session {
            Some(copy) if self.refresh_tokens.prove(token, &copy.salt, &copy.pepper_id) => {
                self.ports.session_cache.bury(token.session_id(), copy.expires_at).await
            }
            _ => Ok(()),
        }
    }
}
