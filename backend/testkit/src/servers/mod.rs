//! Real servers, started from local programs on free loopback ports with the configuration that `docker/` mounts. Other
//! people's providers are played by one that is certified, see [`provider`].
//!
//! Only tests behind the feature `real-servers` start them. A server ends with the test program that started it.

pub mod certificates;
pub mod flaky_proxy;
pub mod mail;
pub mod mariadb;
pub mod nginx;
mod ports;
pub(crate) mod process;
pub mod provider;
pub mod redis;
pub mod redis_node;
pub mod vault;

use std::path::{Path, PathBuf};

pub use ports::free_ports;

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).expect("this package is two folders below the root").to_owned()
}

/// Where Cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository().join("backend/target"), PathBuf::from)
}
