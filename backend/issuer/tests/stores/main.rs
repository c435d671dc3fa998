//! The adapters of the stack edition on real servers.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod dead_locks;
mod mariadb;
