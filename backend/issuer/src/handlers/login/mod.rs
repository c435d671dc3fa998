//! Sign-in.

pub mod local;
pub mod options;
pub mod start;
