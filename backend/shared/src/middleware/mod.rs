//! The HTTP side that both servers share.
//!
//! [`edge`] goes around everything else and is the only place where answers leave.

pub mod bearer;
pub mod client_ip;
pub mod cookies;
pub mod cors;
pub mod edge;
pub mod health;
pub mod input;
pub mod openapi;
pub mod problem;
pub mod rate_limit;
pub mod request_counter;
pub mod request_id;
pub mod role_middleware;
pub mod routes;
pub mod same_origin;
