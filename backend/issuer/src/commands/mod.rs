//! What an operator does at the machine.

pub(crate) mod admin;
pub(crate) mod keys;
pub(crate) mod providers;
