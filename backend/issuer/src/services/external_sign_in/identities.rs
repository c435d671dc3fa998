//! The external identities of an account, for its owner and for admins.

use shared::domain::{
    access::Identity,
    audit::{Actor, AuditEvent, Origin},
    identities::ExternalIdentity,
    ids::{IdentityId, ProviderId, UserId},
    providers::Provider,
    sessions::EndReason,
    store::StoreError,
    unit_of_work::UnitOfWork,
    users::User,
};

use crate::services::{
    Ports,
    acting::acting_user,
    endings::{Cause, Endings, Unapplied},
    mails::Mails,
    repeat::repeated,
};

/// An identity, and the provider it is of.
#[derive(Debug)]
pub struct LinkedIdentity {
    pub identity: ExternalIdentity,
    pub provider: Provider,
}

/// Why an identity was not unlinked.
#[derive(Debug, thiserror::Error)]
pub enum UnlinkError {
    /// There is none of this id, or it is another's; or there is no such user.
    #[error("no such identity")]
    NotFound,
    /// The caller's session or account ended while the request was under way.
    #[error("the session is over")]
    CallerGone,
    /// The caller lost the role while the request was under way.
    #[error("you are no longer an admin")]
    NoLongerAdmin,
    /// Without it the account could not be entered any more.
    #[error("It is the last way into the account.")]
    LastWayIn,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Shows and unlinks identities.
#[derive(Clone, Debug)]
pub struct Identities {
    ports: Ports,
    endings: Endings,
    mails: Mails,
}

impl Identities {
    pub fn new(ports: Ports, endings: Endings, mails: Mails) -> Self {
        Self { ports, endings, mails }
    }

    /// The caller's identities, the oldest link first.
    pub async fn list(&self, caller: &Identity) -> Result<Vec<LinkedIdentity>, StoreError> {
        let mut record = self.ports.store.read().await?;
        linked(&mut *record, &caller.user_id).await
    }

    /// The same for an admin; `None` when there is no such user.
    pub async fn list_of(&self, user: &UserId) -> Result<Option<Vec<LinkedIdentity>>, StoreError> {
        let mut record = self.ports.store.read().await?;
        if record.users().find(user).await?.is_none() {
            return Ok(None);
        }
        linked(&mut *record, user).await.map(Some)
    }

    /// Unlinks one of the caller's identities, and ends the sessions that came from it but the one he asks from.
    pub async fn unlink(&self, caller: &Identity, id: &IdentityId, origin: &Origin) -> Result<(), UnlinkError> {
        let ended = repeated(|| self.try_unlink(caller, id, origin)).await?;
        self.endings.apply(ended).await;
        self.mails.wake();
        Ok(())
    }

    async fn try_unlink(&self, caller: &Identity, id: &IdentityId, origin: &Origin) -> Result<Unapplied, UnlinkError> {
        let mut work = self.ports.store.begin().await?;
        let user = acting_user(&mut *work, &*self.ports.clock, caller).await?.ok_or(UnlinkError::CallerGone)?;
        let all = linked(&mut *work, &user.id).await?;
        let (unlinked, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|linked| linked.identity.id == *id);
        let unlinked = unlinked.into_iter().next().ok_or(UnlinkError::NotFound)?;
        if is_last_way_in(&user, &unlinked, &others) {
            return Err(UnlinkError::LastWayIn);
        }
        let ended = self.take_away(&mut *work, &user, &unlinked, caller, origin).await?;
        work.commit().await?;
        Ok(ended)
    }

    /// An admin unlinks all identities of a user, and ends the sessions that came from them: whoever had his password may
    /// have linked one of his own. The account must have a password, or nobody could enter it any more.
    pub async fn unlink_all_of(&self, admin: &Identity, user: &UserId, origin: &Origin) -> Result<(), UnlinkError> {
        let ended = repeated(|| self.try_unlink_all_of(admin, user, origin)).await?;
        self.endings.apply(ended).await;
        self.mails.wake();
        Ok(())
    }

    async fn try_unlink_all_of(
        &self,
        admin: &Identity,
        user: &UserId,
        origin: &Origin,
    ) -> Result<Unapplied, UnlinkError> {
        let mut work = self.ports.store.begin().await?;
        // All admins first, as whoever changes a user does.
        work.users().lock_active_admins().await?;
        let acting = acting_user(&mut *work, &*self.ports.clock, admin).await?.ok_or(UnlinkError::CallerGone)?;
        if !acting.is_active_admin() {
            return Err(UnlinkError::NoLongerAdmin);
        }
        let user = work.users().lock(user).await?.ok_or(UnlinkError::NotFound)?;
        let all = linked(&mut *work, &user.id).await?;
        if user.password.is_none() && !all.is_empty() {
            return Err(UnlinkError::LastWayIn);
        }
        let mut ended = Unapplied::default();
        for identity in &all {
            ended = ended.and(self.take_away(&mut *work, &user, identity, admin, origin).await?);
        }
        work.commit().await?;
        Ok(ended)
    }

    /// Unlinks an identity, ends the sessions that came from it but the caller's own, writes it down and tells the owner.
    async fn take_away(
        &self,
        work: &mut dyn UnitOfWork,
        user: &User,
        unlinked: &LinkedIdentity,
        caller: &Identity,
        origin: &Origin,
    ) -> Result<Unapplied, StoreError> {
        let LinkedIdentity { identity, provider } = unlinked;
        work.identities().delete(&user.id, &identity.id).await?;
        let now = self.ports.clock.now();
        let mut sessions = work.upstream_sessions().live(&provider.id, None, Some(&identity.subject), now).await?;
        sessions.retain(|session| session.user_id == user.id && session.id != caller.session_id);
        let actor = Actor::of(caller);
        let cause = Cause { reason: EndReason::IdentityUnlinked, actor: &actor, origin: Some(origin) };
        let ended = self.endings.end(work, &sessions, cause).await?;
        let event = AuditEvent::IdentityUnlinked { identity_id: identity.id, provider: provider.slug.clone() };
        self.ports.audit(work, actor, Some(user.id), event, Some(origin)).await?;
        self.mails.identity_unlinked(work, user, &provider.display_name, origin).await?;
        Ok(ended)
    }
}

async fn linked(work: &mut dyn UnitOfWork, user: &UserId) -> Result<Vec<LinkedIdentity>, StoreError> {
    let providers = work.providers().list().await?;
    let provider = |id: &ProviderId| providers.iter().find(|provider| provider.id == *id).cloned();
    let identities = work.identities().of_user(user).await?;
    let linked = identities.into_iter().map(|identity| {
        let provider = provider(&identity.provider_id);
        let provider = provider.ok_or_else(|| StoreError::Corrupt("an identity of no known provider".into()))?;
        Ok(LinkedIdentity { identity, provider })
    });
    linked.collect()
}

/// A password opens the account, and so does an identity at a provider that is not deactivated. The last identity stays
/// even where its provider is: it may be activated again.
fn is_last_way_in(user: &User, unlinked: &LinkedIdentity, others: &[LinkedIdentity]) -> bool {
    let stays_open = others.iter().any(|other| other.provider.enabled);
    user.password.is_none() && (others.is_empty() || (unlinked.provider.enabled && !stays_open))
}
