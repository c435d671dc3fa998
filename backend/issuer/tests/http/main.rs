//! HTTP specs: the product as a whole, driven through its router.

mod admin_rules;
mod audit;
mod claimed_identity;
mod fields;
mod foreign_ids;
mod operations;
mod policy_table;
mod scene;
mod strange_requests;
mod users;
