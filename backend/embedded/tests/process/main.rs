//! The program as its operator and its users see it: started as a process, spoken to over a socket, ended by signals.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod browser;
mod crash;
mod development;
mod health;
mod permissions;
mod production;
mod program;
mod refused_starts;
mod secrets;
mod shutdown;
mod swagger;
mod walk;
