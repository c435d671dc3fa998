//! What is known of a provider: its document and its keys.

use std::sync::Arc;

use openidconnect::core::CoreJsonWebKeySet;
use secrecy::SecretString;
use serde_json::{Map, Value};
use shared::domain::{
    outbound::{FetchMethod, FetchRequest, HttpFetch},
    providers::{IssuerUrl, Provider},
};
use url::Url;

use super::{document::Document, flaw::Flaw, keys};

/// A provider as it described itself.
#[derive(Debug)]
pub(super) struct Discovered {
    pub(super) document: Document,
    /// Those that can be used.
    pub(super) keys: CoreJsonWebKeySet,
}

impl Discovered {
    /// Asks the provider. Both are read anew together: a provider may move its keys when it changes them.
    pub(super) async fn read(fetch: Arc<dyn HttpFetch>, issuer: IssuerUrl) -> Result<Self, Flaw> {
        let document = json(&*fetch, Document::url(&issuer)?).await?;
        let document = Document::read(&document, &issuer)?;
        let keys = keys::usable(&json(&*fetch, document.jwks_uri.clone()).await?);
        if keys.keys().is_empty() { Err(Flaw::NoKey) } else { Ok(Self { document, keys }) }
    }

    /// Whether we can be the client that the provider takes us for.
    pub(super) fn check_client(&self, provider: &Provider) -> Result<(), Flaw> {
        let is_confidential = provider.client_secret.is_some();
        let is_impossible = is_confidential && self.document.client_authentication.is_none();
        if is_impossible { Err(Flaw::NoClientAuthentication) } else { Ok(()) }
    }
}

async fn json(fetch: &dyn HttpFetch, url: Url) -> Result<Map<String, Value>, Flaw> {
    let named = url.to_string();
    let headers = vec![("accept", SecretString::from("application/json"))];
    match fetch.fetch(FetchRequest { url, method: FetchMethod::Get, headers }).await {
        Ok(answer) if answer.status != 200 => Err(Flaw::Status { url: named, status: answer.status }),
        // Whatever type it has: what counts is what it says.
        Ok(answer) => serde_json::from_slice(&answer.body).map_err(|_| Flaw::NotJson { url: named }),
        Err(why) => Err(Flaw::Unread { url: named, why }),
    }
}
