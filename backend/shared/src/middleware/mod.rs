//! The HTTP side that both servers share.

pub mod input;
pub mod problem;
