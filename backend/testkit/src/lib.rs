//! Development only: a clock that can be moved, randomness that repeats, stores that vanish, and the contract of every
//! port as stories that each adapter is told.
#![expect(clippy::unwrap_used, reason = "everything here is test code, and a panic is how a test fails")]

pub mod access_token;
pub mod actor;
pub mod app;
pub mod clock;
pub mod gate;
pub mod interposed;
pub mod mariadb;
pub mod randomness;
pub mod samples;
pub mod servers;
pub mod set_cookie;
pub mod settings;
pub mod sqlite;
pub mod stack;
pub mod stories;

pub use self::{
    actor::{Actor, Answer, Call},
    app::{TestApp, mailbox},
};

pub use stack::readme;
