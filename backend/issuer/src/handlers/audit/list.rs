//! `GET /audit/v1`

use axum::{Json, extract::State};
use serde::Serialize;
use serde_json::Value;
use shared::{
    domain::{
        audit::{AuditFilter, AuditRecord},
        clock::Timestamp,
    },
    middleware::{
        input::{Fields, FromFields, QueryParams},
        problem::Problem,
        role_middleware::Caller,
    },
};
use utoipa::ToSchema;

use crate::{handlers::paging, state::IssuerState};

/// One page of the audit record, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditList {
    items: Vec<AuditEntryBody>,
    /// What `cursor` must be for the next page; `null` on the last one.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Who did what to whom, why, and from where.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub struct AuditEntryBody {
    #[schema(example = "0190a3c2-7f00-7000-8000-000000000009")]
    id: String,
    #[schema(value_type = String, format = DateTime, example = "2026-01-01T00:00:00Z")]
    at: Timestamp,
    #[schema(value_type = ActorKind, example = "user")]
    actor_kind: String,
    /// The user who did it.
    #[schema(required, example = "0190a3c2-7f00-7000-8000-000000000001")]
    actor: Option<String>,
    /// The user it was done to.
    #[schema(required, example = "0190a3c2-7f00-7000-8000-000000000002")]
    target: Option<String>,
    #[schema(example = "session.ended")]
    kind: String,
    #[schema(required, example = "user_barred")]
    reason: Option<String>,
    #[schema(required, example = "Gk3T1cRr7wq0nJmXb2Zp9A")]
    request_id: Option<String>,
    /// The session it was done from.
    #[schema(required, example = "Zm9vYmFyYmF6cXV4MTIzNDU2")]
    session: Option<String>,
    #[schema(required, example = "203.0.113.7")]
    ip: Option<String>,
    /// What only this kind has, such as the state before and after. Never a secret.
    #[schema(value_type = Object)]
    details: Value,
}

/// Who acted: somebody signed in, somebody unknown, or the service itself.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only the document names it: what was recorded is answered as it was recorded")]
enum ActorKind {
    User,
    Anonymous,
    System,
}

impl From<AuditRecord> for AuditEntryBody {
    fn from(record: AuditRecord) -> Self {
        Self {
            id: record.id.to_string(),
            at: record.at,
            actor_kind: record.actor_kind,
            actor: record.actor.map(|id| id.to_string()),
            target: record.target.map(|id| id.to_string()),
            kind: record.kind,
            reason: record.reason,
            request_id: record.request_id,
            session: record.session_id,
            ip: record.ip,
            details: record.details,
        }
    }
}

/// Which entries are wanted.
#[derive(Debug)]
pub struct ListAudit(AuditFilter);

impl FromFields for ListAudit {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let user = |text: &str| text.parse().map_err(|_| "must be the id of a user");
        let time = |text: &str| text.parse::<Timestamp>().map_err(|_| "must be a time in RFC 3339");
        let actor = fields.optional("actor", user);
        let target = fields.optional("target", user);
        let kind = fields.optional("kind", |text| match text.len() {
            1..=64 => Ok(text.to_owned()),
            _ => Err("must have 1 to 64 characters"),
        });
        let from = fields.optional("from", time);
        let to = fields.optional("to", time);
        let limit = paging::limit(fields);
        let after = paging::cursor(fields);
        Some(Self(AuditFilter {
            actor: actor?,
            target: target?,
            kind: kind?,
            from: from?,
            to: to?,
            after: after?,
            limit: limit?,
        }))
    }
}

/// Reads the audit record.
#[utoipa::path(
    get,
    path = "/audit/v1",
    operation_id = "list_audit",
    tag = "audit",
    params(
        ("actor" = Option<String>, Query, description = "The user who did it."),
        ("target" = Option<String>, Query, description = "The user it was done to."),
        ("kind" = Option<String>, Query, description = "The kind of entry.", example = "sign_in.failed"),
        ("from" = Option<String>, Query, description = "From this time on (RFC 3339).", example = "2026-01-01T00:00:00Z"),
        ("to" = Option<String>, Query, description = "Before this time (RFC 3339).", example = "2026-02-01T00:00:00Z"),
        ("limit" = Option<u32>, Query, description = "1 to 100; 50 if left out.", example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses((status = 200, description = "A page of the record.", body = AuditList)),
)]
pub async fn list(
    State(state): State<IssuerState>,
    _caller: Caller,
    QueryParams(ListAudit(filter)): QueryParams<ListAudit>,
) -> Result<Json<AuditList>, Problem> {
    let page = state.audit.list(filter).await?;
    let next_cursor = page.next.map(|id| id.to_string());
    Ok(Json(AuditList { items: page.items.into_iter().map(AuditEntryBody::from).collect(), next_cursor }))
}
