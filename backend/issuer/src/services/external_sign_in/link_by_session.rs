//! Linking from an account that somebody is signed in to.

use secrecy::SecretString;
use shared::domain::{
    access::Identity,
    audit::{Actor, AuditEvent, LinkProof, Origin},
    external_sign_in::Purpose,
    ids::{SessionId, UserId},
    providers::{Provider, Slug},
    return_to::ReturnTo,
    store::StoreError,
};

use super::{
    Departure, ExternalSignIn, ExternalSignInError, Stop,
    arrive::{Visitor, verified_address},
    begin::Prepared,
    hold_enabled,
    link::Link,
};
use crate::services::{
    acting::{acting_user, user_of_session},
    repeat::repeated,
};

/// Where whoever links from his account ends.
const ACCOUNT: &str = "/account";

/// What somebody wants who links from his account.
#[derive(Debug)]
pub struct LinkStart {
    pub provider: Slug,
    /// The secret the browser has already.
    pub browser: Option<SecretString>,
}

/// Why a link was not begun.
#[derive(Debug, thiserror::Error)]
pub enum LinkStartError {
    /// The caller's session or account ended while the request was under way.
    #[error("the session is over")]
    CallerGone,
    /// There is no such provider, or it is deactivated.
    #[error("no such provider")]
    UnknownProvider,
    /// The provider is away.
    #[error("the provider is not available")]
    ProviderUnavailable,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ExternalSignIn {
    /// Sends the caller's browser to a provider, to come back with an identity for his account.
    pub async fn start_link(
        &self,
        caller: &Identity,
        start: LinkStart,
        origin: &Origin,
    ) -> Result<Departure, LinkStartError> {
        let provider = self.enabled(&start.provider).await?.ok_or(LinkStartError::UnknownProvider)?;
        let purpose = Purpose::Link { user_id: caller.user_id, session_id: caller.session_id.clone() };
        let return_to = ReturnTo::or_home(ACCOUNT);
        let prepared = match self.prepare(&provider, purpose, return_to, None, start.browser).await {
            Ok(prepared) => prepared,
            Err(ExternalSignInError::Store(error)) => return Err(error.into()),
            Err(_) => return Err(LinkStartError::ProviderUnavailable),
        };
        repeated(|| self.write_link_start(caller, &provider, &prepared, origin)).await?;
        Ok(prepared.departure)
    }

    async fn write_link_start(
        &self,
        caller: &Identity,
        provider: &Provider,
        prepared: &Prepared,
        origin: &Origin,
    ) -> Result<(), LinkStartError> {
        let mut work = self.ports.store.begin().await?;
        acting_user(&mut *work, &*self.ports.clock, caller).await?.ok_or(LinkStartError::CallerGone)?;
        work.login_transactions().insert(&prepared.transaction).await?;
        let event = AuditEvent::IdentityLinkStarted { provider: provider.slug.clone() };
        self.ports.audit(&mut *work, Actor::of(caller), Some(caller.user_id), event, Some(origin)).await?;
        Ok(work.commit().await?)
    }

    /// Links the visitor to the user who sent his browser away, if he is still signed in.
    pub(super) async fn link_by_session(
        &self,
        visitor: &Visitor,
        user_id: &UserId,
        session_id: &SessionId,
        origin: &Origin,
    ) -> Result<(), ExternalSignInError> {
        // The code is used up: whoever was undone for another one could not come back with it.
        match repeated(|| self.write_link_by_session(visitor, user_id, session_id, origin)).await {
            Err(ExternalSignInError::Store(StoreError::Duplicate)) => Err(Stop::IdentityTaken.into()),
            written => {
                written?;
                self.mails.wake();
                Ok(())
            }
        }
    }

    async fn write_link_by_session(
        &self,
        visitor: &Visitor,
        user_id: &UserId,
        session_id: &SessionId,
        origin: &Origin,
    ) -> Result<(), ExternalSignInError> {
        let subject = &visitor.identity.subject;
        let mut work = self.ports.store.begin().await?;
        let user = user_of_session(&mut *work, &*self.ports.clock, user_id, session_id).await?;
        let user = user.ok_or(Stop::TransactionExpired)?;
        let provider = hold_enabled(&mut *work, &visitor.provider_id).await?.ok_or(Stop::ProviderUnavailable)?;
        match work.identities().find_by_subject(&provider.issuer, subject).await? {
            Some(linked) if linked.user_id == user.id => return Ok(()),
            Some(_) => return Err(Stop::IdentityTaken.into()),
            None => {}
        }
        let email = verified_address(&visitor.identity).ok_or(Stop::EmailUnverified)?;
        let link = Link { provider: &provider, subject, email: email.as_str() };
        self.write_link(&mut *work, &link, LinkProof::Session, user.id, session_id, origin).await?;
        self.mails.identity_linked(&mut *work, &user, &provider.display_name, origin).await?;
        Ok(work.commit().await?)
    }
}
