//! The table `external_identities`, and what goes by identities.

mod logout_tokens;
mod upstream_sessions;

use async_trait::async_trait;
use shared::{
    adapters::{columns::millis, rows::identities::IdentityRow},
    domain::{
        clock::Timestamp,
        identities::{ExternalIdentity, IdentityRepository, Subject},
        ids::{IdentityId, UserId},
        providers::IssuerUrl,
        store::StoreError,
    },
};

use super::{
    SqliteUnitOfWork,
    outcome::{exactly_one, one_or_none, store_error},
};

/// `SELECT` of whole identities, with the rest of the statement.
macro_rules! select_identities {
    ($rest:literal, $($argument:expr),*) => {
        sqlx::query_as!(
            IdentityRow,
            "SELECT id, user_id, provider_id, issuer, subject, email, linked_at, last_used_at
             FROM external_identities " + $rest,
            $($argument),*
        )
    };
}

#[async_trait]
impl IdentityRepository for SqliteUnitOfWork {
    async fn find_by_subject(
        &mut self,
        issuer: &IssuerUrl,
        subject: &Subject,
    ) -> Result<Option<ExternalIdentity>, StoreError> {
        let (issuer, subject) = (issuer.as_str(), subject.as_str());
        let query = select_identities!("WHERE issuer = ?1 AND subject = ?2", issuer, subject);
        let row = query.fetch_optional(self.connection()).await.map_err(store_error)?;
        row.map(ExternalIdentity::try_from).transpose()
    }

    async fn of_user(&mut self, user: &UserId) -> Result<Vec<ExternalIdentity>, StoreError> {
        let user = user.to_string();
        let query = select_identities!("WHERE user_id = ?1 ORDER BY linked_at, id", user);
        let rows = query.fetch_all(self.connection()).await.map_err(store_error)?;
        rows.into_iter().map(ExternalIdentity::try_from).collect()
    }

    async fn insert(&mut self, identity: &ExternalIdentity) -> Result<(), StoreError> {
        let row = IdentityRow::from(identity);
        let query = sqlx::query!(
            "INSERT INTO external_identities (id, user_id, provider_id, issuer, subject, email, linked_at,
                                              last_used_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            row.id,
            row.user_id,
            row.provider_id,
            row.issuer,
            row.subject,
            row.email,
            row.linked_at,
            row.last_used_at
        );
        exactly_one(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn used(&mut self, id: &IdentityId, at: Timestamp) -> Result<(), StoreError> {
        let (id, at) = (id.to_string(), millis(at));
        let query = sqlx::query!("UPDATE external_identities SET last_used_at = ?2 WHERE id = ?1", id, at);
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?).map(drop)
    }

    async fn delete(&mut self, user: &UserId, id: &IdentityId) -> Result<bool, StoreError> {
        let (user, id) = (user.to_string(), id.to_string());
        let query = sqlx::query!("DELETE FROM external_identities WHERE id = ?1 AND user_id = ?2", id, user);
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?)
    }
}
