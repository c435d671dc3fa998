//! The SMTP adapter on a real mail server.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod encryption;
mod refusals;
mod world;
mod writing;
