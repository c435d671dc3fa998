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
    MariaDbUnitOfWork,
    outcome::{exactly_one, in_time},
    sessions::select_sessions,
};

/// `SELECT` of live sessions that came from a provider. Only the conditions that are asked for stand in it, so that each
/// can use its index.
macro_rules! select_live {
    ($condition:literal, $($argument:expr),*) => {
        select_sessions!(
            "WHERE ended_at IS NULL AND expires_at > ?
               AND id IN (SELECT session_id FROM upstream_sessions WHERE provider_id = ?" + $condition + ")
             ORDER BY id",
            $($argument),*
        )
    };
}

#[async_trait]
impl UpstreamSessionRepository for MariaDbUnitOfWork {
    async fn insert(&mut self, session: &UpstreamSession) -> Result<(), StoreError> {
        let (session_id, provider) = (session.session_id.as_str(), session.provider_id.to_string());
        let subject = session.subject.as_str();
        let query = sqlx::query!(
            "INSERT INTO upstream_sessions (session_id, provider_id, subject, sid) VALUES (?, ?, ?, ?)",
            session_id,
            provider,
            subject,
            session.sid
        );
        let result = in_time(query.execute(self.connection()?)).await;
        exactly_one(&self.settle(result)?)
    }

    async fn live(
        &mut self,
        provider: &ProviderId,
        sid: Option<&str>,
        subject: Option<&Subject>,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        let (now, provider, connection) = (millis(now), provider.to_string(), self.connection()?);
        let rows = match (sid, subject.map(Subject::as_str)) {
            (Some(sid), Some(subject)) => {
                let query = select_live!(" AND subject = ? AND (sid = ? OR sid IS NULL)", now, provider, subject, sid);
                in_time(query.fetch_all(connection)).await
            }
            (Some(sid), None) => in_time(select_live!(" AND sid = ?", now, provider, sid).fetch_all(connection)).await,
            (None, Some(subject)) => {
                in_time(select_live!(" AND subject = ?", now, provider, subject).fetch_all(connection)).await
            }
            (None, None) => in_time(select_live!("", now, provider).fetch_all(connection)).await,
        };
        self.settle(rows)?.into_iter().map(Session::try_from).collect()
    }
}
