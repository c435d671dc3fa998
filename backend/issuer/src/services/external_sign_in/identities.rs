//! The external identities of an account, for its owner.

use shared::domain::{
    access::Identity,
    audit::{Actor, AuditEvent, Origin},
    identities::ExternalIdentity,
    ids::{IdentityId, ProviderId},
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
    /// There is none of this id, or it is another's.
    #[error("no such identity")]
    NotFound,
    /// The caller's session or account ended while the request was under way.
    #[error("the session is over")]
    CallerGone,
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
        linked(&mut *record, caller).await
    }

    /// Unlinks one of the caller's identities, and ends the sessions that came from it but the one he asks from.
    pub async fn unlink(&self, caller: &Identity, id: &IdentityId, origin: &Origin) -> Result<(), UnlinkError> {
        let mut work = self.ports.store.begin().await?;
        let user = acting_user(&mut *work, &*self.ports.clock, caller).await?.ok_or(UnlinkError::CallerGone)?;
        let all = linked(&mut *work, caller).await?;
        let (unlinked, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|linked| linked.identity.id == *id);
        let unlinked = unlinked.into_iter().next().ok_or(UnlinkError::NotFound)?;
        if is_last_way_in(&user, &unlinked, &others) {
            return Err(UnlinkError::LastWayIn);
        }
        work.identities().delete(&user.id, id).await?;
        let ended = self.end_sessions_of(&mut *work, caller, &unlinked.identity, origin).await?;
        let event = AuditEvent::IdentityUnlinked { identity_id: *id, provider: unlinked.provider.slug.clone() };
        self.ports.audit(&mut *work, Actor::of(caller), Some(user.id), event, Some(origin)).await?;
        self.mails.identity_unlinked(&mut *work, &user, &unlinked.provider.display_name, origin).await?;
        work.commit().await?;
        self.endings.apply(ended).await;
        self.mails.wake();
        Ok(())
    }

    async fn end_sessions_of(
        &self,
        work: &mut dyn UnitOfWork,
        caller: &Identity,
        identity: &ExternalIdentity,
        origin: &Origin,
    ) -> Result<Unapplied, StoreError> {
        let (provider, now) = (&identity.provider_id, self.ports.clock.now());
        let mut sessions = work.upstream_sessions().live(provider, None, Some(&identity.subject), now).await?;
        sessions.retain(|session| session.user_id == caller.user_id && session.id != caller.session_id);
        let actor = Actor::of(caller);
        let cause = Cause { reason: EndReason::IdentityUnlinked, actor: &actor, origin: Some(origin) };
        self.endings.end(work, &sessions, cause).await
    }
}

async fn linked(work: &mut dyn UnitOfWork, caller: &Identity) -> Result<Vec<LinkedIdentity>, StoreError> {
    let providers = work.providers().list().await?;
    let provider = |id: &ProviderId| providers.iter().find(|provider| provider.id == *id).cloned();
    let identities = work.identities().of_user(&caller.user_id).await?;
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
