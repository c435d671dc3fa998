//! The domain: what Paseport is about, without a word of HTTP, SQL or Redis.

pub mod clock;
pub mod ids;
pub mod network;
pub mod randomness;
pub mod request_id;
pub mod store;
