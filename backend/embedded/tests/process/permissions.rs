//! What lies in the data directory is for its owner only.

use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt, path::Path};

use crate::{
    browser::USER,
    program::{Launch, folder},
};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[tokio::test]
async fn only_the_owner_may_look_into_the_data_directory() {
    let (_folder, data_dir) = folder();
    let program = Launch::development(&data_dir).start().await;
    // A write, so that the companions of the database are there.
    program.browser().sign_in(USER).await;

    assert_eq!(mode(&data_dir), 0o700);
    let entries = fs::read_dir(&data_dir).unwrap().map(|entry| entry.unwrap());
    let modes: BTreeMap<_, _> =
        entries.map(|entry| (entry.file_name().into_string().unwrap(), mode(&entry.path()))).collect();
    let files = [
        "access-token-key",
        "data.key",
        "paseport.lock",
        "paseport.sqlite",
        "paseport.sqlite-shm",
        "paseport.sqlite-wal",
        "password.pepper",
        "refresh_token.pepper",
    ];
    let mut expected: BTreeMap<_, _> = files.map(|name| (name.to_owned(), 0o600)).into();
    expected.insert("mail".to_owned(), 0o700);
    assert_eq!(modes, expected);
}

#[tokio::test]
async fn after_an_orderly_end_the_database_is_one_file() {
    let (_folder, data_dir) = folder();
    let program = Launch::development(&data_dir).start().await;
    assert!(data_dir.join("paseport.sqlite-wal").exists());
    assert_eq!(program.stop().await.status.code(), Some(0));
    for companion in ["paseport.sqlite-wal", "paseport.sqlite-shm"] {
        assert!(!data_dir.join(companion).exists(), "a copy of the database alone would miss what is in {companion}");
    }
}

#[tokio::test]
async fn a_secret_that_others_can_read_is_refused() {
    let (_folder, data_dir) = folder();
    let launch = Launch::development(&data_dir);
    assert_eq!(launch.start().await.stop().await.status.code(), Some(0));
    for name in ["access-token-key", "data.key", "password.pepper", "refresh_token.pepper"] {
        let path = data_dir.join(name);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let refused = launch.refused().await;
        assert_eq!(refused.status.code(), Some(1), "{name}");
        assert!(refused.stderr.contains(name) && refused.stderr.contains("600"), "{}", refused.stderr);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    launch.start().await;
}
