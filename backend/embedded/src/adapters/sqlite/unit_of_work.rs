//! The unit of work: one transaction that is every repository.

use async_trait::async_trait;
use shared::domain::{
    audit::AuditRepository,
    external_sign_in::{LinkTicketRepository, LoginTransactionRepository},
    identities::{IdentityRepository, LogoutTokenRepository, UpstreamSessionRepository},
    mail::Outbox,
    providers::ProviderRepository,
    sessions::{AuthorityChanges, SessionRepository},
    setup::SetupTokenRepository,
    store::StoreError,
    unit_of_work::UnitOfWork,
    users::UserRepository,
};
use sqlx::{Sqlite, SqliteConnection, Transaction};

use super::outcome::store_error;

/// A transaction. Dropped, it is rolled back before the connection serves anybody else.
///
/// One that writes holds the write lock of the file from its beginning: a row it has read is locked without another
/// word, and nothing else can be written until it ends.
#[derive(Debug)]
pub struct SqliteUnitOfWork {
    transaction: Transaction<'static, Sqlite>,
}

impl SqliteUnitOfWork {
    pub(super) fn new(transaction: Transaction<'static, Sqlite>) -> Self {
        Self { transaction }
    }

    pub(super) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }
}

#[async_trait]
impl UnitOfWork for SqliteUnitOfWork {
    fn users(&mut self) -> &mut dyn UserRepository {
        self
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self
    }

    fn authority_changes(&mut self) -> &mut dyn AuthorityChanges {
        self
    }

    fn audit(&mut self) -> &mut dyn AuditRepository {
        self
    }

    fn setup_tokens(&mut self) -> &mut dyn SetupTokenRepository {
        self
    }

    fn providers(&mut self) -> &mut dyn ProviderRepository {
        self
    }

    fn identities(&mut self) -> &mut dyn IdentityRepository {
        self
    }

    fn upstream_sessions(&mut self) -> &mut dyn UpstreamSessionRepository {
        self
    }

    fn logout_tokens(&mut self) -> &mut dyn LogoutTokenRepository {
        self
    }

    fn login_transactions(&mut self) -> &mut dyn LoginTransactionRepository {
        self
    }

    fn link_tickets(&mut self) -> &mut dyn LinkTicketRepository {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.transaction.commit().await.map_err(store_error)
    }
}
