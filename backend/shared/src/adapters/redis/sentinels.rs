//! What the Sentinels say about where the master is.
//!
//! One task for each Sentinel keeps a connection to it, asks every half second and whenever it tells of a switch.

use std::{collections::HashMap, convert::Infallible, sync::Arc, time::Duration};

use arc_swap::ArcSwapOption;
use redis::{Client, ErrorKind, PushInfo, PushKind, RedisResult, Value, aio::MultiplexedConnection};
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
};

use super::settings::{Endpoint, RedisSettings, patience};
use crate::logging::Chain;

/// How often a Sentinel is asked, as messages can be lost.
const ASK_EVERY: Duration = Duration::from_millis(500);
/// How long a Sentinel that failed is left alone.
const RETRY_AFTER: Duration = Duration::from_millis(250);
const SWITCH: &str = "+switch-master";

/// What one Sentinel says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) master: Endpoint,
    /// Raised by every failover.
    pub(super) config_epoch: u64,
}

/// The present answer of each Sentinel; `None` while it can't be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answers(Vec<Option<Answer>>);

impl Answers {
    /// What more than half of all Sentinels say, those that are away included.
    pub(super) fn agreed(&self) -> Option<&Answer> {
        let votes = |answer: &Answer| self.0.iter().flatten().filter(|other| *other == answer).count();
        self.0.iter().flatten().find(|answer| votes(answer) * 2 > self.0.len())
    }

    /// Whether any Sentinel knows of a later failover.
    pub(super) fn any_later_than(&self, config_epoch: u64) -> bool {
        self.0.iter().flatten().any(|answer| answer.config_epoch > config_epoch)
    }
}

/// Where the master is, as heard last: the stamp that every use of a connection is tested against.
///
/// One Sentinel that tells of a switch is enough to leave the old master; only the majority leads to a new one.
#[derive(Clone, Debug, Default)]
pub(super) struct Heard(Arc<ArcSwapOption<Endpoint>>);

impl Heard {
    pub(super) fn set(&self, master: &Endpoint) {
        if !self.is(master) {
            self.0.store(Some(Arc::new(master.clone())));
        }
    }

    pub(super) fn is(&self, master: &Endpoint) -> bool {
        self.0.load().as_deref() == Some(master)
    }
}

/// Asks all Sentinels until it is dropped.
#[derive(Debug)]
pub(super) struct Sentinels {
    pub(super) answers: watch::Receiver<Answers>,
    _tasks: JoinSet<()>,
}

impl Sentinels {
    pub(super) fn start(settings: &RedisSettings, heard: &Heard) -> RedisResult<Self> {
        let (sender, answers) = watch::channel(Answers(vec![None; settings.sentinels.len()]));
        let mut tasks = JoinSet::new();
        for (index, endpoint) in settings.sentinels.iter().enumerate() {
            let sentinel = Sentinel {
                client: settings.sentinel(endpoint)?,
                master_name: settings.master_name.clone(),
                heard: heard.clone(),
                index,
                answers: sender.clone(),
            };
            tasks.spawn(sentinel.watch());
        }
        Ok(Self { answers, _tasks: tasks })
    }
}

/// One Sentinel, as seen by the task that asks it.
struct Sentinel {
    client: Client,
    master_name: String,
    heard: Heard,
    index: usize,
    answers: watch::Sender<Answers>,
}

impl Sentinel {
    async fn watch(self) {
        loop {
            let Err(error) = self.attend().await;
            if self.publish(None) {
                tracing::warn!(event = "redis.sentinel_lost", sentinel = %self.client.get_connection_info().addr(), error = %Chain(&error));
            }
            tokio::time::sleep(RETRY_AFTER).await;
        }
    }

