//! The public halves of a key, and which of them are published.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use serde::Deserialize;

use super::{client::VaultClient, error::VaultError, transit_key::TransitKey};
use crate::domain::{
    clock::{Clock, Timestamp},
    tokens::{KeySchedule, KeyVersion, KeysUnavailable, PublicKey, PublicKeys, PublishedKey, StoredKey, StoredKeys},
};

/// Reads the versions of a Transit key; what each is used for follows from their times alone.
#[derive(Debug)]
pub struct VaultPublicKeys {
    client: Arc<VaultClient>,
    key: TransitKey,
    schedule: KeySchedule,
    clock: Arc<dyn Clock>,
}

#[derive(Deserialize)]
pub(super) struct KeyAnswer {
    pub(super) data: KeyData,
}

#[derive(Deserialize)]
pub(super) struct KeyData {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) derived: bool,
    pub(super) exportable: bool,
    pub(super) allow_plaintext_backup: bool,
    latest_version: u32,
    min_decryption_version: u32,
    min_encryption_version: u32,
    #[serde(default)]
    keys: BTreeMap<String, VersionData>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum VersionData {
    Asymmetric {
        public_key: String,
        creation_time: Timestamp,
    },
    /// Of a kind that has no public half.
    Other(serde::de::IgnoredAny),
}

impl KeyData {
    /// When the latest version was made, if it has a public half.
    pub(super) fn latest_at(&self) -> Option<Timestamp> {
        match self.keys.get(&self.latest_version.to_string())? {
            VersionData::Asymmetric { creation_time, .. } => Some(*creation_time),
            VersionData::Other(_) => None,
        }
    }
}

impl VaultPublicKeys {
    /// A reader of `key`, as the login of `client`.
    pub fn new(client: Arc<VaultClient>, key: TransitKey, schedule: KeySchedule, clock: Arc<dyn Clock>) -> Self {
        Self { client, key, schedule, clock }
    }

    async fn read(&self) -> Result<Vec<PublishedKey>, VaultError> {
        let stored = read(&self.client, &self.key).await?;
        Ok(self.schedule.published(&stored, self.clock.now()))
    }
}

#[async_trait]
impl PublicKeys for VaultPublicKeys {
    async fn load(&self) -> Result<Vec<PublishedKey>, KeysUnavailable> {
        self.read().await.map_err(KeysUnavailable::new)
    }
}

/// All versions that Vault still has in use.
pub(super) async fn read(client: &VaultClient, key: &TransitKey) -> Result<StoredKeys, VaultError> {
    let KeyAnswer { data } = client.call(Method::GET, &key.key_path(""), None).await?;
    stored(data)
}

fn stored(data: KeyData) -> Result<StoredKeys, VaultError> {
    if data.kind != "ed25519" || data.derived {
        return Err(VaultError::Unsuitable("it must be an ed25519 key that is not derived"));
    }
    // Both can be switched on later and never off again: whoever did so may have a copy of the key.
    if data.exportable || data.allow_plaintext_backup {
        return Err(VaultError::Unsuitable("it can leave Vault; make another that is not exportable"));
    }
    let lowest = data.min_decryption_version.max(1);
    let versions = data.keys.into_iter().map(|(version, data)| stored_key(&version, data));
    let versions = versions.collect::<Result<Vec<_>, _>>()?;
    // Vault keeps all versions in between; less would take keys away that are good.
    let complete =
        (lowest..=data.latest_version).all(|expected| versions.iter().any(|stored| stored.version.0 == expected));
    if !complete {
        return Err(VaultError::Malformed("a version of the key is missing"));
    }
    Ok(StoredKeys { versions, usable_from: KeyVersion(lowest), signing_from: KeyVersion(data.min_encryption_version) })
}

fn stored_key(version: &str, data: VersionData) -> Result<StoredKey, VaultError> {
    let VersionData::Asymmetric { public_key, creation_time } = data else {
        return Err(VaultError::Malformed("a version of the key has no public half"));
    };
    let version = version.parse().map(KeyVersion).map_err(|_| VaultError::Malformed("a key version is no number"))?;
    let bytes = STANDARD.decode(public_key).map_err(|_| VaultError::Malformed("a public key is not base64"))?;
    let key = PublicKey::try_from(&*bytes).map_err(|_| VaultError::Unsuitable("it is not an Ed25519 key"))?;
    Ok(StoredKey { version, key, created_at: creation_time })
}
