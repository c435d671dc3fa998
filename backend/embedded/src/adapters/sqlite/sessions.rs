//! The table `sessions`.

use async_trait::async_trait;
use shared::domain::{
    clock::Timestamp,
    ids::{SessionId, UserId},
    sessions::{Checkpoint, Ended, Generation, Salt, Seen, Session, SessionRepository},
    store::StoreError,
};

use super::{
    SqliteUnitOfWork,
    columns::{corrupt, integer, millis, number, optional_parsed, optional_time, parsed, time},
    outcome::{exactly_one, one_or_none, store_error},
};

/// A row as it is read.
struct SessionRow {
    id: String,
    user_id: String,
    parent_id: Option<String>,
    client_id: String,
    scope: String,
    auth_time: i64,
    amr: String,
    salt: Vec<u8>,
    pepper_id: String,
    created_at: i64,
    expires_at: i64,
    generation: i64,
    rotated_at: Option<i64>,
    started_at: i64,
    started_ip: String,
    started_user_agent: String,
    last_seen_at: i64,
    last_seen_ip: String,
    last_seen_user_agent: String,
    ended_at: Option<i64>,
    end_reason: Option<String>,
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

/// `SELECT` of whole sessions, with the rest of the statement.
macro_rules! select_sessions {
    ($rest:literal, $($argument:expr),*) => {
        sqlx::query_as!(
            SessionRow,
            "SELECT id, user_id, parent_id, client_id, scope, auth_time, amr, salt, pepper_id, created_at, expires_at,
                    generation, rotated_at, started_at, started_ip, started_user_agent, last_seen_at, last_seen_ip,
                    last_seen_user_agent, ended_at, end_reason
             FROM sessions " + $rest,
            $($argument),*
        )
    };
}

#[async_trait]
impl SessionRepository for SqliteUnitOfWork {
    async fn insert(&mut self, session: &Session) -> Result<(), StoreError> {
        let (id, user_id) = (session.id.as_str(), session.user_id.to_string());
        let parent_id = session.parent.as_ref().map(SessionId::as_str);
        let (client_id, scope) = (session.client_id.as_str(), session.scope.as_str());
        let (auth_time, amr) = (millis(session.auth_time), session.amr.join(" "));
        let (salt, pepper_id) = (session.salt.as_bytes().as_slice(), session.pepper_id.to_string());
        let (created_at, expires_at) = (millis(session.created_at), millis(session.expires_at));
        let generation = integer("sessions.generation", session.checkpoint.generation.number())?;
        let rotated_at = session.checkpoint.rotated_at.map(millis);
        let (started_at, started_ip) = (millis(session.started.at), session.started.ip.to_string());
        let (last_seen_at, last_seen_ip) = (millis(session.last_seen.at), session.last_seen.ip.to_string());
        let ended_at = session.ended.map(|ended| millis(ended.at));
        let end_reason = session.ended.map(|ended| ended.reason.as_str());
        let query = sqlx::query!(
            "INSERT INTO sessions (id, user_id, parent_id, client_id, scope, auth_time, amr, salt, pepper_id,
                                   created_at, expires_at, generation, rotated_at, started_at, started_ip,
                                   started_user_agent, last_seen_at, last_seen_ip, last_seen_user_agent, ended_at,
                                   end_reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
            id,
            user_id,
            parent_id,
            client_id,
            scope,
            auth_time,
            amr,
            salt,
            pepper_id,
            created_at,
            expires_at,
            generation,
            rotated_at,
            started_at,
            started_ip,
            session.started.user_agent,
            last_seen_at,
            last_seen_ip,
            session.last_seen.user_agent,
            ended_at,
            end_reason
        );
        exactly_one(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn find(&mut self, id: &SessionId) -> Result<Option<Session>, StoreError> {
        let id = id.as_str();
        let row = select_sessions!("WHERE id = ?1", id).fetch_optional(self.connection()).await.map_err(store_error)?;
        row.map(Session::try_from).transpose()
    }

    async fn live_of(&mut self, user: &UserId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
        let (user, now) = (user.to_string(), millis(now));
        let query = select_sessions!(
            "WHERE user_id = ?1 AND ended_at IS NULL AND expires_at > ?2 ORDER BY last_seen_at DESC, id",
            user,
            now
        );
        let rows = query.fetch_all(self.connection()).await.map_err(store_error)?;
        rows.into_iter().map(Session::try_from).collect()
    }

    async fn end(&mut self, id: &SessionId, ended: &Ended) -> Result<bool, StoreError> {
        let (id, at, reason) = (id.as_str(), millis(ended.at), ended.reason.as_str());
        let query = sqlx::query!(
            "UPDATE sessions SET ended_at = ?2, end_reason = ?3 WHERE id = ?1 AND ended_at IS NULL",
            id,
            at,
            reason
        );
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn checkpoint(&mut self, id: &SessionId, to: &Checkpoint, seen: &Seen) -> Result<(), StoreError> {
        let id = id.as_str();
        let generation = integer("sessions.generation", to.generation.number())?;
        let rotated_at = to.rotated_at.map(millis);
        let (at, ip) = (millis(seen.at), seen.ip.to_string());
        // The time of a generation that is there already stays: a later one would make its grace longer.
        let query = sqlx::query!(
            "UPDATE sessions
             SET rotated_at = CASE WHEN generation < ?2 THEN ?3 ELSE rotated_at END, generation = ?2,
                 last_seen_at = ?4, last_seen_ip = ?5, last_seen_user_agent = ?6
             WHERE id = ?1 AND ended_at IS NULL AND generation <= ?2",
            id,
            generation,
            rotated_at,
            at,
            ip,
            seen.user_agent
        );
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?).map(drop)
    }

    async fn forget_before(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let before = millis(before);
        let query = sqlx::query!("DELETE FROM sessions WHERE expires_at < ?1", before);
        Ok(query.execute(self.connection()).await.map_err(store_error)?.rows_affected())
    }
}

/// A list of words as it is stored.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split_ascii_whitespace().map(str::to_owned).collect()
}

pub(super) fn salt(bytes: Vec<u8>) -> Result<Salt, StoreError> {
    bytes.try_into().map(Salt::from_bytes).map_err(|_| corrupt("sessions.salt"))
}

pub(super) fn generation(integer: i64) -> Result<Generation, StoreError> {
    number("sessions.generation", integer).map(Generation::new)
}

fn ended(at: Option<i64>, reason: Option<&str>) -> Result<Option<Ended>, StoreError> {
    match (at, reason) {
        (Some(at), Some(reason)) => {
            let reason = parsed("sessions.end_reason", reason)?;
            Ok(Some(Ended { at: time("sessions.ended_at", at)?, reason }))
        }
        (None, None) => Ok(None),
        _ => Err(corrupt("sessions.end_reason")),
    }
}
