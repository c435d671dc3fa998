//! A row of `external_identities`.

use crate::{
    adapters::columns::{millis, optional_time, parsed, time},
    domain::{identities::ExternalIdentity, store::StoreError},
};

/// All columns.
#[expect(missing_debug_implementations, reason = "a row holds secrets and personal data in the clear")]
pub struct IdentityRow {
    pub id: String,
    pub user_id: String,
    pub provider_id: String,
    pub issuer: String,
    pub subject: String,
    pub email: String,
    pub linked_at: i64,
    pub last_used_at: Option<i64>,
}

impl TryFrom<IdentityRow> for ExternalIdentity {
    type Error = StoreError;

    fn try_from(row: IdentityRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("external_identities.id", &row.id)?,
            user_id: parsed("external_identities.user_id", &row.user_id)?,
            provider_id: parsed("external_identities.provider_id", &row.provider_id)?,
            issuer: parsed("external_identities.issuer", &row.issuer)?,
            subject: parsed("external_identities.subject", &row.subject)?,
            email: row.email,
            linked_at: time("external_identities.linked_at", row.linked_at)?,
            last_used_at: optional_time("external_identities.last_used_at", row.last_used_at)?,
        })
    }
}

impl From<&ExternalIdentity> for IdentityRow {
    /// An identity as it is stored.
    fn from(identity: &ExternalIdentity) -> Self {
        Self {
            id: identity.id.to_string(),
            user_id: identity.user_id.to_string(),
            provider_id: identity.provider_id.to_string(),
            issuer: identity.issuer.to_string(),
            subject: identity.subject.as_str().to_owned(),
            email: identity.email.clone(),
            linked_at: millis(identity.linked_at),
            last_used_at: identity.last_used_at.map(millis),
        }
    }
}
