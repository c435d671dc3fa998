//! The configuration of the issuer: [`CoreConfig`] in either edition, [`Config`] as a service of the stack.

mod core;
mod mail;
mod mariadb;
mod rules;
mod stack;
#[cfg(test)]
mod tests;

pub use self::{
    core::{CoreConfig, LoginConfig, PepperConfig},
    mail::MailConfig,
    mariadb::MariaDbUrl,
    stack::{Config, Draft, LISTEN, process_variables},
};
