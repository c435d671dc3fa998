//! The process itself.

use std::sync::Arc;

use super::Show;
use crate::domain::clock::Timestamp;

/// Which version runs, and since when.
pub(super) fn process(name: &'static str, started: Timestamp) -> Show {
    let started = started.as_duration().as_secs_f64();
    Arc::new(move |page| {
        let build = [([("process", name), ("version", env!("CARGO_PKG_VERSION"))], 1)];
        page.sizes("paseport_build_info", "Always 1; the labels say what runs.", build)?;
        page.gauge("process_start_time_seconds", "When the process started, in Unix time.", started)
    })
}
