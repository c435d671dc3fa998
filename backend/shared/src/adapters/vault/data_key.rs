//! Secrets sealed by Vault, with a key that never leaves it.

use std::sync::Arc;

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{client::VaultClient, connection::json, error::VaultError, transit_key::TransitKey};
use crate::domain::providers::{DataKey, DataKeyError, SealedSecret};

/// Seals with a key of type aes256-gcm96 of Vault's Transit engine. The purpose goes along as associated data.
///
/// What was sealed with an older version of the key opens as long as Vault keeps that version.
#[derive(Debug)]
pub struct VaultDataKey {
    client: Arc<VaultClient>,
    key: TransitKey,
}

#[derive(Deserialize)]
struct EncryptAnswer {
    data: Encrypted,
}

#[derive(Deserialize)]
struct Encrypted {
    ciphertext: String,
}

#[derive(Deserialize)]
struct DecryptAnswer {
    data: Decrypted,
}

#[derive(Deserialize)]
struct Decrypted {
    plaintext: SecretString,
}

impl VaultDataKey {
    /// Seals with `key`, as the login of `client`.
    pub fn new(client: Arc<VaultClient>, key: TransitKey) -> Self {
        Self { client, key }
    }

    async fn ask<T: serde::de::DeserializeOwned>(&self, path: &str, body: &Value) -> Result<T, VaultError> {
        self.client.call(Method::POST, path, Some(json(body))).await
    }
}

#[async_trait]
impl DataKey for VaultDataKey {
    async fn seal(&self, purpose: &str, secret: &SecretString) -> Result<SealedSecret, DataKeyError> {
        let body = json!({
            "plaintext": STANDARD.encode(secret.expose_secret()),
            "associated_data": STANDARD.encode(purpose),
        });
        let answer: Result<EncryptAnswer, _> = self.ask(&self.key.encrypt_path(), &body).await;
        Ok(SealedSecret::new(answer.map_err(unavailable)?.data.ciphertext))
    }

    async fn open(&self, purpose: &str, sealed: &SealedSecret) -> Result<SecretString, DataKeyError> {
        let body = json!({ "ciphertext": sealed.as_str(), "associated_data": STANDARD.encode(purpose) });
        let answer: Result<DecryptAnswer, _> = self.ask(&self.key.decrypt_path(), &body).await;
        let answer = answer.map_err(|error| match error {
            // The request has the right form, so it is what was sealed.
            VaultError::Status { status: 400, .. } => DataKeyError::Unopened,
            error => unavailable(error),
        })?;
        let bytes = STANDARD.decode(answer.data.plaintext.expose_secret()).map_err(|_| DataKeyError::Unopened)?;
        String::from_utf8(bytes).map(SecretString::from).map_err(|_| DataKeyError::Unopened)
    }
}

fn unavailable(error: VaultError) -> DataKeyError {
    DataKeyError::Unavailable(error.into())
}
