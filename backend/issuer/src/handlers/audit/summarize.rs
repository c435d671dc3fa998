//! `GET /audit/v1/summary`

use axum::{Json, extract::State};
use serde::Serialize;
use shared::{
    domain::users::UserCounts,
    middleware::{health::DependencyBody, problem::Problem, role_middleware::Caller},
};
use utoipa::ToSchema;

use crate::{
    services::audit::{Counts, SignIns},
    state::IssuerState,
};

/// Who is there, who came, and what the issuer stands on.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditSummary {
    /// What the record counts; `null` while the record is away.
    #[schema(required)]
    counts: Option<CountsBody>,
    /// What the issuer that answers stands on.
    dependencies: Vec<DependencyBody>,
}

/// Users, sessions and sign-ins of one moment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordCounts)]
pub struct CountsBody {
    users: UserCountsBody,
    sessions: SessionCounts,
    sign_ins: SignInCounts,
}

/// Users by status.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UserCounts)]
pub struct UserCountsBody {
    #[schema(example = 118)]
    active: u64,
    #[schema(example = 2)]
    locked: u64,
    #[schema(example = 5)]
    disabled: u64,
}

/// Sessions of all users.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionCounts {
    /// Neither ended nor past their end.
    #[schema(example = 64)]
    live: u64,
}

/// Sign-ins until now.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignInCounts {
    last_hour: SignInsBody,
    last_day: SignInsBody,
}

/// Sign-ins by how they ended.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SignIns)]
pub struct SignInsBody {
    #[schema(example = 9)]
    succeeded: u64,
    /// Wrong address or password, or a barred account. Attempts that were throttled are not among them.
    #[schema(example = 1)]
    failed: u64,
}

impl From<Counts> for CountsBody {
    fn from(Counts { users, live_sessions, last_hour, last_day }: Counts) -> Self {
        let UserCounts { active, locked, disabled } = users;
        Self {
            users: UserCountsBody { active, locked, disabled },
            sessions: SessionCounts { live: live_sessions },
            sign_ins: SignInCounts { last_hour: last_hour.into(), last_day: last_day.into() },
        }
    }
}

impl From<SignIns> for SignInsBody {
    fn from(SignIns { succeeded, failed }: SignIns) -> Self {
        Self { succeeded, failed }
    }
}

/// Counts users, sessions and sign-ins, and tells how the issuer's dependencies do.
#[utoipa::path(
    get,
    path = "/audit/v1/summary",
    operation_id = "summarize_audit",
    tag = "audit",
    responses((status = 200, description = "The counts of this moment, as far as the record can be read.", body = AuditSummary)),
)]
pub async fn summarize(State(state): State<IssuerState>, _caller: Caller) -> Result<Json<AuditSummary>, Problem> {
    let counts = state.audit.counts().await?.map(CountsBody::from);
    Ok(Json(AuditSummary { counts, dependencies: state.dependencies.look().await.bodies() }))
}
