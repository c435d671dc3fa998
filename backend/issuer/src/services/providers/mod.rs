//! Administration of identity providers.
//!
//! A secret goes in and never comes out: it is sealed before it is written, and opened only to be shown to its provider.

mod apply;
mod create;
mod deactivate;
mod test;
mod update;

pub use apply::Applied;
use secrecy::SecretString;
use shared::domain::{
    access::Identity,
    clients::Scope,
    ids::ProviderId,
    providers::{DataKeyError, DiscoveryFault, IssuerUrl, Provider, SealedSecret, Slug},
    store::StoreError,
    unit_of_work::UnitOfWork,
    users::{DisplayName, Roles, User},
};

use super::{Ports, acting::acting_user, endings::Endings, external_sign_in::Upstream};

/// What an admin says of a provider.
#[derive(Clone, Debug)]
pub struct ProviderSettings {
    pub slug: Slug,
    pub display_name: DisplayName,
    pub issuer: IssuerUrl,
    pub client_id: String,
    pub client_secret: SecretChange,
    pub scopes: Scope,
    pub allow_signup: bool,
    pub trust_email: bool,
    pub default_roles: Roles,
    pub enabled: bool,
}

/// What becomes of the secret.
#[derive(Clone, Debug)]
pub enum SecretChange {
    Keep,
    /// The client is public: PKCE alone protects it.
    Remove,
    Set(SecretString),
}

/// Why a provider could not be made, changed or deactivated.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    #[error("no such provider")]
    NotFound,
    /// The caller's session or account ended while the request was under way.
    #[error("the session is over")]
    CallerGone,
    /// The caller lost the role while the request was under way.
    #[error("you are no longer an admin")]
    NoLongerAdmin,
    #[error("Another provider has this slug.")]
    SlugTaken,
    #[error("Another provider has this issuer.")]
    IssuerTaken,
    #[error("the issuer of a provider can't be changed")]
    IssuerChanged,
    #[error("sign-in with this provider can't work: {0}")]
    Discovery(#[from] DiscoveryFault),
    #[error(transparent)]
    DataKey(#[from] DataKeyError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes, shows, changes and deactivates providers.
#[derive(Clone, Debug)]
pub struct Providers {
    ports: Ports,
    endings: Endings,
    upstream: Upstream,
}

impl Providers {
    pub fn new(ports: Ports, endings: Endings, upstream: Upstream) -> Self {
        Self { ports, endings, upstream }
    }

    /// All of them, in the order they were made.
    pub async fn list(&self) -> Result<Vec<Provider>, StoreError> {
        self.ports.store.read().await?.providers().list().await
    }

    pub async fn find(&self, id: &ProviderId) -> Result<Provider, ProviderError> {
        self.ports.store.read().await?.providers().find(id).await?.ok_or(ProviderError::NotFound)
    }

    async fn seal(&self, id: &ProviderId, secret: &SecretString) -> Result<SealedSecret, DataKeyError> {
        self.upstream.data_key.seal(&Provider::secret_purpose(id), secret).await
    }

    /// What of it another provider has: only for the words of an answer, the unique keys decide.
    async fn taken(&self, provider: &Provider) -> Result<Option<ProviderError>, StoreError> {
        let all = self.list().await?;
        let mut others = all.iter().filter(|other| other.id != provider.id);
        Ok(others.find_map(|other| {
            if other.slug == provider.slug {
                Some(ProviderError::SlugTaken)
            } else {
                (other.issuer == provider.issuer).then_some(ProviderError::IssuerTaken)
            }
        }))
    }

    /// In other words than those of the database.
    async fn name_duplicate(&self, written: Result<(), StoreError>, provider: &Provider) -> Result<(), ProviderError> {
        match written {
            Err(StoreError::Duplicate) => Err(self.taken(provider).await?.unwrap_or(ProviderError::SlugTaken)),
            written => Ok(written?),
        }
    }

    async fn acting_admin(&self, work: &mut dyn UnitOfWork, admin: &Identity) -> Result<User, ProviderError> {
        let acting = acting_user(work, &*self.ports.clock, admin).await?.ok_or(ProviderError::CallerGone)?;
        if acting.is_active_admin() { Ok(acting) } else { Err(ProviderError::NoLongerAdmin) }
    }
}
