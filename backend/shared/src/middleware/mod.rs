//! The HTTP side that both servers share.

pub mod bearer;
pub mod client_ip;
pub mod cookies;
pub mod cors;
pub mod input;
pub mod problem;
pub mod rate_limit;
pub mod request_id;
pub mod same_origin;
pub mod security_headers;
