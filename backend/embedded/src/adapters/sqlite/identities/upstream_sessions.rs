//! The table `upstream_sessions`.

use async_trait::async_trait;
use shared::{
    adapters::{columns::millis, rows::sessions::SessionRow},
    domain::{
        clock::Timestamp,
        identities::{Subject, UpstreamSession, UpstreamSessionRepository},
        ids::ProviderId,
        sessions::Session,
        store::StoreError,
    },
};

use super::super::{
    SqliteUnitOfWork,
    outcome::{exactly_one, store_error},
    sessions::select_sessions,
};

/// `SELECT` of live sessions that came from a provider. Only the conditions that are asked for stand in it, so that each
/// can use its index.
macro_rules! select_live {
    ($condition:literal, $($argument:expr),*) => {
        select_sessions!(
            "WHERE ended_at IS NULL AND expires_at > ?1
               AND id IN (SELECT session_id FROM upstream_sessions WHERE provider_id = ?2" + $condition + ")
             ORDER BY id",
            $($argument),*
        )
    };
}

#[async_trait]
impl UpstreamSessionRepository for SqliteUnitOfWork {
    async fn insert(&mut self, session: &UpstreamSession) -> Result<(), StoreError> {
        let (session_id, provider) = (session.session_id.as_str(), session.provider_id.to_string());
        let subject = session.subject.as_str();
        let query = sqlx::query!(
            "INSERT INTO upstream_sessions (session_id, provider_id, subject, sid) VALUES (?1, ?2, ?3, ?4)",
            session_id,
            provider,
            subject,
            session.sid
        );
        exactly_one(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn live(
        &mut self,
        provider: &ProviderId,
        sid: Option<&str>,
        subject: Option<&Subject>,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        let (now, provider) = (millis(now), provider.to_string());
        let rows = match (sid, subject.map(Subject::as_str)) {
            (Some(sid), Some(subject)) => {
                let query =
                    select_live!(" AND subject = ?4 AND (sid = ?3 OR sid IS NULL)", now, provider, sid, subject);
                query.fetch_all(self.connection()).await
            }
            (Some(sid), None) => select_live!(" AND sid = ?3", now, provider, sid).fetch_all(self.connection()).await,
            (None, Some(subject)) => {
                select_live!(" AND subject = ?3", now, provider, subject).fetch_all(self.connection()).await
            }
            (None, None) => select_live!("", now, provider).fetch_all(self.connection()).await,
        };
        rows.map_err(store_error)?.into_iter().map(Session::try_from).collect()
    }
}
