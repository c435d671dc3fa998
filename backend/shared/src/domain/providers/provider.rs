//! A provider.

use serde::Serialize;

use super::{IssuerUrl, SealedSecret, Slug};
use crate::domain::{
    clients::Scope,
    clock::Timestamp,
    ids::ProviderId,
    users::{DisplayName, Roles},
};

/// A provider, as admins set it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    pub id: ProviderId,
    /// Unique.
    pub slug: Slug,
    /// What the button says.
    pub display_name: DisplayName,
    /// Unique, and never changed: identities are keyed by it.
    pub issuer: IssuerUrl,
    /// Our name at the provider.
    pub client_id: String,
    /// Our secret there; `None` for a public client, which PKCE alone protects.
    pub client_secret: Option<SealedSecret>,
    /// What we ask for; contains `openid`.
    pub scopes: Scope,
    /// Whether strangers get an account.
    pub allow_signup: bool,
    /// Whether its word that an address is verified is worth as much as our own.
    pub trust_email: bool,
    /// What a new account gets; never Admin.
    pub default_roles: Roles,
    /// A deactivated provider signs nobody in; the row stays.
    pub enabled: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Provider {
    /// What its secret is sealed for.
    pub fn secret_purpose(id: &ProviderId) -> String {
        format!("provider-secret:{id}")
    }
}

/// What the audit record keeps of a provider before and after a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProviderFacts {
    pub slug: String,
    pub display_name: String,
    pub issuer: String,
    pub client_id: String,
    pub scopes: String,
    pub allow_signup: bool,
    pub trust_email: bool,
    pub default_roles: Roles,
    pub enabled: bool,
}

impl From<&Provider> for ProviderFacts {
    fn from(provider: &Provider) -> Self {
        Self {
            slug: provider.slug.to_string(),
            display_name: provider.display_name.to_string(),
            issuer: provider.issuer.to_string(),
            client_id: provider.client_id.clone(),
            scopes: provider.scopes.as_str().to_owned(),
            allow_signup: provider.allow_signup,
            trust_email: provider.trust_email,
            default_roles: provider.default_roles,
            enabled: provider.enabled,
        }
    }
}
