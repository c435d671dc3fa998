//! What this edition plugs into the ports: one SQLite file, key files, a folder of mails, threads for passwords.

use std::{path::Path, sync::Arc, thread};

use anyhow::{Context, bail};
use issuer::{
    adapters::bcrypt_hasher::{BcryptHasher, BcryptSettings},
    assembly::{self, IssuerPorts},
};
use shared::{
    domain::{
        clock::Clock,
        mail::{Mailer, Sender},
        providers::DataKey,
        randomness::Randomness,
        unit_of_work::Store,
    },
    metrics,
};

use crate::{
    adapters::{
        data_key::LocalDataKey,
        local_key::LocalKey,
        mail_folder::MailFolder,
        sqlite::{OpenError, SqliteAttemptCounters, SqliteSessionCache, SqliteStore},
    },
    data_dir::DATABASE,
    edition::EditionSettings,
};

/// Who mails in the folder come from where `MAIL_FROM` is not set: a name that belongs to nobody (RFC 6761, section 6.3).
const FOLDER_SENDER: &str = "Paseport <no-reply@paseport.localhost>";

/// Opens everything in the data directory.
pub async fn open(
    settings: &EditionSettings,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
) -> anyhow::Result<IssuerPorts> {
    plug_in(open_store(settings).await?, settings, clock, randomness).await
}

/// Opens the record. Whoever serves closes it again, so that the file stands alone.
pub async fn open_store(settings: &EditionSettings) -> Result<SqliteStore, OpenError> {
    SqliteStore::open(&settings.data_dir.join(DATABASE)).await
}

/// Everything around an open record.
pub async fn plug_in(
    store: SqliteStore,
    settings: &EditionSettings,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
) -> anyhow::Result<IssuerPorts> {
    let session_cache = Arc::new(SqliteSessionCache::new(store.clone(), clock.clone()));
    let key = Arc::new(LocalKey::open(&settings.data_dir, &*randomness)?);
    let data_key = data_key(&store, &settings.data_dir, randomness.clone()).await?;
    let mailer = mailer(settings)?;
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
        data_key,
        relying_party: assembly::relying_party(&settings.issuer, clock.clone()),
        mailer: Some(mailer),
        figures,
        clock,
        randomness,
    })
}

/// The key of the data directory, which the first start makes. One in place of a lost key would open nothing.
async fn data_key(
    store: &SqliteStore,
    data_dir: &Path,
    randomness: Arc<dyn Randomness>,
) -> anyhow::Result<Arc<dyn DataKey>> {
    if let Some(key) = LocalDataKey::read(data_dir, randomness.clone())? {
        return Ok(Arc::new(key));
    }
    let providers = store.read().await?.providers().list().await?;
    if providers.iter().any(|provider| provider.client_secret.is_some()) {
        let path = data_dir.join(LocalDataKey::FILE_NAME);
        bail!(
            "{} is missing although there are secrets that were sealed with it; bring it back from the backup of the \
             data directory",
            path.display()
        );
    }
    Ok(Arc::new(LocalDataKey::make(data_dir, randomness)?))
}

/// The mail server, if one is set up, else the folder.
fn mailer(settings: &EditionSettings) -> anyhow::Result<Arc<dyn Mailer>> {
    let mail = &settings.issuer.mail;
    if let Some(mailer) = mail.smtp().context("mails can't be sent")? {
        return Ok(mailer);
    }
    let from = match &mail.from {
        Some(from) => from.clone(),
        None => FOLDER_SENDER.parse::<Sender>()?,
    };
    let folder = MailFolder::open(&settings.data_dir, from).context("the folder for mails can't be made")?;
    Ok(Arc::new(folder))
}
