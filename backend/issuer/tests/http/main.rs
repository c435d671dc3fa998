//! HTTP specs: the product as a whole, driven through its router.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod account;
mod accounts;
mod acting;
mod addresses;
mod admin_rules;
mod audit;
mod claimed_identity;
mod endings;
mod external;
mod fields;
mod foreign_ids;
mod foreign_tokens;
mod forgetting;
mod guessing;
mod known_browsers;
mod login;
mod logout;
mod mails;
mod metrics;
mod operations;
mod own_sessions;
mod passwords;
mod policy_table;
mod races;
mod record_away;
mod refresh;
mod refresh_tokens;
mod same_origin;
mod scene;
mod setup;
mod signatures;
mod strange_requests;
mod timing;
mod users;
