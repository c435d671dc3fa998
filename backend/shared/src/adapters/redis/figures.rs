//! What is shown of Redis at `/metrics`.

use std::sync::Arc;

use super::{RedisChangeFeed, RedisMaster};
use crate::metrics::Show;

/// Whether there is a master to talk to.
pub fn connection(master: RedisMaster) -> Show {
    Arc::new(move |page| {
        let help = "1 while there is a connection to the master that the Sentinels agree on.";
        page.flag("paseport_redis_connected", help, master.epoch().is_some())
    })
}

/// Whether changes are heard of, since when, and how fast.
pub fn change_feed(feed: RedisChangeFeed) -> Show {
    Arc::new(move |page| {
        page.flag("paseport_change_feed_connected", "1 while changes are heard of.", feed.is_up())?;
        let figures = feed.figures();
        let help = "Time since the change feed was connected, or lost.";
        page.gauge("paseport_change_feed_state_seconds", help, figures.since().as_secs_f64())?;
        if let Some(age) = figures.complete_until() {
            let help = "Age of the moment before which every change has been heard of.";
            page.gauge("paseport_change_feed_lag_seconds", help, age.as_secs_f64())?;
        }
        let help = "Time in which a change in Redis is heard of at most, by a sample every half second.";
        page.histogram("paseport_change_feed_round_trip_seconds", help, &figures.round_trips)
    })
}
