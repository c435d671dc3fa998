//! The database file.

use std::{path::Path, sync::Arc, time::Duration};

use issuer::{
    adapters::migrations::MigrationFacts,
    commands::doctor::{self, Code, Finding, Report},
    config::CoreConfig,
};
use shared::domain::{clock::Clock, unit_of_work::Store};
use tokio::time::timeout;

use super::files;
use crate::{
    adapters::{
        data_key::LocalDataKey,
        sqlite::{FileFacts, SqliteStore},
    },
    data_dir::{DATABASE, PASSWORD_PEPPER, REFRESH_TOKEN_PEPPER},
};

/// How long the file is read. A large one is left at that.
const LIMIT: Duration = Duration::from_secs(5);

/// Looks whether the file is whole and this program's, then reads the record.
pub(super) async fn check(report: &mut Report, data_dir: &Path, core: &CoreConfig, clock: Arc<dyn Clock>) {
    let path = data_dir.join(DATABASE);
    let opened = match SqliteStore::look_at(&path).await {
        Ok(store) => Ok((store.clone(), timeout(LIMIT, store.inspect()).await)),
        Err(error) => Err(error.to_string()),
    };
    let (store, facts) = match opened {
        Ok((store, Ok(Ok(facts)))) if facts.flaws.is_empty() => (store, facts),
        Ok((_, Ok(Ok(FileFacts { flaws, .. })))) => {
            report.check([damaged(&path, &flaws.join("; "))]);
            return;
        }
        Ok((_, Ok(Err(error)))) => {
            report.check([damaged(&path, &error.to_string())]);
            return;
        }
        Ok((_, Err(_))) => {
            report.skip(format!("{}: it could not be read within {} s.", path.display(), LIMIT.as_secs()));
            return;
        }
        Err(error) => {
            report.check([damaged(&path, &error)]);
            return;
        }
    };
    report.check(None);
    doctor::check_migrations(report, &facts.migrations);
    if facts.migrations == MigrationFacts::default() {
        doctor::check_accounts(report, store.read().await, core).await;
        let password = files::peppers_in_use(PASSWORD_PEPPER, data_dir, core);
        let refresh_token = files::peppers_in_use(REFRESH_TOKEN_PEPPER, data_dir, core);
        doctor::check_peppers(report, &store, password.as_ref(), refresh_token.as_ref(), clock.now()).await;
        doctor::check_providers(report, &store, core, clock).await;
        report.check(needs_data_key(&store, data_dir).await.then(|| files::data_key_missing(data_dir)));
    }
    store.close().await;
}

/// What it says of itself may hold line ends.
fn damaged(path: &Path, why: &str) -> Finding {
    let why: String =
        why.chars().map(|character| if character.is_control() { ' ' } else { character }).take(300).collect();
    Finding::new(
        Code::DatabaseDamaged,
        format!("The database {} is not whole: {why}.", path.display()),
        "Stop the service, keep the file aside, and restore the backup of the data directory.",
    )
}

/// Whether there is a secret that only the missing key opens.
async fn needs_data_key(store: &SqliteStore, data_dir: &Path) -> bool {
    if data_dir.join(LocalDataKey::FILE_NAME).exists() {
        return false;
    }
    let listed = async { store.read().await?.providers().list().await };
    listed.await.is_ok_and(|providers| providers.iter().any(|provider| provider.client_secret.is_some()))
}
