//! The HTTP side that both servers share.

pub mod problem;
