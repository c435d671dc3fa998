//! Waiting for a condition.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// Waits until something holds.
///
/// # Panics
/// When it doesn't hold within `limit`.
pub(crate) async fn wait_for(limit: Duration, what: &str, holds: impl AsyncFn() -> bool) {
    let began = Instant::now();
    while !holds().await {
        assert!(began.elapsed() < limit, "not within {limit:?}: {what}");
        sleep(Duration::from_millis(10)).await;
    }
}
