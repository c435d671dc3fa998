//! Vault's Transit engine: it keeps the private key of access tokens and signs with it, and it seals secrets at rest.
//!
//! Plain HTTP requests rather than a client library, so that nothing is taken from the environment and nothing has a
//! default that is unsafe: see decision 0007. A [`VaultClient`] holds one login, which
//! [`VaultClient::keep_logged_in`] keeps alive; [`VaultSigner`], [`VaultPublicKeys`], [`VaultKeys`] and [`VaultDataKey`] share it.

mod address;
mod client;
mod connection;
mod credentials;
mod data_key;
mod error;
mod figures;
mod inspection;
mod keys;
mod login;
mod public_keys;
mod readiness;
mod signer;
mod transit_key;

pub use self::{
    address::{InvalidVaultAddress, VaultAddress},
    client::VaultClient,
    connection::VaultTimeouts,
    credentials::VaultCredentials,
    data_key::VaultDataKey,
    error::VaultError,
    figures::signer,
    inspection::{KeyFacts, TokenFacts, VaultHealth},
    keys::VaultKeys,
    public_keys::VaultPublicKeys,
    readiness::Signer,
    signer::{SignerFigures, VaultSigner},
    transit_key::{InvalidTransitName, TransitKey},
};
