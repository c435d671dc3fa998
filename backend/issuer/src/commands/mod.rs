//! What an operator does at the machine.

pub(crate) mod admin;
pub mod doctor;
pub(crate) mod keys;
pub(crate) mod providers;
