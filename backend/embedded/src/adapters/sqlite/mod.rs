//! The record in one SQLite file, which is the fast copy of sessions at once.
//!
//! There is one connection that writes and a few that only read. In WAL mode readers see the state before the writer's
//! transaction and never wait for it. A commit is on the disk before it is answered (`synchronous = FULL`).

mod attempt_counters;
mod audit;
mod authority_changes;
mod external_sign_in;
mod identities;
mod inspection;
mod outbox;
mod outcome;
mod providers;
mod session_cache;
mod sessions;
mod setup_tokens;
mod store;
mod unit_of_work;
mod users;

use shared::adapters::columns;

pub use attempt_counters::SqliteAttemptCounters;
pub use inspection::FileFacts;
pub use session_cache::SqliteSessionCache;
pub use store::{OpenError, SqliteStore};
pub use unit_of_work::SqliteUnitOfWork;
