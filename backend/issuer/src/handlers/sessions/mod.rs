//! Sessions: refresh, sign-out, lists and ends.

pub mod end_all_of_user;
pub mod end_others;
pub mod end_own;
pub mod list_of_user;
pub mod list_own;
pub mod logout;
pub mod refresh;

use serde::Serialize;
use shared::{
    domain::{clock::Timestamp, ids::SessionId, sessions::Session},
    middleware::problem::Problem,
};
use utoipa::ToSchema;

use crate::services::sessions::EndError;

/// A live session, as its owner or an admin sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
pub struct SessionBody {
    #[schema(example = "Zm9vYmFyYmF6cXV4MTIzNDU2")]
    sid: String,
    /// Whether the request came from this session.
    #[schema(example = true)]
    current: bool,
    #[schema(value_type = String, format = DateTime, example = "2026-01-01T00:00:00Z")]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime, example = "2026-01-01T08:15:00Z")]
    last_seen_at: Timestamp,
    #[schema(example = "203.0.113.7")]
    ip: String,
    #[schema(example = "Mozilla/5.0 (X11; Linux x86_64)")]
    user_agent: String,
    #[schema(example = "bff")]
    client_id: String,
    /// How the user proved who he is (RFC 8176).
    #[schema(example = json!(["pwd"]))]
    amr: Vec<String>,
}

/// Live sessions, the latest used first.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionList {
    items: Vec<SessionBody>,
}

impl SessionList {
    fn of(sessions: Vec<Session>, current: &SessionId) -> Self {
        Self { items: sessions.into_iter().map(|session| SessionBody::of(session, current)).collect() }
    }
}

impl SessionBody {
    fn of(session: Session, current: &SessionId) -> Self {
        Self {
            current: session.id == *current,
            sid: session.id.to_string(),
            created_at: session.created_at,
            last_seen_at: session.last_seen.at,
            ip: session.last_seen.ip.to_string(),
            user_agent: session.last_seen.user_agent,
            client_id: session.client_id.to_string(),
            amr: session.amr,
        }
    }
}

impl From<EndError> for Problem {
    fn from(error: EndError) -> Self {
        match error {
            EndError::NotFound => Self::not_found(),
            EndError::CallerGone => Self::invalid_token(),
            EndError::NoLongerAdmin => Self::insufficient_role(),
            EndError::Store(error) => error.into(),
        }
    }
}
