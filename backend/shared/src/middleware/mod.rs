//! The HTTP side that both servers share.

pub mod client_ip;
pub mod input;
pub mod problem;
pub mod request_id;
