//! The table `providers`.

use async_trait::async_trait;
use shared::{
    adapters::rows::providers::ProviderRow,
    domain::{
        ids::ProviderId,
        providers::{Provider, ProviderRepository, Slug},
        store::StoreError,
    },
};

use super::{
    SqliteUnitOfWork,
    outcome::{exactly_one, one_or_none, store_error},
};

/// `SELECT` of whole providers, with the rest of the statement.
macro_rules! select_providers {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            ProviderRow,
            r#"SELECT id, slug, display_name, issuer, client_id, client_secret, scopes,
                      allow_signup AS "allow_signup: bool", trust_email AS "trust_email: bool", default_roles,
                      enabled AS "enabled: bool", created_at, updated_at
               FROM providers "# + $rest
            $(, $argument)*
        )
    };
}

#[async_trait]
impl ProviderRepository for SqliteUnitOfWork {
    async fn find(&mut self, id: &ProviderId) -> Result<Option<Provider>, StoreError> {
        let id = id.to_string();
        let query = select_providers!("WHERE id = ?1", id);
        let row = query.fetch_optional(self.connection()).await.map_err(store_error)?;
        row.map(Provider::try_from).transpose()
    }

    async fn lock(&mut self, id: &ProviderId) -> Result<Option<Provider>, StoreError> {
        // The transaction holds the only write lock already.
        ProviderRepository::find(self, id).await
    }

    async fn hold(&mut self, id: &ProviderId) -> Result<Option<Provider>, StoreError> {
        ProviderRepository::find(self, id).await
    }

    async fn find_by_slug(&mut self, slug: &Slug) -> Result<Option<Provider>, StoreError> {
        let slug = slug.as_str();
        let query = select_providers!("WHERE slug = ?1", slug);
        let row = query.fetch_optional(self.connection()).await.map_err(store_error)?;
        row.map(Provider::try_from).transpose()
    }

    async fn list(&mut self) -> Result<Vec<Provider>, StoreError> {
        let query = select_providers!("ORDER BY created_at, id");
        let rows = query.fetch_all(self.connection()).await.map_err(store_error)?;
        rows.into_iter().map(Provider::try_from).collect()
    }

    async fn insert(&mut self, provider: &Provider) -> Result<(), StoreError> {
        let row = ProviderRow::from(provider);
        let query = sqlx::query!(
            "INSERT INTO providers (id, slug, display_name, issuer, client_id, client_secret, scopes, allow_signup,
                                    trust_email, default_roles, enabled, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            row.id,
            row.slug,
            row.display_name,
            row.issuer,
            row.client_id,
            row.client_secret,
            row.scopes,
            row.allow_signup,
            row.trust_email,
            row.default_roles,
            row.enabled,
            row.created_at,
            row.updated_at
        );
        exactly_one(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn update(&mut self, provider: &Provider) -> Result<bool, StoreError> {
        let row = ProviderRow::from(provider);
        let query = sqlx::query!(
            "UPDATE providers
             SET slug = ?2, display_name = ?3, client_id = ?4, client_secret = ?5, scopes = ?6, allow_signup = ?7,
                 trust_email = ?8, default_roles = ?9, enabled = ?10, updated_at = ?11
             WHERE id = ?1",
            row.id,
            row.slug,
            row.display_name,
            row.client_id,
            row.client_secret,
            row.scopes,
            row.allow_signup,
            row.trust_email,
            row.default_roles,
            row.enabled,
            row.updated_at
        );
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?)
    }
}
