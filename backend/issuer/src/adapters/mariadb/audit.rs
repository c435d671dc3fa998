//! The table `audit_entries`.

use async_trait::async_trait;
use shared::{
    adapters::columns::{corrupt, millis, number, optional_parsed, parsed, time},
    domain::{
        audit::{Actor, AuditEntry, AuditFilter, AuditRecord, AuditRepository},
        clock::Timestamp,
        ids::{AuditId, SessionId},
        store::StoreError,
    },
};
use sqlx::{MySql, QueryBuilder};

use super::{
    MariaDbUnitOfWork,
    outcome::{exactly_one, in_time},
};

/// A row as it is read.
#[derive(sqlx::FromRow)]
struct AuditRow {
    id: String,
    at: i64,
    actor_kind: String,
    actor_id: Option<String>,
    session_id: Option<String>,
    target_id: Option<String>,
    kind: String,
    reason: Option<String>,
    request_id: Option<String>,
    ip: Option<String>,
    details: String,
}

impl TryFrom<AuditRow> for AuditRecord {
    type Error = StoreError;

    fn try_from(row: AuditRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("audit_entries.id", &row.id)?,
            at: time("audit_entries.at", row.at)?,
            actor_kind: row.actor_kind,
            actor: optional_parsed("audit_entries.actor_id", row.actor_id.as_deref())?,
            target: optional_parsed("audit_entries.target_id", row.target_id.as_deref())?,
            kind: row.kind,
            reason: row.reason,
            request_id: row.request_id,
            session_id: row.session_id,
            ip: row.ip,
            details: serde_json::from_str(&row.details).map_err(|_| corrupt("audit_entries.details"))?,
        })
    }
}

#[async_trait]
impl AuditRepository for MariaDbUnitOfWork {
    async fn add(&mut self, entry: &AuditEntry) -> Result<(), StoreError> {
        let (id, at) = (entry.id.to_string(), millis(entry.at));
        let (actor_kind, actor_id, session_id) = match &entry.actor {
            Actor::User { id, session_id } => ("user", Some(id.to_string()), session_id.as_ref()),
            Actor::Anonymous => ("anonymous", None, None),
            Actor::System => ("system", None, None),
        };
        let session_id = session_id.map(SessionId::as_str);
        let target_id = entry.target.map(|id| id.to_string());
        let (kind, reason, details) = (entry.event.kind(), entry.event.reason(), entry.event.details().to_string());
        let request_id = entry.origin.as_ref().map(|origin| &*origin.request_id);
        let ip = entry.origin.as_ref().map(|origin| origin.ip.to_string());
        let user_agent = entry.origin.as_ref().map(|origin| origin.user_agent.as_str());
        let query = sqlx::query!(
            "INSERT INTO audit_entries (id, at, actor_kind, actor_id, session_id, target_id, kind, reason, request_id,
                                        ip, user_agent, details)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            id,
            at,
            actor_kind,
            actor_id,
            session_id,
            target_id,
            kind,
            reason,
            request_id,
            ip,
            user_agent,
            details
        );
        let result = in_time(query.execute(self.connection()?)).await;
        exactly_one(&self.settle(result)?)
    }

    async fn count_since(&mut self, kind: &str, moment: Timestamp) -> Result<u64, StoreError> {
        // Identifiers sort by time, so one index tells kind and time.
        let first = AuditId::first_of(moment).to_string();
        let query = sqlx::query_scalar!("SELECT COUNT(*) FROM audit_entries WHERE kind = ? AND id >= ?", kind, first);
        let count = in_time(query.fetch_one(self.connection()?)).await;
        number("COUNT(*)", self.settle(count)?)
    }

    async fn list(&mut self, filter: &AuditFilter) -> Result<Vec<AuditRecord>, StoreError> {
        let mut query = selection(filter);
        let rows = in_time(query.build_query_as::<AuditRow>().fetch_all(self.connection()?)).await;
        self.settle(rows)?.into_iter().map(AuditRecord::try_from).collect()
    }
}

/// The statement for a filter. Only the conditions that are asked for stand in it, so that each can use its index.
fn selection(filter: &AuditFilter) -> QueryBuilder<MySql> {
    let mut query = QueryBuilder::new(
        "SELECT id, at, actor_kind, actor_id, session_id, target_id, kind, reason, request_id, ip, details
         FROM audit_entries WHERE TRUE",
    );
    if let Some(actor) = filter.actor {
        query.push(" AND actor_id = ").push_bind(actor.to_string());
    }
    if let Some(target) = filter.target {
        query.push(" AND target_id = ").push_bind(target.to_string());
    }
    if let Some(kind) = &filter.kind {
        query.push(" AND kind = ").push_bind(kind.clone());
    }
    if let Some(from) = filter.from {
        query.push(" AND at >= ").push_bind(millis(from));
    }
    if let Some(to) = filter.to {
        query.push(" AND at < ").push_bind(millis(to));
    }
    if let Some(after) = filter.after {
        query.push(" AND id < ").push_bind(after.to_string());
    }
    query.push(" ORDER BY id DESC LIMIT ").push_bind(filter.limit);
    query
}
