//! What the service stands on, as `/health/ready` says it.

use std::sync::Arc;

use super::Show;
use crate::{
    figures::Kind,
    middleware::health::{Dependencies, Health},
};

/// One line for each dependency and state, 1 for the state it is in.
pub(super) fn readiness(dependencies: Dependencies) -> Show {
    Arc::new(move |page| {
        let seen = dependencies.seen();
        let all = seen.iter().flat_map(|report| &report.dependencies);
        let states = all.flat_map(|(name, health)| {
            Health::ALL
                .iter()
                .map(move |(state, word)| ([("dependency", *name), ("status", *word)], usize::from(state == health)))
        });
        page.sizes("paseport_dependency_status", "1 for the state that the dependency is in, 0 for the others.", states)
    })
}
