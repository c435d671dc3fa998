//! Sign-ins under way at a provider.

mod link_tickets;
mod login_transactions;
