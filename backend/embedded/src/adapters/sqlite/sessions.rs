//! The table `sessions`.

use async_trait::async_trait;
use shared::{
    adapters::{
        columns::{integer, millis, number, parsed},
        rows::sessions::SessionRow,
    },
    domain::{
        clock::Timestamp,
        ids::{SessionId, UserId},
        peppers::PepperId,
        sessions::{Checkpoint, Ended, Seen, Session, SessionRepository},
        store::StoreError,
    },
};

use super::{
    SqliteUnitOfWork,
    outcome::{exactly_one, one_or_none, store_error},
};

/// `SELECT` of whole sessions, with the rest of the statement.
macro_rules! select_sessions {
    ($rest:literal $(+ $more:literal)*, $($argument:expr),*) => {
        sqlx::query_as!(
            SessionRow,
            "SELECT id, user_id, parent_id, client_id, scope, auth_time, amr, salt, pepper_id, created_at, expires_at,
                    generation, rotated_at, started_at, started_ip, started_user_agent, last_seen_at, last_seen_ip,
                    last_seen_user_agent, ended_at, end_reason
             FROM sessions " + $rest $(+ $more)*,
            $($argument),*
        )
    };
}

pub(super) use select_sessions;

#[async_trait]
impl SessionRepository for SqliteUnitOfWork {
    async fn insert(&mut self, session: &Session) -> Result<(), StoreError> {
        let row = SessionRow::of(session)?;
        let query = sqlx::query!(
            "INSERT INTO sessions (id, user_id, parent_id, client_id, scope, auth_time, amr, salt, pepper_id,
                                   created_at, expires_at, generation, rotated_at, started_at, started_ip,
                                   started_user_agent, last_seen_at, last_seen_ip, last_seen_user_agent, ended_at,
                                   end_reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
            row.id,
            row.user_id,
            row.parent_id,
            row.client_id,
            row.scope,
            row.auth_time,
            row.amr,
            row.salt,
            row.pepper_id,
            row.created_at,
            row.expires_at,
            row.generation,
            row.rotated_at,
            row.started_at,
            row.started_ip,
            row.started_user_agent,
            row.last_seen_at,
            row.last_seen_ip,
            row.last_seen_user_agent,
            row.ended_at,
            row.end_reason
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

    async fn count_live(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        let now = millis(now);
        let query =
            sqlx::query_scalar!("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL AND expires_at > ?1", now);
        number("COUNT(*)", query.fetch_one(self.connection()).await.map_err(store_error)?)
    }

    async fn count_live_by_pepper(&mut self, now: Timestamp) -> Result<Vec<(PepperId, u64)>, StoreError> {
        let now = millis(now);
        let query = sqlx::query!(
            r#"SELECT pepper_id, COUNT(*) AS "count!: i64" FROM sessions
             WHERE ended_at IS NULL AND expires_at > ?1 GROUP BY pepper_id"#,
            now
        );
        let rows = query.fetch_all(self.connection()).await.map_err(store_error)?.into_iter();
        rows.map(|row| Ok((parsed("sessions.pepper_id", &row.pepper_id)?, number("COUNT(*)", row.count)?))).collect()
    }

    async fn end(&mut self, id: &SessionId, ended: &Ended) -> Result<bool, StoreError> {
        let (id, at, reason) = (id.as_str(), millis(ended.at), ended.reason.as_str());
        // A reuse that the step has found has no reason yet: it is recorded by this.
        let query = sqlx::query!(
            "UPDATE sessions SET ended_at = COALESCE(ended_at, ?2), end_reason = ?3
             WHERE id = ?1 AND end_reason IS NULL",
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
