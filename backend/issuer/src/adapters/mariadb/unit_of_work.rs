//! The unit of work: one transaction that is every repository.

use std::fmt;

use async_trait::async_trait;
use deadpool::managed::Object;
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
use sqlx::{MySqlConnection, raw_sql};
use tokio::runtime::Handle;

use super::{
    connections::Connection,
    outcome::{in_time, store_error},
};

/// A transaction. Dropped, it is undone before the connection serves anybody else.
///
/// After a statement that failed, other than on a key that is taken, it takes no other one: a dead-lock has undone all
/// that came before, and what came after would be written on its own. The same holds for one that nobody waited for.
pub struct MariaDbUnitOfWork {
    /// There until the commit.
    connection: Option<Connection>,
    /// A statement was sent and has not come back in order.
    unsettled: bool,
}

impl MariaDbUnitOfWork {
    pub(super) async fn start(connection: Connection, statements: &'static str) -> Result<Self, StoreError> {
        let mut unit = Self { connection: Some(connection), unsettled: false };
        unit.send(statements).await?;
        Ok(unit)
    }

    /// The connection for the next statement, whose outcome has to be given to [`Self::settle`].
    pub(super) fn connection(&mut self) -> Result<&mut MySqlConnection, StoreError> {
        match &mut self.connection {
            Some(connection) if !self.unsettled => {
                self.unsettled = true;
                Ok(connection)
            }
            _ => Err(StoreError::unavailable("an earlier statement of this unit of work failed")),
        }
    }

    /// Takes note of how the statement ended.
    pub(super) fn settle<T>(&mut self, outcome: Result<T, sqlx::Error>) -> Result<T, StoreError> {
        let outcome = outcome.map_err(store_error);
        self.unsettled = !matches!(outcome, Ok(_) | Err(StoreError::Duplicate));
        outcome
    }

    async fn send(&mut self, statements: &'static str) -> Result<(), StoreError> {
        let outcome = in_time(raw_sql(statements).execute(self.connection()?)).await;
        self.settle(outcome).map(drop)
    }
}

#[async_trait]
impl UnitOfWork for MariaDbUnitOfWork {
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

    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        self.send("COMMIT").await?;
        self.connection = None;
        Ok(())
    }
}

impl Drop for MariaDbUnitOfWork {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        // Nobody is left to wait for it. Locks must not last until the connection is wanted again.
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(async move {
                if in_time(raw_sql("ROLLBACK").execute(&mut *connection)).await.is_err() {
                    close(connection);
                }
            })),
            Err(_) => close(connection),
        }
    }
}

impl fmt::Debug for MariaDbUnitOfWork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MariaDbUnitOfWork").field("unsettled", &self.unsettled).finish_non_exhaustive()
    }
}

/// Takes the connection from the pool and ends it: the server undoes what it had begun.
fn close(connection: Connection) {
    drop(Object::take(connection));
}
