//! Connections to databases.

use std::sync::Arc;

use super::Show;

/// How many connections a pool has, and what they do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Connections {
    pub most: usize,
    pub idle: usize,
    pub in_use: usize,
    /// Who waits for one; `None` where the pool doesn't tell.
    pub waiting: Option<usize>,
}

/// The connections of all pools of a process, each with its name.
pub fn connections(read: impl Fn() -> Vec<(&'static str, Connections)> + Send + Sync + 'static) -> Show {
    Arc::new(move |page| {
        let pools = read();
        let states = pools.iter().flat_map(|(pool, now)| {
            let labels = |state| [("pool", *pool), ("state", state)];
            [(labels("idle"), now.idle), (labels("in_use"), now.in_use)]
        });
        page.sizes("paseport_database_connections", "Open connections, by pool and state.", states)?;
        let most = pools.iter().map(|(pool, now)| ([("pool", *pool)], now.most));
        page.sizes("paseport_database_connections_max", "The most connections that a pool opens.", most)?;
        let told = pools.iter().filter_map(|(pool, now)| Some(([("pool", *pool)], now.waiting?)));
        page.sizes("paseport_database_connections_waiting", "Callers that wait for a connection.", told)
    })
}
