//! Linking by ticket and password: whoever proved the address at the provider proves that the account is his.

use secrecy::ExposeSecret;
use shared::domain::{
    audit::{Actor, AuditEvent, LinkProof, Origin},
    external_sign_in::LinkTicket,
    identities::UpstreamSession,
    passwords::{PasswordHash, PresentedPassword},
    providers::Provider,
    store::StoreError,
    tokens::SignError,
    users::{Email, User},
};

use super::{ExternalSignIn, callback::Carried, hold_enabled, link::Link, tickets::PresentedTicket};
use crate::services::{
    endings::Unapplied,
    repeat::repeated,
    sessions::{Authentication, Issued, Opening, Replaced},
    sign_in::{Claim, Proof, SignInError, SignInOutcome, SignedIn},
};

/// What the holder of a ticket presents.
#[derive(Debug)]
pub struct LinkByTicket {
    pub ticket: PresentedTicket,
    pub password: PresentedPassword,
    /// The address's network, as throttling counts it.
    pub network: String,
    pub carried: Carried,
}

/// Why a ticket links nothing.
#[derive(Debug, thiserror::Error)]
pub enum LinkByTicketError {
    /// It is unknown, another browser's, used, used up or past its end; or what it was for is not so any more.
    #[error("the ticket is dead")]
    Dead,
    #[error(transparent)]
    SignIn(#[from] SignInError),
}

impl From<StoreError> for LinkByTicketError {
    /// A key that is taken is an identity that was linked in the meantime.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Duplicate => Self::Dead,
            error => Self::SignIn(error.into()),
        }
    }
}

impl From<SignError> for LinkByTicketError {
    fn from(error: SignError) -> Self {
        Self::SignIn(error.into())
    }
}

impl ExternalSignIn {
    /// Links the ticket's identity to the ticket's account and signs in. A guess at the password goes the way of every
    /// other one: the same throttles, the same time, the same answer.
    pub async fn link_by_ticket(&self, request: LinkByTicket, origin: &Origin) -> Result<SignedIn, LinkByTicketError> {
        let result = self.try_link_by_ticket(request, origin).await;
        self.outcomes.add_one(match &result {
            Ok(_) => SignInOutcome::SignedIn,
            Err(LinkByTicketError::Dead) => SignInOutcome::Refused,
            Err(LinkByTicketError::SignIn(error)) => SignInOutcome::of_error(error),
        });
        result
    }

    async fn try_link_by_ticket(&self, request: LinkByTicket, origin: &Origin) -> Result<SignedIn, LinkByTicketError> {
        let ticket = self.live_ticket(&request.ticket).await?.ok_or(LinkByTicketError::Dead)?;
        let user = self.ports.store.read().await?.users().find(&ticket.user_id).await?;
        let user = user.filter(|user| is_still_for(&ticket, user)).ok_or(LinkByTicketError::Dead)?;
        let claim = Claim {
            email: &user.email,
            user: Some(&user),
            password: &request.password,
            network: &request.network,
            known_browser: request.carried.known_browser.as_deref(),
        };
        let admitted = self.proofs.admit(claim, origin).await?;
        if !self.count_try(&ticket).await? {
            self.proofs.withdraw(admitted).await?;
            return Err(LinkByTicketError::Dead);
        }
        let proof = self.proofs.verify(admitted, claim, origin).await?;
        match self.link_and_open(&ticket, &proof, &request, origin).await {
            Ok(issued) => Ok(SignedIn { issued, known_browser: self.proofs.succeeded(proof).await }),
            Err(error) => {
                if !matches!(error, LinkByTicketError::SignIn(SignInError::Refused)) {
                    self.proofs.came_to_nothing(proof).await;
                }
                Err(error)
            }
        }
    }

    /// In a unit of work of its own: a try counts, whatever comes of it.
    async fn count_try(&self, ticket: &LinkTicket) -> Result<bool, StoreError> {
        let mut work = self.ports.store.begin().await?;
        let counted = work.link_tickets().count_try(&ticket.ticket).await?;
        work.commit().await?;
        Ok(counted)
    }

    async fn link_and_open(
        &self,
        ticket: &LinkTicket,
        proof: &Proof,
        request: &LinkByTicket,
        origin: &Origin,
    ) -> Result<Issued, LinkByTicketError> {
        let provider = self.ports.store.read().await?.providers().find(&ticket.provider_id).await?;
        let slug = provider.map(|provider| provider.slug);
        let authentication = Authentication { amr: &["fed", "pwd"], time: None, provider: slug };
        let renewed = self.proofs.renewed(proof, &request.password).await;
        let opening = self.sessions.open(proof.user_id, authentication, origin).await?;
        let write = || self.write_link_by_ticket(ticket, proof, request, &opening, renewed.as_ref(), origin);
        let written = repeated(write).await;
        let refused = matches!(written, Err(LinkByTicketError::SignIn(SignInError::Refused)));
        let issued = self.sessions.conclude(opening, written).await;
        if refused {
            let event = AuditEvent::SignInFailed { reason: "credentials_changed" };
            self.ports.audit_alone(Actor::Anonymous, Some(proof.user_id), event, origin).await?;
        }
        self.mails.wake();
        issued
    }

    async fn write_link_by_ticket(
        &self,
        ticket: &LinkTicket,
        proof: &Proof,
        request: &LinkByTicket,
        opening: &Opening,
        renewed: Option<&PasswordHash>,
        origin: &Origin,
    ) -> Result<(User, Unapplied), LinkByTicketError> {
        let mut work = self.ports.store.begin().await?;
        // The proof may be older than the lock, and so may the address.
        let user = work.users().lock(&proof.user_id).await?.filter(|user| proof.holds_for(user));
        let mut user = user.ok_or(SignInError::Refused)?;
        if !is_still_for(ticket, &user) {
            return Err(LinkByTicketError::Dead);
        }
        let provider = hold_enabled(&mut *work, &ticket.provider_id).await?.ok_or(LinkByTicketError::Dead)?;
        if !work.link_tickets().consume(&ticket.ticket).await? {
            return Err(LinkByTicketError::Dead);
        }
        user.password = renewed.cloned().or(user.password);
        let session = &opening.session.id;
        let link = Link { provider: &provider, subject: &ticket.subject, email: &ticket.email };
        self.write_link(&mut *work, &link, LinkProof::Password, user.id, session, origin).await?;
        self.mails.identity_linked(&mut *work, &user, &provider.display_name, origin).await?;
        let came_from = came_from(ticket, &provider, opening);
        let presented = request.carried.refresh_token.as_ref().map(ExposeSecret::expose_secret);
        let replaced = Replaced { presented, noted: ticket.replaces.as_ref() };
        let written = self.write_session(&mut *work, user, opening, &came_from, replaced, origin).await?;
        work.commit().await?;
        Ok(written)
    }
}

/// The account is still the one that has the address: whoever changed it in the meantime proved nothing about the new one.
fn is_still_for(ticket: &LinkTicket, user: &User) -> bool {
    Email::parse(&ticket.email).is_ok_and(|email| email == user.email)
}

fn came_from(ticket: &LinkTicket, provider: &Provider, opening: &Opening) -> UpstreamSession {
    UpstreamSession {
        session_id: opening.session.id.clone(),
        provider_id: provider.id,
        subject: ticket.subject.clone(),
        sid: ticket.sid.clone(),
    }
}
