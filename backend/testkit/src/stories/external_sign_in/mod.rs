//! Sign-ins under way at a provider.

pub mod link_tickets;
pub mod login_transactions;
