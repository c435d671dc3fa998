//! The local data key, told the stories that Vault is told too.

use std::{fs, sync::Arc};

use embedded::{adapters::data_key::LocalDataKey, ports};
use issuer::assembly::IssuerPorts;
use secrecy::ExposeSecret;
use shared::{
    adapters::os_randomness::OsRandomness,
    domain::{clock::Clock, ids::ProviderId, providers::Provider, users::Roles},
};
use testkit::{clock::TestClock, settings::settings, stories::data_key::DataKeyWorld};

async fn world() -> DataKeyWorld {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let make = |folder: &tempfile::TempDir| LocalDataKey::make(folder.path(), Arc::new(OsRandomness)).unwrap();
    let key = Arc::new(make(&folder));
    let elsewhere = LocalDataKey::read(folder.path(), Arc::new(OsRandomness)).unwrap().unwrap();
    DataKeyWorld { key, elsewhere: Arc::new(elsewhere), other: Arc::new(make(&other)) }
}

testkit::data_key_contract!(crate::data_key::world);

/// A provider whose secret is sealed for it.
async fn seal_something(ports: &IssuerPorts) -> Provider {
    let clock = TestClock::new();
    let id = ProviderId::new(&clock, &OsRandomness);
    let sealed = ports.data_key.seal(&Provider::secret_purpose(&id), &"secret".into()).await.unwrap();
    let provider = Provider {
        id,
        slug: "example".parse().unwrap(),
        display_name: "Example ID".parse().unwrap(),
        issuer: "https://id.example.com".parse().unwrap(),
        client_id: "paseport".to_owned(),
        client_secret: Some(sealed),
        scopes: "openid".parse().unwrap(),
        allow_signup: false,
        trust_email: false,
        default_roles: Roles::USER,
        enabled: true,
        created_at: clock.now(),
        updated_at: clock.now(),
    };
    let mut work = ports.store.begin().await.unwrap();
    work.providers().insert(&provider).await.unwrap();
    work.commit().await.unwrap();
    provider
}

#[tokio::test]
async fn a_key_is_not_made_anew_in_place_of_one_that_sealed_something() {
    let folder = tempfile::tempdir().unwrap();
    let (settings, file) = (settings(folder.path()), folder.path().join(LocalDataKey::FILE_NAME));
    let open = async || ports::open(&settings, Arc::new(TestClock::new()), Arc::new(OsRandomness)).await;
    open().await.unwrap();
    fs::remove_file(&file).unwrap();
    let provider = seal_something(&open().await.unwrap()).await;
    let aside = file.with_extension("aside");
    fs::rename(&file, &aside).unwrap();
    let refused = open().await.unwrap_err().to_string();
    assert!(refused.contains("data.key") && refused.contains("backup") && !file.exists(), "{refused}");
    fs::rename(&aside, &file).unwrap();
    let (purpose, sealed) = (Provider::secret_purpose(&provider.id), provider.client_secret.unwrap());
    let opened = open().await.unwrap().data_key.open(&purpose, &sealed).await.unwrap();
    assert_eq!(opened.expose_secret(), "secret");
}
