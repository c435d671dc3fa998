//! The domain: what Paseport is about, without a word of HTTP, SQL or Redis.

pub mod access;
pub mod audit;
pub mod clients;
pub mod clock;
pub mod external_sign_in;
pub mod handles;
pub mod identities;
pub mod ids;
pub mod mail;
pub mod outbound;
pub mod passwords;
pub mod peppers;
pub mod providers;
pub mod randomness;
pub mod requests;
pub mod return_to;
pub mod sessions;
pub mod setup;
pub mod store;
pub mod throttle;
pub mod tokens;
pub mod unit_of_work;
pub mod users;
