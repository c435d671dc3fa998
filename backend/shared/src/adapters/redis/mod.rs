//! The fast store of the stack edition: Redis behind Sentinels.
//!
//! - [`RedisMaster`] finds the master and follows it; nothing else here opens a connection for commands.
//! - [`RedisSessionCache`] keeps sessions and role values, with the atomic step as a script.
//! - [`RedisChangeFeed`] hears of every change of them.
//! - [`RedisAttemptCounters`] counts guesses, and goes on in the process while Redis is away.
//!
//! Everything has a time-out: while Redis is away a call answers
//! [`StoreError::Unavailable`](crate::domain::store::StoreError::Unavailable) within about a second.

mod attempt_counters;
mod change_feed;
mod copies;
mod feed_figures;
mod figures;
mod inspection;
mod keys;
mod local_buckets;
mod master;
mod readiness;
mod scripts;
mod sentinels;
mod session_cache;
mod settings;

pub use attempt_counters::RedisAttemptCounters;
pub use change_feed::RedisChangeFeed;
pub use feed_figures::FeedFigures;
pub use figures::{change_feed, connection};
pub use inspection::{SentinelFacts, ServerFacts, Trouble};
pub use keys::Namespaces;
pub use master::RedisMaster;
pub use readiness::{News, Sessions};
pub use session_cache::RedisSessionCache;
pub use settings::{Endpoint, InvalidEndpoint, Login, RedisSettings, Tls};
