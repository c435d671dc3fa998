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
    MariaDbUnitOfWork,
    outcome::{exactly_one, in_time, one_or_none},
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
impl IdentityRepository for MariaDbUnitOfWork {
    async fn find_by_subject(
        &mut self,
        issuer: &IssuerUrl,
        subject: &Subject,
    ) -> Result<Option<ExternalIdentity>, StoreError> {
        let (issuer, subject) = (issuer.as_str(), subject.as_str());
        let query = select_identities!("WHERE issuer = ? AND subject = ?", issuer, subject);
        let row = in_time(query.fetch_optional(self.connection()?)).await;
        self.settle(row)?.map(ExternalIdentity::try_from).transpose()
    }

    async fn of_user(&mut self, user: &UserId) -> Result<Vec<ExternalIdentity>, StoreError> {
        let user = user.to_string();
        let query = select_identities!("WHERE user_id = ? ORDER BY linked_at, id", user);
        let rows = in_time(query.fetch_all(self.connection()?)).await;
        self.settle(rows)?.into_iter().map(ExternalIdentity::try_from).collect()
    }

    async fn insert(&mut self, identity: &ExternalIdentity) -> Result<(), StoreError> {
        let row = IdentityRow::from(identity);
        let query = sqlx::query!(
            "INSERT INTO external_identities (id, user_id, provider_id, issuer, subject, email, linked_at,
                                              last_used_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            row.id,
            row.user_id,
            row.provider_id,
            row.issuer,
            row.subject,
            row.email,
            row.linked_at,
            row.last_used_at
        );
        let result = in_time(query.execute(self.connection()?)).await;
        exactly_one(&self.settle(result)?)
    }

    async fn used(&mut self, id: &IdentityId, at: Timestamp) -> Result<(), StoreError> {
        let (id, at) = (id.to_string(), millis(at));
        let query = sqlx::query!("UPDATE external_identities SET last_used_at = ? WHERE id = ?", at, id);
        let result = in_time(query.execute(self.connection()?)).await;
        one_or_none(&self.settle(result)?).map(drop)
    }

    async fn delete(&mut self, user: &UserId, id: &IdentityId) -> Result<bool, StoreError> {
        let (user, id) = (user.to_string(), id.to_string());
        let query = sqlx::query!("DELETE FROM external_identities WHERE id = ? AND user_id = ?", id, user);
        let result = in_time(query.execute(self.connection()?)).await;
        one_or_none(&self.settle(result)?)
    }
}
