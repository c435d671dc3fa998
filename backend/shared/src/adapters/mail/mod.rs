//! Mails: how they are written, and how they are handed to a server.

mod message;
mod smtp;

pub use self::{
    message::{Unwritable, to_bytes},
    smtp::{InvalidSmtpUrl, SmtpFailure, SmtpMailer, SmtpServer},
};
