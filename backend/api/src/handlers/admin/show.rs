//! `GET /api/admin`.

use axum::{Json, extract::State};
use serde::Serialize;
use shared::middleware::{health::DependencyBody, role_middleware::Caller};
use utoipa::ToSchema;

use crate::{handlers::dashboard::show::DashboardResponse, services::system_monitor::OperatorFigures, state::ApiState};

/// What the dashboard shows, and what only an operator may see.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdminResponse {
    #[serde(flatten)]
    dashboard: DashboardResponse,
    /// What only an operator may see.
    operator: Operator,
    /// What the answering process stands on.
    dependencies: Vec<DependencyBody>,
}

/// What an attacker would like to know: where the process runs and what it is made of.
#[derive(Debug, Serialize, ToSchema)]
pub struct Operator {
    /// Name of the host; null where the operating system doesn't tell, as with the other fields that can be null.
    #[schema(required, example = "auth-1")]
    host_name: Option<String>,
    /// Operating system with its version.
    #[schema(required, example = "Linux (Debian GNU/Linux 12)")]
    os_version: Option<String>,
    /// Version of the kernel.
    #[schema(required, example = "6.1.0-28-amd64")]
    kernel_version: Option<String>,
    /// Id of the process.
    #[schema(example = 4711)]
    process_id: u32,
    /// Version of Paseport.
    #[schema(example = "0.1.0")]
    product_version: String,
    /// How it was built.
    #[schema(value_type = String, example = "release")]
    build_profile: &'static str,
    /// Open file descriptors of the process.
    #[schema(required, example = 24)]
    open_files: Option<usize>,
    /// How many it may open.
    #[schema(required, example = 1024)]
    open_files_limit: Option<usize>,
}

impl From<OperatorFigures> for Operator {
    fn from(figures: OperatorFigures) -> Self {
        let OperatorFigures {
            host_name,
            os_version,
            kernel_version,
            process_id,
            product_version,
            build_profile,
            open_files,
            open_files_limit,
        } = figures;
        Self {
            host_name,
            os_version,
            kernel_version,
            process_id,
            product_version,
            build_profile,
            open_files,
            open_files_limit,
        }
    }
}

/// Shows the dashboard's figures with host name, versions and descriptors.
#[utoipa::path(
    get,
    path = "/api/admin",
    operation_id = "show_admin",
    tag = "admin",
    responses((status = 200, description = "The figures of the last sample, and what only an operator may see.", body = AdminResponse)),
)]
pub async fn show(State(state): State<ApiState>, _caller: Caller) -> Json<AdminResponse> {
    Json(AdminResponse {
        dashboard: DashboardResponse::from(&*state.monitor.snapshot()),
        operator: state.monitor.operator_figures().into(),
        dependencies: state.dependencies.look().await.bodies(),
    })
}

#[cfg(test)]
mod tests;
