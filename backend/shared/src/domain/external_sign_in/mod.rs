//! A sign-in under way at a provider, and the ticket that links what came back to an account.
//!
//! ```text
//! transaction (10 min, once) ── callback ──┬── known identity, or new account ──> session
//!                                          └── address of an existing account ──> ticket (10 min, once, 5 tries) ──> session
//! ```
//! Both live on the server. What the browser carries are handles, worthless without the secret in its own cookie, whose
//! hash both of them keep.

mod repository;
mod ticket;
mod transaction;

pub use repository::{LinkTicketRepository, LoginTransactionRepository};
pub use ticket::LinkTicket;
pub use transaction::{LoginTransaction, Purpose};

use jiff::SignedDuration;

/// How long a transaction, a ticket and the browser's secret last.
pub const LIFE: SignedDuration = SignedDuration::from_mins(10);
