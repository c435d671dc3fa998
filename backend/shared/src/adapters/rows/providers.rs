//! A row of `providers`.

use crate::{
    adapters::columns::{millis, parsed, time},
    domain::{
        providers::{Provider, SealedSecret},
        store::StoreError,
    },
};

/// All columns.
#[expect(missing_debug_implementations, reason = "a row holds secrets and personal data in the clear")]
pub struct ProviderRow {
    pub id: String,
    pub slug: String,
    pub display_name: String,
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Option<String>,
    pub scopes: String,
    pub allow_signup: bool,
    pub trust_email: bool,
    pub default_roles: String,
    pub enabled: bool,
    pub created_at: i64,
    pub updated_at: i64,
}

impl TryFrom<ProviderRow> for Provider {
    type Error = StoreError;

    fn try_from(row: ProviderRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("providers.id", &row.id)?,
            slug: parsed("providers.slug", &row.slug)?,
            display_name: parsed("providers.display_name", &row.display_name)?,
            issuer: parsed("providers.issuer", &row.issuer)?,
            client_id: row.client_id,
            client_secret: row.client_secret.map(SealedSecret::new),
            scopes: parsed("providers.scopes", &row.scopes)?,
            allow_signup: row.allow_signup,
            trust_email: row.trust_email,
            default_roles: parsed("providers.default_roles", &row.default_roles)?,
            enabled: row.enabled,
            created_at: time("providers.created_at", row.created_at)?,
            updated_at: time("providers.updated_at", row.updated_at)?,
        })
    }
}

impl From<&Provider> for ProviderRow {
    /// A provider as it is stored.
    fn from(provider: &Provider) -> Self {
        Self {
            id: provider.id.to_string(),
            slug: provider.slug.to_string(),
            display_name: provider.display_name.to_string(),
            issuer: provider.issuer.to_string(),
            client_id: provider.client_id.clone(),
            client_secret: provider.client_secret.as_ref().map(SealedSecret::as_str).map(str::to_owned),
            scopes: provider.scopes.as_str().to_owned(),
            allow_signup: provider.allow_signup,
            trust_email: provider.trust_email,
            default_roles: provider.default_roles.to_string(),
            enabled: provider.enabled,
            created_at: millis(provider.created_at),
            updated_at: millis(provider.updated_at),
        }
    }
}
