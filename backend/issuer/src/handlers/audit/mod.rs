//! The audit record.

pub mod list;
