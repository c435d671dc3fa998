//! One process's adapters.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use shared::{
    adapters::redis::{
        Namespaces, RedisAttemptCounters, RedisChangeFeed, RedisMaster, RedisSessionCache, RedisSettings,
    },
    domain::clock::Clock,
};
use testkit::{
    clock::TestClock,
    servers::redis::{MASTER_NAME, RedisServers},
    sqlite::TempSqlite,
    stories::{Backend, Stores},
};

pub(crate) const ROLE_LIFE: Duration = Duration::from_hours(24);

/// Names that no other test has.
pub(crate) fn names() -> (Namespaces, String) {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let test = NEXT.fetch_add(1, Ordering::Relaxed);
    let Namespaces { by_token, by_uid, role } = Namespaces::default();
    let own = |name: &str| format!("test-{test}:{name}");
    (Namespaces { by_token: own(&by_token), by_uid: own(&by_uid), role: own(&role) }, own("attempts:"))
}

pub(crate) fn settings(servers: &RedisServers) -> RedisSettings {
    RedisSettings {
        sentinels: servers.sentinels().iter().map(|text| text.parse().unwrap()).collect(),
        master_name: MASTER_NAME.to_owned(),
        login: None,
        sentinel_login: None,
        tls: None,
        connections: 2,
    }
}

pub(crate) fn cache(master: &RedisMaster, names: &Namespaces, clock: Arc<dyn Clock>) -> RedisSessionCache {
    RedisSessionCache::new(master.clone(), names.clone(), ROLE_LIFE, clock)
}

/// The fast store in Redis beside a record in a file.
pub(crate) struct RedisBackend {
    record: TempSqlite,
    names: (Namespaces, String),
}

impl RedisBackend {
    pub(crate) fn new() -> Self {
        Self { record: TempSqlite::new(), names: names() }
    }
}

#[async_trait]
impl Backend for RedisBackend {
    async fn open(&self, clock: Arc<TestClock>) -> Stores {
        let (names, attempts) = &self.names;
        let servers = tokio::task::spawn_blocking(RedisServers::shared).await.unwrap();
        let master = RedisMaster::start(settings(servers)).unwrap();
        let feed = RedisChangeFeed::start(master.clone(), names.clone());
        feed.ready().await;
        Stores {
            store: Arc::new(self.record.open_store().await),
            cache: Arc::new(cache(&master, names, clock.clone()).stepping_by_clock()),
            feed: Arc::new(feed),
            counters: Arc::new(RedisAttemptCounters::new(master, attempts, clock)),
        }
    }
}
