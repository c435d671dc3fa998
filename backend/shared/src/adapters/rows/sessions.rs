//! A row of `sessions`.

use crate::{
    adapters::columns::{corrupt, integer, millis, number, optional_parsed, optional_time, parsed, time},
    domain::{
        ids::SessionId,
        sessions::{Checkpoint, EndReason, Ended, Generation, Salt, Seen, Session},
        store::StoreError,
    },
};

/// All columns.
#[expect(missing_debug_implementations, reason = "a row holds secrets and personal data in the clear")]
pub struct SessionRow {
    pub id: String,
    pub user_id: String,
    pub parent_id: Option<String>,
    pub client_id: String,
    pub scope: String,
    pub auth_time: i64,
    pub amr: String,
    pub salt: Vec<u8>,
    pub pepper_id: String,
    pub created_at: i64,
    pub expires_at: i64,
    pub generation: i64,
    pub rotated_at: Option<i64>,
    pub started_at: i64,
    pub started_ip: String,
    pub started_user_agent: String,
    pub last_seen_at: i64,
    pub last_seen_ip: String,
    pub last_seen_user_agent: String,
    pub ended_at: Option<i64>,
    pub end_reason: Option<String>,
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;

    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("sessions.id", &row.id)?,
            user_id: parsed("sessions.user_id", &row.user_id)?,
            parent: optional_parsed("sessions.parent_id", row.parent_id.as_deref())?,
            client_id: parsed("sessions.client_id", &row.client_id)?,
            scope: parsed("sessions.scope", &row.scope)?,
            auth_time: time("sessions.auth_time", row.auth_time)?,
            amr: words(&row.amr),
            salt: salt(row.salt)?,
            pepper_id: parsed("sessions.pepper_id", &row.pepper_id)?,
            created_at: time("sessions.created_at", row.created_at)?,
            expires_at: time("sessions.expires_at", row.expires_at)?,
            checkpoint: Checkpoint {
                generation: generation(row.generation)?,
                rotated_at: optional_time("sessions.rotated_at", row.rotated_at)?,
            },
            started: Seen {
                at: time("sessions.started_at", row.started_at)?,
                ip: parsed("sessions.started_ip", &row.started_ip)?,
                user_agent: row.started_user_agent,
            },
            last_seen: Seen {
                at: time("sessions.last_seen_at", row.last_seen_at)?,
                ip: parsed("sessions.last_seen_ip", &row.last_seen_ip)?,
                user_agent: row.last_seen_user_agent,
            },
            ended: ended(row.ended_at, row.end_reason.as_deref())?,
        })
    }
}

impl SessionRow {
    /// A session as it is stored.
    pub fn of(session: &Session) -> Result<Self, StoreError> {
        Ok(Self {
            id: session.id.to_string(),
            user_id: session.user_id.to_string(),
            parent_id: session.parent.as_ref().map(SessionId::to_string),
            client_id: session.client_id.as_str().to_owned(),
            scope: session.scope.as_str().to_owned(),
            auth_time: millis(session.auth_time),
            amr: session.amr.join(" "),
            salt: session.salt.as_bytes().to_vec(),
            pepper_id: session.pepper_id.to_string(),
            created_at: millis(session.created_at),
            expires_at: millis(session.expires_at),
            generation: integer("sessions.generation", session.checkpoint.generation.number())?,
            rotated_at: session.checkpoint.rotated_at.map(millis),
            started_at: millis(session.started.at),
            started_ip: session.started.ip.to_string(),
            started_user_agent: session.started.user_agent.clone(),
            last_seen_at: millis(session.last_seen.at),
            last_seen_ip: session.last_seen.ip.to_string(),
            last_seen_user_agent: session.last_seen.user_agent.clone(),
            ended_at: session.ended.map(|ended| millis(ended.at)),
            end_reason: session.ended.map(|ended| ended.reason.as_str().to_owned()),
        })
    }
}

/// A list of words as it is stored.
pub fn words(text: &str) -> Vec<String> {
    text.split_ascii_whitespace().map(str::to_owned).collect()
}

/// A stored salt.
pub fn salt(bytes: Vec<u8>) -> Result<Salt, StoreError> {
    bytes.try_into().map(Salt::from_bytes).map_err(|_| corrupt("sessions.salt"))
}

/// A stored generation.
pub fn generation(integer: i64) -> Result<Generation, StoreError> {
    number("sessions.generation", integer).map(Generation::new)
}

/// Without a reason it is a reuse that was found and not recorded yet, where the record is the fast store too.
fn ended(at: Option<i64>, reason: Option<&str>) -> Result<Option<Ended>, StoreError> {
    match (at, reason) {
        (Some(at), reason) => {
            let reason = optional_parsed("sessions.end_reason", reason)?.unwrap_or(EndReason::Reuse);
            Ok(Some(Ended { at: time("sessions.ended_at", at)?, reason }))
        }
        (None, None) => Ok(None),
        _ => Err(corrupt("sessions.end_reason")),
    }
}
