//! What the handlers share.

use std::sync::Arc;

use axum::extract::FromRef;
use shared::middleware::{health::Dependencies, role_middleware::HotCheck};

use crate::services::system_monitor::SystemMonitor;

/// The services of this server. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ApiState {
    /// Figures of host and process.
    pub monitor: Arc<SystemMonitor>,
    /// Lets callers in.
    pub hot_check: Arc<HotCheck>,
    /// What this server stands on.
    pub dependencies: Dependencies,
}

impl FromRef<ApiState> for Arc<HotCheck> {
    fn from_ref(state: &ApiState) -> Self {
        state.hot_check.clone()
    }
}
