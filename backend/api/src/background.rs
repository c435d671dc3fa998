//! What runs beside the handlers.

use std::{sync::Arc, time::Duration};

use shared::{domain::tokens::KeyRing, logging::Chain};
use tokio::time::{MissedTickBehavior, interval};

use crate::services::system_monitor::{SAMPLE_INTERVAL, SystemMonitor};

/// Takes a sample every [`SAMPLE_INTERVAL`] for as long as the future is polled. Spawn it once, abort it to stop.
pub async fn sample_system(monitor: Arc<SystemMonitor>) {
    let mut ticks = interval(SAMPLE_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick is due at once, and the monitor has taken its first sample itself.
    ticks.tick().await;
    loop {
        ticks.tick().await;
        monitor.sample();
    }
}

/// Reads the public keys now and every `period` (`KEY_RELOAD`), for as long as the future is polled.
pub async fn reload_keys(keys: Arc<KeyRing>, period: Duration) {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = keys.reload().await {
            tracing::warn!(event = "keys.reload_failed", error = %Chain(&error));
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::{adapters::system_clock::SystemClock, domain::requests::RequestCounter};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_sample_is_taken_every_interval_and_none_after_the_task_is_stopped() {
        let counter = Arc::new(RequestCounter::default());
        let monitor = Arc::new(SystemMonitor::new(Arc::new(SystemClock::new()), counter, "1.2.3").unwrap());
        let task = tokio::spawn(sample_system(monitor.clone()));

        tokio::time::sleep(SAMPLE_INTERVAL * 3 + SAMPLE_INTERVAL / 2).await;
        assert_eq!(monitor.snapshot().history.len(), 4);

        task.abort();
        tokio::time::sleep(SAMPLE_INTERVAL * 3).await;
        assert_eq!(monitor.snapshot().history.len(), 4);
    }
}
