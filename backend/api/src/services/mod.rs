//! The rules of this server, free of HTTP and storage.

pub mod system_monitor;
