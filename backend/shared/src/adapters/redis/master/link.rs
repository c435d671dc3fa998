//! The connections to one life of the master.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::future::try_join_all;
use redis::{Client, FromRedisValue, Pipeline, RedisError, Value, aio::MultiplexedConnection};
use tokio::sync::Notify;

use crate::{
    adapters::redis::{
        scripts,
        sentinels::Answer,
        settings::{Endpoint, RedisSettings, patience},
    },
    domain::sessions::Epoch,
};

/// From the first packet to loaded scripts.
const OPEN_LIMIT: Duration = Duration::from_secs(1);

/// Why there is no connection to the master.
#[derive(Debug, thiserror::Error)]
pub(in crate::adapters::redis) enum LinkError {
    #[error("most Sentinels can't be asked or don't agree")]
    NoMajority,
    #[error("no master can be reached")]
    NoMaster,
    #[error("the server is not a master, or no longer")]
    NotMaster,
    #[error("the server was restarted")]
    Restarted,
    #[error("the server does not answer in time")]
    TooSlow,
    #[error(transparent)]
    Redis(#[from] RedisError),
}

/// Connections to one server in one of its lives, all of them found to be connected to a master.
#[derive(Debug)]
pub(in crate::adapters::redis) struct Link {
    agreed: Answer,
    run_id: String,
    epoch: Epoch,
    connections: Vec<MultiplexedConnection>,
    next: AtomicUsize,
    is_broken: AtomicBool,
    broken: Arc<Notify>,
}

impl Link {
    /// Connects. `life`: only if the server's run id is still this one. `broken` is told when the link breaks.
    pub(super) async fn open(
        settings: &RedisSettings,
        agreed: Answer,
        life: Option<&str>,
        broken: Arc<Notify>,
    ) -> Result<Self, LinkError> {
        tokio::time::timeout(OPEN_LIMIT, Self::connect(settings, agreed, life, broken))
            .await
            .unwrap_or(Err(LinkError::TooSlow))
    }

    async fn connect(
        settings: &RedisSettings,
        agreed: Answer,
        life: Option<&str>,
        broken: Arc<Notify>,
    ) -> Result<Self, LinkError> {
        let client = settings.server(&agreed.master)?;
        let opened = try_join_all((0..settings.connections.max(1)).map(|_| master_connection(&client))).await?;
        let run_id = opened[0].1.clone();
        if opened.iter().any(|(_, other)| *other != run_id) || life.is_some_and(|life| life != run_id) {
            return Err(LinkError::Restarted);
        }
        let connections: Vec<_> = opened.into_iter().map(|(connection, _)| connection).collect();
        scripts::load().exec_async(&mut connections[0].clone()).await?;
        let epoch = Epoch::new(&format!("{}:{run_id}", agreed.config_epoch));
        let (next, is_broken) = (AtomicUsize::new(0), AtomicBool::new(false));
        Ok(Self { agreed, run_id, epoch, connections, next, is_broken, broken })
    }

    pub(in crate::adapters::redis) fn endpoint(&self) -> &Endpoint {
        &self.agreed.master
    }

    pub(in crate::adapters::redis) fn run_id(&self) -> &str {
        &self.run_id
    }

    pub(super) fn agreed(&self) -> &Answer {
        &self.agreed
    }

    pub(super) fn epoch(&self) -> &Epoch {
        &self.epoch
    }

    /// From now on nobody uses this link.
    pub(in crate::adapters::redis) fn give_up(&self) {
        self.is_broken.store(true, Ordering::Release);
        self.broken.notify_one();
    }

    pub(super) fn is_broken(&self) -> bool {
        self.is_broken.load(Ordering::Acquire)
    }

    pub(super) async fn query<T: FromRedisValue>(&self, pipeline: &Pipeline) -> Result<T, RedisError> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed) % self.connections.len();
        pipeline.query_async(&mut self.connections[turn].clone()).await
    }

    pub(super) async fn ping(&self) -> Result<(), RedisError> {
        redis::cmd("PING").exec_async(&mut self.connections[0].clone()).await
    }
}

/// A connection and the run id of the server at its other end, which says itself that it is a master.
async fn master_connection(client: &Client) -> Result<(MultiplexedConnection, String), LinkError> {
    let mut connection = client.get_multiplexed_async_connection_with_config(&patience()).await?;
    let run_id = master_run_id(&mut connection).await?;
    Ok((connection, run_id))
}

/// The run id of a server that says itself that it is a master.
pub(in crate::adapters::redis) async fn master_run_id(
    connection: &mut MultiplexedConnection,
) -> Result<String, LinkError> {
    let mut pipeline = redis::pipe();
    pipeline.cmd("ROLE").cmd("INFO").arg("server");
    let (role, facts): (Vec<Value>, String) = pipeline.query_async(connection).await?;
    let role: Option<String> = role.into_iter().next().and_then(|word| redis::from_redis_value(word).ok());
    if role.as_deref() != Some("master") {
        return Err(LinkError::NotMaster);
    }
    let run_id = facts.lines().find_map(|line| line.strip_prefix("run_id:"));
    run_id.map(|id| id.trim().to_owned()).ok_or(LinkError::NotMaster)
}
