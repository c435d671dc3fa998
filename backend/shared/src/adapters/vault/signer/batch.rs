//! One call to Transit, and its answer taken apart.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use super::queue::Pending;
use crate::{
    adapters::vault::{client::VaultClient, error::VaultError, transit_key::TransitKey},
    domain::tokens::{KeyVersion, Signature},
};

/// Signatures that are asked for in one call, all by one version: Vault looks at the version of the whole only.
pub(super) struct Batch {
    version: KeyVersion,
    pending: Vec<Pending>,
}

#[derive(Serialize)]
struct Request<'a> {
    key_version: u32,
    batch_input: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    input: &'a str,
}

/// `data` is absent when all goes wrong at once.
#[derive(Deserialize)]
pub(super) struct SignAnswer {
    data: Results,
}

#[derive(Deserialize)]
struct Results {
    batch_results: Vec<ItemResult>,
}

#[derive(Deserialize)]
struct ItemResult {
    #[serde(default)]
    signature: String,
    #[serde(default)]
    error: String,
}

impl Batch {
    pub(super) fn new(version: KeyVersion) -> Self {
        Self { version, pending: Vec::new() }
    }

    pub(super) fn version(&self) -> KeyVersion {
        self.version
    }

    pub(super) fn len(&self) -> usize {
        self.pending.len()
    }

    pub(super) fn push(&mut self, pending: Pending) {
        self.pending.push(pending);
    }

    /// Those who wait, in the order of the answer.
    pub(super) fn into_waiting(self) -> impl Iterator<Item = oneshot::Sender<Result<Signature, VaultError>>> {
        self.pending.into_iter().map(|pending| pending.waiting)
    }

    /// Asks Vault. The outer error is everyone's.
    pub(super) async fn sign(
        &self,
        client: &VaultClient,
        key: &TransitKey,
    ) -> Result<Vec<Result<[u8; 64], VaultError>>, VaultError> {
        let answer = client.call(Method::POST, &key.sign_path(), Some(self.request())).await?;
        self.signatures(answer)
    }

    fn request(&self) -> Vec<u8> {
        let batch_input = self.pending.iter().map(|pending| Item { input: &pending.input }).collect();
        let request = Request { key_version: self.version.0, batch_input };
        serde_json::to_vec(&request).expect("numbers and strings always become JSON")
    }

    /// The signatures in order. Vault answers 200 even if it signed nothing: each item has its own outcome.
    pub(super) fn signatures(&self, answer: SignAnswer) -> Result<Vec<Result<[u8; 64], VaultError>>, VaultError> {
        let results = answer.data.batch_results;
        if results.len() != self.pending.len() {
            return Err(VaultError::Malformed("it has not one result for each signature"));
        }
        Ok(results.into_iter().map(|result| self.signature(result)).collect())
    }

    fn signature(&self, result: ItemResult) -> Result<[u8; 64], VaultError> {
        if !result.error.is_empty() {
            return Err(VaultError::Item(result.error));
        }
        let encoded = result.signature.strip_prefix("vault:v").and_then(|rest| rest.split_once(':'));
        let (version, encoded) = encoded.ok_or(VaultError::Malformed("a signature is missing"))?;
        if version.parse() != Ok(self.version.0) {
            return Err(VaultError::Malformed("another key version signed"));
        }
        let bytes = STANDARD.decode(encoded).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.ok_or(VaultError::Malformed("a signature has not 64 bytes"))
    }
}
