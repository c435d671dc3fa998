//! The unit of work: rows and the audit entry about them, written together or not at all.

use async_trait::async_trait;

use super::{
    audit::AuditRepository,
    external_sign_in::{LinkTicketRepository, LoginTransactionRepository},
    identities::{IdentityRepository, LogoutTokenRepository, UpstreamSessionRepository},
    mail::Outbox,
    providers::ProviderRepository,
    sessions::{AuthorityChanges, SessionRepository},
    setup::SetupTokenRepository,
    store::StoreError,
    users::UserRepository,
};

/// Opens units of work on the record.
#[async_trait]
pub trait Store: Send + Sync {
    /// A unit of work that may write. Open it late and never wait for anything but the store inside it.
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError>;

    /// A unit of work that only reads and never waits for a writer.
    async fn read(&self) -> Result<Box<dyn UnitOfWork>, StoreError>;
}

/// Repositories that see and write one consistent state. Dropping it undoes everything.
#[async_trait]
pub trait UnitOfWork: Send {
    fn users(&mut self) -> &mut dyn UserRepository;
    fn sessions(&mut self) -> &mut dyn SessionRepository;
    fn authority_changes(&mut self) -> &mut dyn AuthorityChanges;
    fn audit(&mut self) -> &mut dyn AuditRepository;
    fn setup_tokens(&mut self) -> &mut dyn SetupTokenRepository;
    fn providers(&mut self) -> &mut dyn ProviderRepository;
    fn identities(&mut self) -> &mut dyn IdentityRepository;
    fn upstream_sessions(&mut self) -> &mut dyn UpstreamSessionRepository;
    fn logout_tokens(&mut self) -> &mut dyn LogoutTokenRepository;
    fn login_transactions(&mut self) -> &mut dyn LoginTransactionRepository;
    fn link_tickets(&mut self) -> &mut dyn LinkTicketRepository;
    fn outbox(&mut self) -> &mut dyn Outbox;

    /// Makes everything durable. An error means that it may or may not have happened.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}
