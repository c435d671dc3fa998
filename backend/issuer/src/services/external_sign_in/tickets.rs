//! Tickets: made where a provider's address is that of an account, and looked at by the page that asks for the password.

use secrecy::SecretString;
use shared::domain::{
    audit::{Actor, AuditEvent, Origin},
    external_sign_in::{LIFE, LinkTicket},
    handles::Handle,
    providers::Provider,
    return_to::ReturnTo,
    store::StoreError,
    users::{Email, User},
};

use super::{
    ExternalSignIn,
    arrive::{Visitor, Way},
    callback::Arrival,
};

/// A ticket as its holder presents it.
#[derive(Debug)]
pub struct PresentedTicket {
    pub ticket: SecretString,
    /// The secret in the browser's own cookie.
    pub browser: Option<SecretString>,
}

/// What the holder of a ticket is shown.
#[derive(Debug)]
pub struct TicketFacts {
    pub provider: Provider,
    /// As the provider tells it.
    pub email: String,
    pub tries_left: u32,
    /// Whether the account has a password. Where it has none, nobody can use the ticket.
    pub has_password: bool,
    pub return_to: ReturnTo,
}

impl ExternalSignIn {
    /// Offers the visitor to prove that he is the owner of the account that has his address.
    pub(super) async fn offer_link(
        &self,
        visitor: &Visitor,
        provider: &Provider,
        email: &Email,
        owner: &User,
        way: &Way,
        origin: &Origin,
    ) -> Result<Arrival, StoreError> {
        let handle = Handle::new(&*self.ports.randomness);
        let now = self.ports.clock.now();
        let ticket = LinkTicket {
            ticket: handle.hashed(),
            browser: way.browser,
            user_id: owner.id,
            provider_id: provider.id,
            subject: visitor.identity.subject.clone(),
            email: email.to_string(),
            sid: visitor.identity.sid.clone(),
            auth_time: visitor.identity.auth_time,
            return_to: way.return_to.clone(),
            replaces: way.replaces.clone(),
            tries: 0,
            created_at: now,
            expires_at: now + LIFE,
        };
        let mut work = self.ports.store.begin().await?;
        work.link_tickets().insert(&ticket).await?;
        let event = AuditEvent::IdentityLinkOffered { provider: provider.slug.clone() };
        self.ports.audit(&mut *work, Actor::Anonymous, Some(owner.id), event, Some(origin)).await?;
        work.commit().await?;
        Ok(Arrival::LinkOffered { ticket: handle })
    }

    /// What the ticket is for; `None` when it is dead, or not this browser's.
    pub async fn ticket(&self, presented: &PresentedTicket) -> Result<Option<TicketFacts>, StoreError> {
        let Some(ticket) = self.live_ticket(presented).await? else { return Ok(None) };
        let mut record = self.ports.store.read().await?;
        let provider = record.providers().find(&ticket.provider_id).await?;
        let user = record.users().find(&ticket.user_id).await?;
        let has_password = user.is_some_and(|user| user.password.is_some());
        Ok(provider.filter(|provider| provider.enabled).map(|provider| TicketFacts {
            provider,
            has_password,
            tries_left: LinkTicket::MAX_TRIES.saturating_sub(ticket.tries),
            email: ticket.email,
            return_to: ticket.return_to,
        }))
    }

    pub(super) async fn live_ticket(&self, presented: &PresentedTicket) -> Result<Option<LinkTicket>, StoreError> {
        let Some(browser) = presented.browser.clone() else { return Ok(None) };
        let (ticket, browser) = (Handle::presented(presented.ticket.clone()), Handle::presented(browser));
        let mut record = self.ports.store.read().await?;
        let found = record.link_tickets().find(&ticket.hashed(), &browser.hashed()).await?;
        let now = self.ports.clock.now();
        Ok(found.filter(|ticket| now < ticket.expires_at && ticket.tries < LinkTicket::MAX_TRIES))
    }
}
