//! What this edition plugs into the ports: one SQLite file, a key file, threads for passwords.

use std::{sync::Arc, thread};

use issuer::{
    adapters::bcrypt_hasher::{BcryptHasher, BcryptSettings},
    assembly::IssuerPorts,
};
use shared::{
    domain::{clock::Clock, randomness::Randomness},
    metrics,
};

use crate::{
    adapters::{
        local_key::LocalKey,
        sqlite::{OpenError, SqliteAttemptCounters, SqliteSessionCache, SqliteStore},
    },
    data_dir::DATABASE,
    edition::EditionSettings,
};

/// Opens everything in the data directory.
pub async fn open(
    settings: &EditionSettings,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
) -> anyhow::Result<IssuerPorts> {
    plug_in(open_store(settings).await?, settings, clock, randomness)
}

/// Opens the record. Whoever serves closes it again, so that the file stands alone.
pub async fn open_store(settings: &EditionSettings) -> Result<SqliteStore, OpenError> {
    SqliteStore::open(&settings.data_dir.join(DATABASE)).await
}

/// Everything around an open record.
pub fn plug_in(
    store: SqliteStore,
    settings: &EditionSettings,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
) -> anyhow::Result<IssuerPorts> {
    let session_cache = Arc::new(SqliteSessionCache::new(store.clone(), clock.clone()));
    let key = Arc::new(LocalKey::open(&settings.data_dir, &*randomness)?);
    let hasher = BcryptHasher::start(
        BcryptSettings { cost: settings.issuer.bcrypt_cost, threads: thread::available_parallelism()? },
        settings.issuer.password_peppers.clone(),
        clock.clone(),
        randomness.clone(),
    )?;
    let hasher = Arc::new(hasher);
    let connections = store.clone();
    let figures =
        vec![issuer::metrics::passwords(hasher.clone()), metrics::connections(move || connections.connections())];
    Ok(IssuerPorts {
        counters: Arc::new(SqliteAttemptCounters::new(store.clone(), clock.clone())),
        store: Arc::new(store),
        change_feed: session_cache.clone(),
        session_cache,
        hasher,
        signer: key.clone(),
        public_keys: key,
        figures,
        clock,
        randomness,
    })
}
