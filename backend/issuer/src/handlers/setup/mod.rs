//! The first admin.

pub mod complete;
