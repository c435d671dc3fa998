//! What Vault says about itself, our token and our keys, for whoever looks for what is wrong.

use std::collections::BTreeMap;

use http::Method;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::json;

use super::{
    client::VaultClient, connection::json, error::VaultError, public_keys::KeyAnswer, transit_key::TransitKey,
};
use crate::domain::clock::Timestamp;

/// How Vault itself does. It tells everybody.
#[derive(Clone, Debug, Deserialize)]
pub struct VaultHealth {
    pub initialized: bool,
    pub sealed: bool,
    /// Vault's clock, in seconds since 1970.
    pub server_time_utc: i64,
}

/// What Vault knows of the token that we hold.
#[derive(Clone, Debug, Deserialize)]
pub struct TokenFacts {
    pub policies: Vec<String>,
    /// Nothing is said of it where there is nothing to renew.
    #[serde(default)]
    pub renewable: bool,
    /// Seconds that are left; 0 stands for ever.
    pub ttl: u64,
}

/// How a key is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFacts {
    /// `ed25519`, `aes256-gcm96` and so on.
    pub kind: String,
    pub derived: bool,
    pub exportable: bool,
    pub plaintext_backup: bool,
    /// When the latest version was made, if it has a public half.
    pub latest_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Answer<T> {
    data: T,
}

impl VaultClient {
    /// How Vault does, sealed or not. Needs no login.
    pub async fn health(&self) -> Result<VaultHealth, VaultError> {
        // Otherwise the status says it too, and what is no success has no body here.
        let path = "sys/health?standbyok=true&perfstandbyok=true&sealedcode=200&uninitcode=200";
        self.call_unknown(Method::GET, path).await
    }

    /// What our token is.
    pub async fn token_facts(&self) -> Result<TokenFacts, VaultError> {
        let Answer { data } = self.call(Method::GET, "auth/token/lookup-self", None).await?;
        Ok(data)
    }

    /// Renews our token now, as it has to be when two thirds of its life are over.
    pub async fn renew_now(&self) -> Result<(), VaultError> {
        let body = Some(json(&json!({})));
        self.call::<IgnoredAny>(Method::POST, "auth/token/renew-self", body).await.map(drop)
    }

    /// What our token may do at each of these paths, such as `read` and `update`; `deny` and `root` are words of it too.
    pub async fn capabilities(&self, paths: &[String]) -> Result<BTreeMap<String, Vec<String>>, VaultError> {
        let body = Some(json(&json!({ "paths": paths })));
        let Answer { data } = self
            .call::<Answer<BTreeMap<String, serde_json::Value>>>(Method::POST, "sys/capabilities-self", body)
            .await?;
        let words = |value: serde_json::Value| serde_json::from_value(value).ok();
        Ok(data.into_iter().filter_map(|(path, value)| Some((path, words(value)?))).collect())
    }

    /// How a key is set up.
    pub async fn key_facts(&self, key: &TransitKey) -> Result<KeyFacts, VaultError> {
        let KeyAnswer { data } = self.call(Method::GET, &key.key_path(""), None).await?;
        Ok(KeyFacts {
            latest_at: data.latest_at(),
            kind: data.kind,
            derived: data.derived,
            exportable: data.exportable,
            plaintext_backup: data.allow_plaintext_backup,
        })
    }
}
