//! The domain: what Paseport is about, without a word of HTTP, SQL or Redis.

pub mod access;
pub mod audit;
pub mod clients;
pub mod external_sign_in;
pub mod identities;
pub mod mail;
pub mod passwords;
pub mod primitives;
pub mod providers;
pub mod requests;
pub mod sessions;
pub mod setup;
pub mod store;
pub mod throttle;
pub mod tokens;
pub mod unit_of_work;
pub mod users;

pub use primitives::{clock, handles, ids, outbound, peppers, randomness, return_to};
