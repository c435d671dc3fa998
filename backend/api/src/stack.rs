//! What the stack edition plugs into the API's ports: Redis for sessions and roles, Vault for public keys.

use std::sync::Arc;

use shared::{
    adapters::{
        redis::{self, RedisChangeFeed, RedisMaster, RedisSessionCache},
        vault::{VaultClient, VaultPublicKeys, VaultTimeouts},
    },
    domain::{
        clock::Clock,
        requests::RequestCounter,
        sessions::ChangeFeed,
        tokens::{AccessTokenVerifier, KeyRing, KeySchedule},
    },
    middleware::{
        health::{Dependencies, FreshKeys},
        role_middleware::HotCheck,
    },
};

use crate::{config::Config, services::system_monitor::SystemMonitor, state::ApiState};

/// The adapters, for whoever looks after them, and what stands on them.
#[derive(Debug)]
pub struct Stack {
    pub redis: RedisMaster,
    pub change_feed: RedisChangeFeed,
    pub vault: Arc<VaultClient>,
    pub keys: Arc<KeyRing>,
    pub state: ApiState,
}

/// Plugs everything in. Nothing is waited for: what is away now may come later. Needs a runtime.
pub fn plug_in(config: &Config, requests: Arc<RequestCounter>, clock: Arc<dyn Clock>) -> anyhow::Result<Stack> {
    let redis = RedisMaster::start(config.redis.settings.clone())?;
    let names = config.redis.names.clone();
    let change_feed = RedisChangeFeed::start(redis.clone(), names.clone());
    let vault = Arc::new(VaultClient::new(
        config.vault.address.clone(),
        config.vault.credentials.clone(),
        VaultTimeouts::default(),
        clock.clone(),
    )?);
    let tokens = &config.access_tokens;
    let schedule = KeySchedule::new(tokens.key_times.publish_ahead(), tokens.ttl);
    let public_keys = VaultPublicKeys::new(vault.clone(), config.vault.key.clone(), schedule, clock.clone());
    let keys = Arc::new(KeyRing::new(Arc::new(public_keys), tokens.key_times, clock.clone()));
    let verifier = AccessTokenVerifier::new(keys.clone(), tokens.assertion()?, clock.clone());
    // A role value lives by the issuer's refreshes; reading it here prolongs nothing.
    let session_cache = RedisSessionCache::reader(redis.clone(), names, clock.clone());
    let hot_check = Arc::new(HotCheck::new(verifier, keys.clone(), Arc::new(session_cache), clock.clone()));
    change_feed.subscribe(hot_check.listener());
    let dependencies = Dependencies::new(
        clock.clone(),
        vec![
            Arc::new(redis::Sessions(redis.clone())),
            Arc::new(redis::News(change_feed.clone())),
            Arc::new(FreshKeys(keys.clone())),
        ],
    );
    let monitor = Arc::new(SystemMonitor::new(clock, requests, env!("CARGO_PKG_VERSION"))?);
    Ok(Stack { redis, change_feed, vault, keys, state: ApiState { monitor, hot_check, dependencies } })
}
