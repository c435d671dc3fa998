//! Real servers as processes of the test, on free loopback ports, with the configuration files of `docker/`.

mod process;
pub mod redis;
