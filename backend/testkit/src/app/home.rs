//! What lasts when a product is restarted: the stores of either edition.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicU64, Ordering},
};

use embedded::{edition::EditionSettings, ports};
use issuer::{
    adapters::{
        bcrypt_hasher::{BcryptHasher, BcryptSettings},
        mariadb::MariaDbStore,
    },
    assembly::{self, IssuerPorts, IssuerSettings},
};
use shared::{
    adapters::{
        os_randomness::OsRandomness,
        redis::{Namespaces, RedisAttemptCounters, RedisChangeFeed, RedisMaster, RedisSessionCache, RedisSettings},
        vault::{
            TransitKey, VaultAddress, VaultClient, VaultCredentials, VaultDataKey, VaultPublicKeys, VaultSigner,
            VaultTimeouts,
        },
    },
    domain::{clock::Clock, tokens::KeySchedule},
};
use tempfile::TempDir;

use super::settled::SettledSessionCache;
use crate::{
    mariadb::TempMariaDb,
    servers::{
        redis::{MASTER_NAME, RedisServers},
        vault::{Provisioned, VaultServer},
    },
    sqlite,
};

/// With this set to `stack`, every spec runs on MariaDB, Redis and Vault.
const EDITION: &str = "PASEPORT_TEST_EDITION";
/// Enough for a spec; very many run at once on one server.
const CONNECTIONS: usize = 8;
/// `REDIS_ROLE_TTL` of the specs.
const ROLE_LIFE: std::time::Duration = std::time::Duration::from_hours(24);

/// Where a product keeps what it knows.
#[derive(Debug)]
pub(super) enum Home {
    /// A folder with a database file and a key.
    Embedded(TempDir),
    /// A database and names in Redis of its own; the key in Vault is everybody's.
    Stack { database: TempMariaDb, names: Namespaces, attempts: String },
}

impl Home {
    /// An empty one, of the edition that is under test.
    pub(super) fn new() -> Self {
        if std::env::var(EDITION).as_deref() == Ok("stack") { Self::stack() } else { Self::Embedded(sqlite::folder()) }
    }

    /// An empty one on the servers of the stack.
    pub(super) fn stack() -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let own = format!("spec-{}:", NUMBER.fetch_add(1, Ordering::Relaxed));
        let Namespaces { by_token, by_uid, role } = Namespaces::default();
        let [by_token, by_uid, role, attempts] =
            [&*by_token, &by_uid, &role, "attempts:"].map(|prefix| format!("{own}{prefix}"));
        Self::Stack { database: TempMariaDb::new(), names: Namespaces { by_token, by_uid, role }, attempts }
    }

    /// The database of the stack.
    pub(super) fn database(&self) -> Option<&TempMariaDb> {
        match self {
            Self::Embedded(_) => None,
            Self::Stack { database, .. } => Some(database),
        }
    }

    /// The folder of the embedded edition; what is told to the other goes nowhere.
    pub(super) fn folder(&self) -> &std::path::Path {
        match self {
            Self::Embedded(folder) => folder.path(),
            Self::Stack { .. } => std::path::Path::new("/nonexistent"),
        }
    }

    /// Opens what is there.
    pub(super) async fn ports(&self, settings: &EditionSettings, clock: Arc<dyn Clock>) -> IssuerPorts {
        match self {
            Self::Embedded(_) => ports::open(settings, clock, Arc::new(OsRandomness)).await.expect("the ports open"),
            Self::Stack { database, names, attempts } => {
                let store = database.open_store_with(CONNECTIONS).await;
                stack_ports(store, names.clone(), attempts, &settings.issuer, clock).await
            }
        }
    }
}

/// What the stack plugs in, except that the step goes by the clock that a test moves.
async fn stack_ports(
    store: MariaDbStore,
    names: Namespaces,
    attempts: &str,
    settings: &IssuerSettings,
    clock: Arc<dyn Clock>,
) -> IssuerPorts {
    let redis = RedisMaster::start(redis_settings()).expect("settings that fit");
    let change_feed = Arc::new(RedisChangeFeed::start(redis.clone(), names.clone()));
    change_feed.ready().await;
    let cache = RedisSessionCache::new(redis.clone(), names, ROLE_LIFE, clock.clone()).stepping_by_clock();
    let key = provisioned();
    let vault = Arc::new(vault_client(key, clock.clone()));
    let name = TransitKey::new(&key.mount, &key.key).expect("a name");
    let schedule = KeySchedule::new(settings.key_times.publish_ahead(), settings.access_token_ttl);
    let randomness = Arc::new(OsRandomness);
    let hashing = BcryptSettings { cost: settings.bcrypt_cost, threads: std::num::NonZeroUsize::MIN };
    let hasher = BcryptHasher::start(hashing, settings.password_peppers.clone(), clock.clone(), randomness.clone())
        .expect("threads");
    let hasher = Arc::new(hasher);
    IssuerPorts {
        store: Arc::new(store),
        session_cache: Arc::new(SettledSessionCache::new(Arc::new(cache), change_feed.clone(), &*clock)),
        change_feed,
        counters: Arc::new(RedisAttemptCounters::new(redis, attempts, clock.clone())),
        figures: vec![issuer::metrics::passwords(hasher.clone())],
        hasher,
        signer: Arc::new(VaultSigner::new(vault.clone(), name.clone())),
        relying_party: assembly::relying_party(settings, clock.clone()),
        data_key: Arc::new(VaultDataKey::new(vault.clone(), name.beside(&key.data_key).expect("a name"))),
        public_keys: Arc::new(VaultPublicKeys::new(vault, name, schedule, clock.clone())),
        mailer: None,
        clock,
        randomness,
    }
}

fn redis_settings() -> RedisSettings {
    let sentinels = RedisServers::shared().sentinels().map(|sentinel| sentinel.parse().expect("an endpoint"));
    RedisSettings {
        sentinels: sentinels.to_vec(),
        master_name: MASTER_NAME.to_owned(),
        login: None,
        sentinel_login: None,
        tls: None,
        connections: 1,
    }
}

/// One key is enough: a spec neither rotates nor retires it.
fn provisioned() -> &'static Provisioned {
    static KEY: OnceLock<Provisioned> = OnceLock::new();
    KEY.get_or_init(|| VaultServer::shared().provision("specs", &[]))
}

fn vault_client(key: &Provisioned, clock: Arc<dyn Clock>) -> VaultClient {
    let address = VaultAddress::new(VaultServer::shared().address(), true).expect("an address");
    let credentials =
        VaultCredentials::AppRole { role_id: key.issuer.role_id.clone(), secret_id: key.issuer.secret_id.clone() };
    VaultClient::new(address, credentials, VaultTimeouts::default(), clock).expect("a client")
}
