//! What an identity is entitled to here.

use secrecy::ExposeSecret;
use shared::domain::{
    audit::Origin,
    handles::HashedHandle,
    identities::UpstreamSession,
    ids::{ProviderId, SessionId},
    providers::{Provider, UpstreamEmail, UpstreamIdentity},
    return_to::ReturnTo,
    store::StoreError,
    tokens::SignError,
    users::Email,
};

use super::{
    ExternalSignIn, ExternalSignInError, Stop,
    callback::{Arrival, Carried},
    sign_up::is_displaced_by,
};
use crate::services::sessions::{Authentication, Replaced};

/// So often the record may change between the look and the lock.
const MOST_ROUNDS: usize = 3;

/// Somebody whom a provider vouches for.
#[derive(Debug)]
pub(super) struct Visitor {
    pub(super) provider_id: ProviderId,
    pub(super) identity: UpstreamIdentity,
}

/// Where he wants to go, and what his browser had before.
#[derive(Debug)]
pub(super) struct Way {
    /// Of the secret in the browser's own cookie.
    pub(super) browser: HashedHandle,
    pub(super) return_to: ReturnTo,
    pub(super) replaces: Option<SessionId>,
    pub(super) carried: Carried,
}

/// Why a try to let somebody in came to nothing.
#[derive(Debug)]
pub(super) enum Halt {
    /// The record changed between the look and the lock: worth another look.
    Raced,
    Error(ExternalSignInError),
}

impl From<ExternalSignInError> for Halt {
    fn from(error: ExternalSignInError) -> Self {
        Self::Error(error)
    }
}

impl From<Stop> for Halt {
    fn from(stop: Stop) -> Self {
        Self::Error(stop.into())
    }
}

impl From<SignError> for Halt {
    fn from(error: SignError) -> Self {
        Self::Error(error.into())
    }
}

impl From<StoreError> for Halt {
    /// A key that is taken was free a moment ago, and who was undone for another one finds what that one did. The code is
    /// used up, so it is worth another look.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Duplicate | StoreError::Conflict(_) => Self::Raced,
            error => Self::Error(error.into()),
        }
    }
}

impl ExternalSignIn {
    /// Lets the visitor in, offers him to link, or says why not.
    pub(super) async fn arrive(
        &self,
        visitor: &Visitor,
        way: &Way,
        origin: &Origin,
    ) -> Result<Arrival, ExternalSignInError> {
        for _ in 0..MOST_ROUNDS {
            match self.try_arrive(visitor, way, origin).await {
                Ok(arrival) => return Ok(arrival),
                Err(Halt::Raced) => {}
                Err(Halt::Error(error)) => return Err(error),
            }
        }
        Err(StoreError::unavailable("the record changed at every try").into())
    }

    async fn try_arrive(&self, visitor: &Visitor, way: &Way, origin: &Origin) -> Result<Arrival, Halt> {
        let mut record = self.ports.store.read().await?;
        let provider = record.providers().find(&visitor.provider_id).await?;
        let provider = provider.filter(|provider| provider.enabled).ok_or(Stop::ProviderUnavailable)?;
        if let Some(known) = record.identities().find_by_subject(&provider.issuer, &visitor.identity.subject).await? {
            drop(record);
            return self.enter(visitor, &provider, &known, way, origin).await;
        }
        let email = verified_address(&visitor.identity).ok_or(Stop::EmailUnverified)?;
        let owner = record.users().find_by_email(&email).await?;
        drop(record);
        match owner {
            None if provider.allow_signup => self.sign_up(visitor, &provider, email, None, way, origin).await,
            None => Err(Stop::SignupClosed.into()),
            Some(owner) if is_displaced_by(&owner, &provider) => {
                self.sign_up(visitor, &provider, email, Some(owner.id), way, origin).await
            }
            Some(owner) => Ok(self.offer_link(visitor, &provider, &email, &owner, way, origin).await?),
        }
    }
}

/// The address, if the provider says that it is the person's and one mailbox can have it.
pub(super) fn verified_address(identity: &UpstreamIdentity) -> Option<Email> {
    let UpstreamEmail { address, verified } = identity.email.as_ref()?;
    if *verified { Email::parse(address).ok() } else { None }
}

impl Visitor {
    /// How he proved who he is.
    pub(super) fn authentication(&self, provider: &Provider) -> Authentication {
        Authentication { amr: &["fed"], time: self.identity.auth_time, provider: Some(provider.slug.clone()) }
    }

    /// Where his session comes from.
    pub(super) fn upstream_session(&self, session: &SessionId) -> UpstreamSession {
        UpstreamSession {
            session_id: session.clone(),
            provider_id: self.provider_id,
            subject: self.identity.subject.clone(),
            sid: self.identity.sid.clone(),
        }
    }
}

impl Way {
    /// What the new session takes the place of.
    pub(super) fn replaced(&self) -> Replaced<'_> {
        let presented = self.carried.refresh_token.as_ref().map(ExposeSecret::expose_secret);
        Replaced { presented, noted: self.replaces.as_ref() }
    }
}
