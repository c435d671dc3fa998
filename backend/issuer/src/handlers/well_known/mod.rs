//! What clients and verifiers look up.

pub mod jwks;
pub mod openid_configuration;
pub mod paserk;
