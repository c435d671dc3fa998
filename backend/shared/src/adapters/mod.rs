//! What both servers or both editions plug into the ports.

pub mod os_randomness;
pub mod system_clock;
#[cfg(feature = "vault")]
pub mod vault;
