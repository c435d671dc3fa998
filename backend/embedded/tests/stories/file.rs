//! The file: what may be opened, who may read it, who may write.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, sync::Arc};

use embedded::adapters::sqlite::{OpenError, SqliteStore};
use shared::domain::{store::StoreError, unit_of_work::Store};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use testkit::{clock::TestClock, samples::Samples, sqlite::TempSqlite};

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let sqlite = TempSqlite::new();
    let letter = "Dear operator, this is a letter and no database. ".repeat(100);
    fs::write(sqlite.path(), &letter).unwrap();
    let error = SqliteStore::open(&sqlite.path()).await.unwrap_err();
    assert!(matches!(error, OpenError::NotADatabase(_)), "{error:?}");
    assert!(error.to_string().ends_with("paseport.sqlite is not a database"), "{error}");
    assert_eq!(fs::read_to_string(sqlite.path()).unwrap(), letter);
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_refused() {
    let sqlite = TempSqlite::new();
    sqlite.open_store().await.close().await;
    execute(
        &sqlite.path(),
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', TRUE, x'00', 0)",
    )
    .await;
    let error = SqliteStore::open(&sqlite.path()).await.unwrap_err();
    assert!(matches!(error, OpenError::Newer { migration: 9999, .. }), "{error:?}");
}

#[tokio::test]
async fn a_file_made_by_other_migrations_is_refused() {
    let sqlite = TempSqlite::new();
    sqlite.open_store().await.close().await;
    execute(&sqlite.path(), "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 2").await;
    let error = SqliteStore::open(&sqlite.path()).await.unwrap_err();
    assert!(matches!(error, OpenError::Altered { migration: 2, .. }), "{error:?}");
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let sqlite = TempSqlite::new();
    let path = sqlite.path().join("absent").join("paseport.sqlite");
    let error = SqliteStore::open(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::Io { .. }), "{error:?}");
    assert!(error.to_string().contains("absent"), "{error}");
}

#[tokio::test]
async fn only_the_owner_can_read_the_files() {
    let sqlite = TempSqlite::new();
    let store = sqlite.open_store().await;
    let files = fs::read_dir(sqlite.path().parent().unwrap()).unwrap();
    let modes: Vec<_> = files.map(|file| file.unwrap().metadata().unwrap().permissions().mode() & 0o777).collect();
    assert_eq!(modes, [0o600; 3], "the file and its two companions");
    store.close().await;
}

#[tokio::test]
async fn a_unit_of_work_for_reading_can_write_nothing() {
    let sqlite = TempSqlite::new();
    let store = sqlite.open_store().await;
    let user = Samples::new(Arc::new(TestClock::new())).user("anna@example.com");
    let refused = store.read().await.unwrap().users().insert(&user).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
}

#[tokio::test]
async fn a_value_that_was_changed_from_outside_is_told_without_showing_it() {
    let sqlite = TempSqlite::new();
    let store = sqlite.open_store().await;
    let user = Samples::new(Arc::new(TestClock::new())).user("anna@example.com");
    let mut unit = store.begin().await.unwrap();
    unit.users().insert(&user).await.unwrap();
    unit.commit().await.unwrap();
    execute(&sqlite.path(), "UPDATE users SET status = 'half-asleep'").await;
    let error = store.read().await.unwrap().users().find(&user.id).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
    assert_eq!(error.to_string(), "a stored value is not valid: column users.status");
}

#[tokio::test]
async fn a_session_of_nobody_can_not_be_recorded() {
    let sqlite = TempSqlite::new();
    let store = sqlite.open_store().await;
    let samples = Samples::new(Arc::new(TestClock::new()));
    let session = samples.session(&samples.user("nobody@example.com"));
    let refused = store.begin().await.unwrap().sessions().insert(&session).await;
    assert!(matches!(refused, Err(StoreError::Corrupt(_))), "{refused:?}");
}

/// Changes the file behind the program's back.
async fn execute(path: &Path, statement: &'static str) {
    let options = SqliteConnectOptions::new().filename(path);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
