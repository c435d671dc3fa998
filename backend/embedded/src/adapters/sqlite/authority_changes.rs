//! The table `authority_changes`.

use async_trait::async_trait;
use shared::domain::{
    clock::Timestamp,
    ids::ChangeId,
    sessions::{AuthorityChange, AuthorityChangeKind, AuthorityChanges},
    store::StoreError,
};

use super::{
    SqliteUnitOfWork,
    columns::{corrupt, integer, millis, number, parsed, time},
    outcome::{exactly_one, one_or_none, store_error},
};

const SESSION_ENDED: &str = "session_ended";
const USER_CHANGED: &str = "user_changed";
const USER_DELETED: &str = "user_deleted";

/// A row as it is read.
struct ChangeRow {
    id: String,
    created_at: i64,
    kind: String,
    user_id: String,
    session_id: Option<String>,
    expires_at: Option<i64>,
    version: Option<i64>,
}

impl TryFrom<ChangeRow> for AuthorityChange {
    type Error = StoreError;

    fn try_from(row: ChangeRow) -> Result<Self, StoreError> {
        let user_id = parsed("authority_changes.user_id", &row.user_id)?;
        let version = || number("authority_changes.version", row.version.ok_or(corrupt("authority_changes.version"))?);
        let kind = match (row.kind.as_str(), row.session_id, row.expires_at) {
            (SESSION_ENDED, Some(session_id), Some(expires_at)) => AuthorityChangeKind::SessionEnded {
                session_id: parsed("authority_changes.session_id", &session_id)?,
                user_id,
                expires_at: time("authority_changes.expires_at", expires_at)?,
            },
            (USER_CHANGED, ..) => AuthorityChangeKind::UserChanged { user_id, version: version()? },
            (USER_DELETED, ..) => AuthorityChangeKind::UserDeleted { user_id, version: version()? },
            _ => return Err(corrupt("authority_changes.kind")),
        };
        let id = parsed("authority_changes.id", &row.id)?;
        Ok(Self { id, created_at: time("authority_changes.created_at", row.created_at)?, kind })
    }
}

#[async_trait]
impl AuthorityChanges for SqliteUnitOfWork {
    async fn add(&mut self, change: &AuthorityChange) -> Result<(), StoreError> {
        let (id, created_at) = (change.id.to_string(), millis(change.created_at));
        let (kind, user_id, session_id, expires_at, version) = match &change.kind {
            AuthorityChangeKind::SessionEnded { session_id, user_id, expires_at } => {
                (SESSION_ENDED, user_id, Some(session_id.as_str()), Some(millis(*expires_at)), None)
            }
            AuthorityChangeKind::UserChanged { user_id, version } => {
                (USER_CHANGED, user_id, None, None, Some(*version))
            }
            AuthorityChangeKind::UserDeleted { user_id, version } => {
                (USER_DELETED, user_id, None, None, Some(*version))
            }
        };
        let user_id = user_id.to_string();
        let version = version.map(|version| integer("authority_changes.version", version)).transpose()?;
        let query = sqlx::query!(
            "INSERT INTO authority_changes (id, created_at, kind, user_id, session_id, expires_at, version, applied_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL)",
            id,
            created_at,
            kind,
            user_id,
            session_id,
            expires_at,
            version
        );
        exactly_one(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn pending(&mut self, limit: u32) -> Result<Vec<AuthorityChange>, StoreError> {
        let query = sqlx::query_as!(
            ChangeRow,
            "SELECT id, created_at, kind, user_id, session_id, expires_at, version FROM authority_changes
             WHERE applied_at IS NULL ORDER BY created_at, id LIMIT ?1",
            limit
        );
        let rows = query.fetch_all(self.connection()).await.map_err(store_error)?;
        rows.into_iter().map(AuthorityChange::try_from).collect()
    }

    async fn since(&mut self, from: Timestamp) -> Result<Vec<AuthorityChange>, StoreError> {
        let from = millis(from);
        let query = sqlx::query_as!(
            ChangeRow,
            "SELECT id, created_at, kind, user_id, session_id, expires_at, version FROM authority_changes
             WHERE created_at >= ?1 ORDER BY created_at, id",
            from
        );
        let rows = query.fetch_all(self.connection()).await.map_err(store_error)?;
        rows.into_iter().map(AuthorityChange::try_from).collect()
    }

    async fn mark_applied(&mut self, change: &ChangeId, at: Timestamp) -> Result<(), StoreError> {
        let (id, at) = (change.to_string(), millis(at));
        let query =
            sqlx::query!("UPDATE authority_changes SET applied_at = ?2 WHERE id = ?1 AND applied_at IS NULL", id, at);
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?).map(drop)
    }

    async fn forget_before(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let before = millis(before);
        let query =
            sqlx::query!("DELETE FROM authority_changes WHERE applied_at IS NOT NULL AND created_at < ?1", before);
        Ok(query.execute(self.connection()).await.map_err(store_error)?.rows_affected())
    }
}
