//! `GET /api/dashboard`.

use axum::{Json, extract::State};
use serde::Serialize;
use shared::middleware::role_middleware::Caller;
use utoipa::ToSchema;

use super::figures::{Host, Process, Requests, Sample};
use crate::{services::system_monitor::Snapshot, state::ApiState};

/// Host, process and requests at the last sample, which is at most a few seconds old.
#[derive(Debug, Serialize, ToSchema)]
pub struct DashboardResponse {
    /// The machine.
    host: Host,
    /// The process that answers.
    process: Process,
    /// What it has answered.
    requests: Requests,
    /// Points of a plot, oldest first, one every five seconds, at most 120. The last one is the sample shown above.
    #[schema(max_items = 120)]
    history: Vec<Sample>,
}

impl From<&Snapshot> for DashboardResponse {
    fn from(snapshot: &Snapshot) -> Self {
        Self {
            host: snapshot.host.into(),
            process: snapshot.process.into(),
            requests: snapshot.requests.into(),
            history: snapshot.history.iter().copied().map(Sample::from).collect(),
        }
    }
}

/// Shows what the dashboard shows: figures of host and process with a short history.
#[utoipa::path(
    get,
    path = "/api/dashboard",
    operation_id = "show_dashboard",
    tag = "dashboard",
    responses((status = 200, description = "The figures of the last sample.", body = DashboardResponse)),
)]
pub async fn show(State(state): State<ApiState>, _caller: Caller) -> Json<DashboardResponse> {
    Json(DashboardResponse::from(&*state.monitor.snapshot()))
}
