//! Rows as both databases hold them, and what they mean to the domain.
//!
//! The two sets of repositories differ in their SQL alone; what a column holds is said here, once.

pub mod authority_changes;
pub mod identities;
pub mod link_tickets;
pub mod login_transactions;
pub mod logout_tokens;
pub mod outbox;
pub mod providers;
pub mod sessions;
pub mod users;