    /// Keeps asking until the Sentinel fails.
    async fn attend(&self) -> RedisResult<Infallible> {
        let switched = Arc::new(Notify::new());
        let config = patience().set_push_sender(self.listener(switched.clone()));
        let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        connection.subscribe(SWITCH).await?;
        loop {
            let answer = self.ask(&mut connection).await?;
            self.publish(Some(answer));
            // Either way it is time to ask again.
            tokio::time::timeout(ASK_EVERY, switched.notified()).await.ok();
        }
    }

    async fn ask(&self, connection: &mut MultiplexedConnection) -> RedisResult<Answer> {
        let mut pipeline = redis::pipe();
        // During a failover this names the new master as soon as it is one; `MASTER` still names the old one.
        pipeline.cmd("SENTINEL").arg("GET-MASTER-ADDR-BY-NAME").arg(&self.master_name);
        pipeline.cmd("SENTINEL").arg("MASTER").arg(&self.master_name);
        let (address, facts): (Option<(String, u16)>, HashMap<String, String>) =
            pipeline.query_async(connection).await?;
        let config_epoch = facts.get("config-epoch").and_then(|epoch| epoch.parse().ok());
        match (address, config_epoch) {
            (Some((host, port)), Some(config_epoch)) => Ok(Answer { master: Endpoint::new(&host, port), config_epoch }),
            _ => Err((ErrorKind::UnexpectedReturnType, "the Sentinel does not know the master").into()),
        }
    }

    /// Hears of a switch in the connection's own task, before anybody else can use the old master.
    fn listener(&self, switched: Arc<Notify>) -> impl Fn(PushInfo) -> Result<(), Infallible> + Send + Sync + 'static {
        let (heard, master_name) = (self.heard.clone(), self.master_name.clone());
        move |push| {
            if push.kind == PushKind::Message
                && let Some(master) = push.data.last().and_then(|message| new_master(message, &master_name))
            {
                heard.set(&master);
                switched.notify_one();
            }
            Ok(())
        }
    }

    /// Returns whether this is news.
    fn publish(&self, answer: Option<Answer>) -> bool {
        self.answers.send_if_modified(|answers| {
            let is_news = answers.0[self.index] != answer;
            answers.0[self.index] = answer;
            is_news
        })
    }
}

/// `<name> <old host> <old port> <new host> <new port>`
fn new_master(message: &Value, master_name: &str) -> Option<Endpoint> {
    let text: String = redis::from_redis_value(message.clone()).ok()?;
    let words: Vec<&str> = text.split(' ').collect();
    let [name, _, _, host, port] = words[..] else { return None };
    (name == master_name).then_some(Endpoint::new(host, port.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(port: u16, config_epoch: u64) -> Answer {
        Answer { master: Endpoint::new("redis", port), config_epoch }
    }

    #[test]
    fn only_a_majority_of_all_sentinels_agrees() {
        let (old, new) = (Some(answer(1, 1)), Some(answer(2, 2)));
        for (answers, agreed) in [
            (vec![new.clone(), old.clone(), new.clone()], new.as_ref()),
            (vec![new.clone(), None, new.clone()], new.as_ref()),
            (vec![new.clone(), None, None], None),
            (vec![new.clone(), old.clone(), None], None),
            (vec![new.clone(), Some(answer(2, 1)), None], None),
            (vec![new.clone(), new.clone(), old.clone(), old.clone()], None),
            (vec![], None),
        ] {
            assert_eq!(Answers(answers.clone()).agreed(), agreed, "{answers:?}");
        }
        assert!(Answers(vec![old.clone(), new, None]).any_later_than(1));
        assert!(!Answers(vec![old, None]).any_later_than(1));
    }

    #[test]
    fn a_switch_names_the_new_master() {
        let message = |text: &str| new_master(&Value::BulkString(text.into()), "paseport");
        assert_eq!(message("paseport 10.0.0.1 6379 10.0.0.2 6380"), Some(Endpoint::new("10.0.0.2", 6380)));
        assert_eq!(message("other 10.0.0.1 6379 10.0.0.2 6380"), None);
        assert_eq!(message("paseport 10.0.0.1 6379"), None);
    }
}
