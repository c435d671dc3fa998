//! What the handlers share.

use std::sync::Arc;

use crate::services::system_monitor::SystemMonitor;

/// The services of this server. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ApiState {
    /// Figures of host and process.
    pub monitor: Arc<SystemMonitor>,
}
