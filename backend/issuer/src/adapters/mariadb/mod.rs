//! The record in MariaDB: users, sessions, audit and what else lasts.
//!
//! **Isolation.** A unit of work that writes runs at READ COMMITTED: rows it locked (`FOR UPDATE`) are the latest, so
//! are those it then reads, and no gap between rows is locked, which leaves little to dead-lock over. Whatever a rule
//! builds on must be locked first; the ports say which look-ups lock. A unit of work that only reads runs on one
//! snapshot (REPEATABLE READ) and waits for nobody.
//!
//! **Time.** Everything has a limit: the turn with a connection, the connection itself, each statement (here and in the
//! server) and each wait for a lock. Beyond it the answer is [`StoreError::Unavailable`], as it is when the server is
//! away, read-only or out of connections.
//!
//! **Dead-locks.** The server undoes one of the two units of work; it answers [`StoreError::Conflict`], nothing of it is
//! left, and it takes no further statement. To do it again is the caller's business: only he knows whether what came
//! before it can be repeated. Few come that far, because what locks several rows does so in one order: active admins,
//! another user, sessions by their ids.
//!
//! [`StoreError::Conflict`]: shared::domain::store::StoreError::Conflict
//! [`StoreError::Unavailable`]: shared::domain::store::StoreError::Unavailable

mod audit;
mod authority_changes;
mod connections;
mod external_sign_in;
mod identities;
mod inspection;
mod outbox;
mod outcome;
mod prepared;
mod providers;
mod readiness;
mod sessions;
mod setup_tokens;
mod store;
mod unit_of_work;
mod users;

pub use connections::{InvalidMariaDbUrl, POOL_SIZE};
pub use inspection::{InspectionError, ServerFacts};
pub use prepared::PreparedStore;
pub use readiness::Record;
pub use store::{MariaDbStore, MigrationError};
pub use unit_of_work::MariaDbUnitOfWork;
