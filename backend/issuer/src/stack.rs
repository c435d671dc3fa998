//! What the stack edition plugs into the issuer's ports: MariaDB, Redis behind Sentinels, Vault Transit.

use std::{sync::Arc, thread};

use anyhow::Context;
use shared::{
    adapters::{
        redis::{self, RedisAttemptCounters, RedisChangeFeed, RedisMaster, RedisSessionCache},
        vault::{self, VaultClient, VaultDataKey, VaultPublicKeys, VaultSigner, VaultTimeouts},
    },
    domain::{clock::Clock, randomness::Randomness, tokens::KeySchedule},
    metrics,
    middleware::health::Dependency,
};

use crate::{
    adapters::{
        bcrypt_hasher::{BcryptHasher, BcryptSettings},
        mariadb::{MariaDbStore, POOL_SIZE, PreparedStore, Record},
    },
    assembly::{self, IssuerPorts, IssuerSettings},
    config::Config,
};

/// Stands before the names of the counters of guesses.
const COUNTERS: &str = "attempts:";

/// The adapters, for whoever looks after them, and the ports they are plugged into.
#[derive(Debug)]
pub struct Stack {
    pub record: Arc<PreparedStore>,
    pub redis: RedisMaster,
    pub change_feed: RedisChangeFeed,
    pub vault: Arc<VaultClient>,
    pub signer: Arc<VaultSigner>,
    pub ports: IssuerPorts,
}

/// Plugs everything in. Nothing is waited for: what is away now may come later. Needs a runtime.
pub fn plug_in(
    config: &Config,
    settings: &IssuerSettings,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
) -> anyhow::Result<Stack> {
    let record = Arc::new(PreparedStore::new(MariaDbStore::new(config.mariadb.expose(), POOL_SIZE)?));
    let redis = RedisMaster::start(config.redis.settings.clone())?;
    let names = config.redis.names.clone();
    let change_feed = RedisChangeFeed::start(redis.clone(), names.clone());
    let vault = Arc::new(VaultClient::new(
        config.vault.address.clone(),
        config.vault.credentials.clone(),
        VaultTimeouts::default(),
        clock.clone(),
    )?);
    let schedule = KeySchedule::new(settings.key_times.publish_ahead(), settings.access_token_ttl);
    let key = config.vault.key.clone();
    let signer = Arc::new(VaultSigner::new(vault.clone(), key.clone()));
    let hasher = Arc::new(BcryptHasher::start(
        BcryptSettings { cost: settings.bcrypt_cost, threads: thread::available_parallelism()? },
        settings.password_peppers.clone(),
        clock.clone(),
        randomness.clone(),
    )?);
    let connections = record.clone();
    let figures = vec![
        crate::metrics::passwords(hasher.clone()),
        metrics::connections(move || connections.unprepared().connections()),
        redis::connection(redis.clone()),
        redis::change_feed(change_feed.clone()),
        vault::signer(signer.clone()),
    ];
    let mailer = settings.mail.smtp().context("mails can't be sent")?;
    let ports = IssuerPorts {
        store: record.clone(),
        session_cache: Arc::new(RedisSessionCache::new(redis.clone(), names, config.role_life, clock.clone())),
        change_feed: Arc::new(change_feed.clone()),
        counters: Arc::new(RedisAttemptCounters::new(redis.clone(), COUNTERS, clock.clone())),
        hasher,
        signer: signer.clone(),
        public_keys: Arc::new(VaultPublicKeys::new(vault.clone(), key, schedule, clock.clone())),
        relying_party: assembly::relying_party(settings, clock.clone()),
        data_key: Arc::new(VaultDataKey::new(vault.clone(), config.data_key.clone())),
        mailer,
        clock,
        randomness,
        figures,
    };
    Ok(Stack { record, redis, change_feed, vault, signer, ports })
}

impl Stack {
    /// What the ports stand on.
    pub fn dependencies(&self) -> Vec<Arc<dyn Dependency>> {
        vec![
            Arc::new(Record(self.record.clone())),
            Arc::new(redis::Sessions(self.redis.clone())),
            Arc::new(redis::News(self.change_feed.clone())),
            Arc::new(vault::Signer(self.vault.clone())),
        ]
    }
}
