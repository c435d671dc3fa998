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
    MariaDbUnitOfWork,
    outcome::{exactly_one, in_time, one_or_none},
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
impl ProviderRepository for MariaDbUnitOfWork {
    async fn find(&mut self, id: &ProviderId) -> Result<Option<Provider>, StoreError> {
        let id = id.to_string();
        let query = select_providers!("WHERE id = ?", id);
        let row = in_time(query.fetch_optional(self.connection()?)).await;
        self.settle(row)?.map(Provider::try_from).transpose()
    }

    async fn lock(&mut self, id: &ProviderId) -> Result<Option<Provider>, StoreError> {
        let id = id.to_string();
        let query = select_providers!("WHERE id = ? FOR UPDATE", id);
        let row = in_time(query.fetch_optional(self.connection()?)).await;
        self.settle(row)?.map(Provider::try_from).transpose()
    }

    async fn hold(&mut self, id: &ProviderId) -> Result<Option<Provider>, StoreError> {
        let id = id.to_string();
        let query = select_providers!("WHERE id = ? LOCK IN SHARE MODE", id);
        let row = in_time(query.fetch_optional(self.connection()?)).await;
        self.settle(row)?.map(Provider::try_from).transpose()
    }

    async fn find_by_slug(&mut self, slug: &Slug) -> Result<Option<Provider>, StoreError> {
        let slug = slug.as_str();
        let query = select_providers!("WHERE slug = ?", slug);
        let row = in_time(query.fetch_optional(self.connection()?)).await;
        self.settle(row)?.map(Provider::try_from).transpose()
    }

    async fn list(&mut self) -> Result<Vec<Provider>, StoreError> {
        let query = select_providers!("ORDER BY created_at, id");
        let rows = in_time(query.fetch_all(self.connection()?)).await;
        self.settle(rows)?.into_iter().map(Provider::try_from).collect()
    }

    async fn insert(&mut self, provider: &Provider) -> Result<(), StoreError> {
        let row = ProviderRow::from(provider);
        let query = sqlx::query!(
            "INSERT INTO providers (id, slug, display_name, issuer, client_id, client_secret, scopes, allow_signup,
                                    trust_email, default_roles, enabled, created_at, updated_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
        let result = in_time(query.execute(self.connection()?)).await;
        exactly_one(&self.settle(result)?)
    }

    async fn update(&mut self, provider: &Provider) -> Result<bool, StoreError> {
        let row = ProviderRow::from(provider);
        let query = sqlx::query!(
            "UPDATE providers
             SET slug = ?, display_name = ?, client_id = ?, client_secret = ?, scopes = ?, allow_signup = ?,
                 trust_email = ?, default_roles = ?, enabled = ?, updated_at = ?
             WHERE id = ?",
            row.slug,
            row.display_name,
            row.client_id,
            row.client_secret,
            row.scopes,
            row.allow_signup,
            row.trust_email,
            row.default_roles,
            row.enabled,
            row.updated_at,
            row.id
        );
        let result = in_time(query.execute(self.connection()?)).await;
        one_or_none(&self.settle(result)?)
    }
}
