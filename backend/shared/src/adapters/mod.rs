//! What both servers or both editions plug into the ports.

pub mod columns;
#[cfg(feature = "outbound")]
pub mod http_fetch;
#[cfg(feature = "mail")]
pub mod mail;
pub mod os_randomness;
#[cfg(feature = "redis")]
pub mod redis;
pub mod rows;
pub mod system_clock;
#[cfg(feature = "vault")]
pub mod vault;
