//! A row of `authority_changes`.

use crate::{
    adapters::columns::{corrupt, integer, millis, number, parsed, time},
    domain::{
        sessions::{AuthorityChange, AuthorityChangeKind},
        store::StoreError,
    },
};

const SESSION_ENDED: &str = "session_ended";
const USER_CHANGED: &str = "user_changed";
const USER_DELETED: &str = "user_deleted";

/// The columns that are read; beside them stands when the change was applied.
#[expect(missing_debug_implementations, reason = "a row holds secrets and personal data in the clear")]
pub struct ChangeRow {
    pub id: String,
    pub created_at: i64,
    pub kind: String,
    pub user_id: String,
    pub session_id: Option<String>,
    pub expires_at: Option<i64>,
    pub version: Option<i64>,
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

impl ChangeRow {
    /// A change as it is stored.
    pub fn of(change: &AuthorityChange) -> Result<Self, StoreError> {
        let (kind, user_id, session, version) = match &change.kind {
            AuthorityChangeKind::SessionEnded { session_id, user_id, expires_at } => {
                (SESSION_ENDED, user_id, Some((session_id, expires_at)), None)
            }
            AuthorityChangeKind::UserChanged { user_id, version } => (USER_CHANGED, user_id, None, Some(*version)),
            AuthorityChangeKind::UserDeleted { user_id, version } => (USER_DELETED, user_id, None, Some(*version)),
        };
        Ok(Self {
            id: change.id.to_string(),
            created_at: millis(change.created_at),
            kind: kind.to_owned(),
            user_id: user_id.to_string(),
            session_id: session.map(|(id, _)| id.to_string()),
            expires_at: session.map(|(_, expires_at)| millis(*expires_at)),
            version: version.map(|version| integer("authority_changes.version", version)).transpose()?,
        })
    }
}
