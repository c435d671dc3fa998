//! What every feature is made of: time, randomness, names, handles, keys, places to go.

pub mod clock;
pub mod handles;
pub mod ids;
pub mod outbound;
pub mod peppers;
pub mod randomness;
pub mod return_to;
