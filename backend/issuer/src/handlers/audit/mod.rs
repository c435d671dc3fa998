//! The audit record.

pub mod list;
pub mod summarize;
