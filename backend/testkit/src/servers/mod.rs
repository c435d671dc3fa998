//! Real servers as processes of the test, on free loopback ports, with the configuration files of `docker/`.

pub mod certificates;
mod process;
pub mod redis;
