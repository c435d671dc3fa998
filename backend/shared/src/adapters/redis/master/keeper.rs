//! The task that keeps the link to the master.

use std::{sync::Arc, time::Duration};

use tokio::sync::{Notify, watch};

use super::{
    State,
    link::{Link, LinkError},
};
use crate::{
    adapters::redis::{
        sentinels::{Answer, Heard, Sentinels},
        settings::RedisSettings,
    },
    logging::Chain,
};

/// How long the Sentinels have for their first answers before there is said to be no master.
const FIRST_ANSWERS: Duration = Duration::from_secs(1);
/// How often a link that nobody complains of is tried.
const PING_EVERY: Duration = Duration::from_millis(500);
/// How long to wait before the next try when the Sentinels say nothing new.
const RETRY_AFTER: Duration = Duration::from_millis(100);

pub(super) struct Keeper {
    pub(super) settings: RedisSettings,
    pub(super) sentinels: Sentinels,
    pub(super) heard: Heard,
    pub(super) state: watch::Sender<State>,
    pub(super) broken: Arc<Notify>,
    /// The last link there was.
    pub(super) last: Option<Arc<Link>>,
}

impl Keeper {
    pub(super) async fn keep(mut self) {
        // The first callers wait for the first answers.
        let answered = self.sentinels.answers.wait_for(|answers| answers.agreed().is_some());
        tokio::time::timeout(FIRST_ANSWERS, answered).await.ok();
        loop {
            let pause = if self.holds().await { PING_EVERY } else { self.seek().await };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.broken.notified() => {}
                changed = self.sentinels.answers.changed() => if changed.is_err() { return },
            }
        }
    }

    /// Whether there is a link and it is still the right one; if not, callers wait for the next.
    async fn holds(&self) -> bool {
        let State::Up(link) = self.state.borrow().clone() else { return false };
        let wrong = self.contradiction(&link);
        let reason = match wrong {
            Some(reason) => reason.to_owned(),
            None => match link.ping().await {
                Ok(()) if !link.is_broken() => return true,
                Ok(()) => "a command failed".to_owned(),
                Err(error) => error.to_string(),
            },
        };
        link.give_up();
        tracing::warn!(event = "redis.master_lost", master = %link.endpoint(), reason);
        self.state.send_replace(State::Seeking);
        false
    }

    fn contradiction(&self, link: &Link) -> Option<&'static str> {
        let answers = self.sentinels.answers.borrow();
        if answers.any_later_than(link.agreed().config_epoch) {
            return Some("a Sentinel knows of a later failover");
        }
        if answers.agreed().is_some_and(|agreed| agreed != link.agreed()) {
            return Some("the Sentinels agree on another");
        }
        if link.is_broken() {
            return Some("a command failed");
        }
        (!self.heard.is(link.endpoint())).then_some("a Sentinel told of a switch")
    }

    /// Tries once to get a link. Returns how long to wait before looking again.
    async fn seek(&mut self) -> Duration {
        let Some((target, life)) = self.target() else { return self.down(&LinkError::NoMajority) };
        self.heard.set(&target.master);
        match Link::open(&self.settings, target, life.as_deref(), self.broken.clone()).await {
            Ok(link) => {
                tracing::info!(event = "redis.master_found", master = %link.endpoint(), epoch = link.epoch().as_str());
                let link = Arc::new(link);
                self.last = Some(link.clone());
                self.state.send_replace(State::Up(link));
                PING_EVERY
            }
            Err(error) => self.down(&error),
        }
    }

    /// Where to connect to, and the only life of that server which will do.
    ///
    /// Without a majority there can't be a failover, or there was one behind our back: the last master will do, as long
    /// as it was not restarted since, which is no worse than a connection that had not broken.
    fn target(&self) -> Option<(Answer, Option<String>)> {
        let answers = self.sentinels.answers.borrow();
        if let Some(agreed) = answers.agreed() {
            return Some((agreed.clone(), None));
        }
        let last = self.last.as_ref().filter(|last| !answers.any_later_than(last.agreed().config_epoch))?;
        Some((last.agreed().clone(), Some(last.run_id().to_owned())))
    }

    fn down(&self, error: &LinkError) -> Duration {
        let is_news = !matches!(*self.state.borrow(), State::Down);
        if is_news {
            tracing::warn!(event = "redis.no_master", error = %Chain(error));
            self.state.send_replace(State::Down);
        }
        RETRY_AFTER
    }
}
