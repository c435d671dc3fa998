//! Administration of identity providers.

pub mod create;
pub mod deactivate;
mod fields;
pub mod list;
pub mod read;
pub mod test;
pub mod update;

use std::time::Duration;

use serde::Serialize;
use shared::{
    domain::{
        clock::Timestamp,
        providers::{DataKeyError, DiscoveryFault, Provider},
    },
    middleware::problem::Problem,
};
use utoipa::ToSchema;

use super::users::words::Role;
use crate::services::providers::ProviderError;

/// An identity provider, as admins see it. Its secret is never shown.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Provider)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the form of an admin")]
pub struct ProviderBody {
    #[schema(example = "0190a3c2-7f00-7000-8000-000000000003")]
    id: String,
    /// Its name in addresses.
    #[schema(example = "rauthy")]
    slug: String,
    #[schema(example = "Rauthy")]
    display_name: String,
    #[schema(example = "https://id.example.com/auth/v1/")]
    issuer: String,
    #[schema(example = "paseport")]
    client_id: String,
    /// Whether a secret is kept; without one PKCE alone protects the client.
    #[schema(example = true)]
    has_client_secret: bool,
    #[schema(example = json!(["openid", "profile", "email"]))]
    scopes: Vec<String>,
    #[schema(example = true)]
    allow_signup: bool,
    #[schema(example = false)]
    trust_email: bool,
    #[schema(example = json!(["User"]))]
    default_roles: Vec<Role>,
    #[schema(example = true)]
    enabled: bool,
    #[schema(value_type = String, format = DateTime, example = "2026-01-01T00:00:00Z")]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime, example = "2026-01-01T00:00:00Z")]
    updated_at: Timestamp,
}

impl From<Provider> for ProviderBody {
    fn from(provider: Provider) -> Self {
        Self {
            id: provider.id.to_string(),
            slug: provider.slug.to_string(),
            display_name: provider.display_name.to_string(),
            issuer: provider.issuer.to_string(),
            client_id: provider.client_id,
            has_client_secret: provider.client_secret.is_some(),
            scopes: provider.scopes.words().map(str::to_owned).collect(),
            allow_signup: provider.allow_signup,
            trust_email: provider.trust_email,
            default_roles: Role::list(provider.default_roles),
            enabled: provider.enabled,
            created_at: provider.created_at,
            updated_at: provider.updated_at,
        }
    }
}

impl From<ProviderError> for Problem {
    fn from(error: ProviderError) -> Self {
        let detail = error.to_string();
        match error {
            ProviderError::NotFound => Self::not_found(),
            ProviderError::CallerGone => Self::invalid_token(),
            ProviderError::NoLongerAdmin => Self::insufficient_role(),
            ProviderError::SlugTaken => Self::conflict("slug-taken", "Slug taken").detail(detail),
            ProviderError::IssuerTaken => Self::conflict("issuer-taken", "Issuer taken").detail(detail),
            ProviderError::IssuerChanged => {
                Self::invalid_fields(Vec::new()).field("issuer", "can't be changed: identities are keyed by it")
            }
            ProviderError::Discovery(fault) => unusable(&fault),
            ProviderError::DataKey(error @ DataKeyError::Unavailable(_)) => {
                Self::unavailable(Duration::from_secs(1)).cause(error)
            }
            ProviderError::DataKey(error @ DataKeyError::Unopened) => Self::internal(error),
            ProviderError::Store(error) => error.into(),
        }
    }
}

/// What is wrong with a discovery document, beside the field that an admin would correct.
fn unusable(fault: &DiscoveryFault) -> Problem {
    Problem::invalid_fields(Vec::new()).field("issuer", format!("can't be used: {fault}"))
}
