//! What an operator does with the key, as the `rotator` role.

use std::sync::Arc;

use http::Method;
use serde::de::IgnoredAny;
use serde_json::json;

use super::{client::VaultClient, connection::json, error::VaultError, public_keys, transit_key::TransitKey};
use crate::domain::{
    clock::Clock,
    tokens::{KeySchedule, KeyVersion, PublishedKey},
};

/// Rotation of the key of access tokens. The login of the client must be the rotator's.
#[derive(Debug)]
pub struct VaultKeys {
    client: Arc<VaultClient>,
    key: TransitKey,
    schedule: KeySchedule,
    clock: Arc<dyn Clock>,
}

impl VaultKeys {
    /// Operations on `key`.
    pub fn new(client: Arc<VaultClient>, key: TransitKey, schedule: KeySchedule, clock: Arc<dyn Clock>) -> Self {
        Self { client, key, schedule, clock }
    }

    /// The published versions, in order.
    pub async fn list(&self) -> Result<Vec<PublishedKey>, VaultError> {
        let stored = public_keys::read(&self.client, &self.key).await?;
        Ok(self.schedule.published(&stored, self.clock.now()))
    }

    /// Makes a new version, which is published now and signs later, and lists.
    pub async fn rotate(&self) -> Result<Vec<PublishedKey>, VaultError> {
        self.change("/rotate", None).await?;
        self.list().await
    }

    /// Takes away `version` and all before it, for emergencies: Vault signs with none of them any more and stops to
    /// publish them, so every verifier refuses their tokens after its next reload. Where no later version exists, one is
    /// made; it signs at once: issuers read the keys anew when Vault refuses the old one. A version that does not exist is
    /// an error.
    pub async fn retire(&self, version: KeyVersion) -> Result<Vec<PublishedKey>, VaultError> {
        let stored = public_keys::read(&self.client, &self.key).await?;
        let latest = stored.versions.iter().map(|stored| stored.version).max();
        if latest.is_none_or(|latest| version > latest) {
            return Err(VaultError::NotFound);
        }
        if latest == Some(version) {
            self.change("/rotate", None).await?;
        }
        let first = version.0.saturating_add(1).max(stored.usable_from.0);
        // The lower bound for use must not pass the one for signing, not even between two requests.
        let body =
            json!({ "min_decryption_version": first, "min_encryption_version": stored.signing_from.0.max(first) });
        self.change("/config", Some(json(&body))).await?;
        self.list().await
    }

    async fn change(&self, what: &str, body: Option<Vec<u8>>) -> Result<(), VaultError> {
        let path = self.key.key_path(what);
        self.client.call::<IgnoredAny>(Method::POST, &path, body).await.map(|_| ())
    }
}
