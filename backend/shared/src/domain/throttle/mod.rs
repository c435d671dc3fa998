//! Throttling of guesses: counted before the work, given back when the guess was none.
//!
//! Three kinds of bucket, each with a name that only the pepper's holder can make ([`BucketKeys`]):
//! - account and network: a few free failures, then a growing delay;
//! - account over all networks: many failures a day, then a delay shared by all strangers;
//! - account and known browser: its own bucket instead of the two others, so that a stranger can't lock the owner out.

mod counters;
mod keys;
pub mod known_browser;
pub mod rule;

#[cfg(test)]
mod tests;

pub use counters::AttemptCounters;
pub use keys::{BucketKey, BucketKeys};
pub use rule::{Admission, Bucket, BucketPolicy, Settlement};
