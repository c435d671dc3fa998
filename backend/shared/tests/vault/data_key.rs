//! Secrets sealed by Vault: the story that the local key is told too, and what happens when the key or Vault changes.

use std::{sync::Arc, time::Duration};

use secrecy::ExposeSecret;
use shared::{
    adapters::vault::{VaultCredentials, VaultDataKey},
    domain::providers::{DataKey, DataKeyError},
};
use testkit::{
    servers::{flaky_proxy::Behaviour, vault::VaultServer},
    stories::data_key::DataKeyWorld,
};

use crate::world::{World, until};

const PURPOSE: &str = "provider-secret:1";

async fn story_world() -> DataKeyWorld {
    let (world, other) = (World::new("sealing"), World::new("sealing-other"));
    let key = || Arc::new(world.data_key(&world.issuer()));
    DataKeyWorld { key: key(), elsewhere: key(), other: Arc::new(other.data_key(&other.issuer())) }
}

testkit::data_key_contract!(crate::data_key::story_world);

async fn opens(key: &VaultDataKey, sealed: &shared::domain::providers::SealedSecret) -> bool {
    key.open(PURPOSE, sealed).await.is_ok_and(|opened| opened.expose_secret() == "secret")
}

#[track_caller]
fn unavailable<T: std::fmt::Debug>(result: Result<T, DataKeyError>) -> String {
    let Err(DataKeyError::Unavailable(error)) = result else { panic!("{result:?}") };
    error.to_string()
}

#[tokio::test]
async fn what_was_sealed_before_a_rotation_opens_after_it() {
    let world = World::new("sealing-rotated");
    let key = world.data_key(&world.issuer());
    let before = key.seal(PURPOSE, &"secret".into()).await.unwrap();
    world.server.cli_ok(&["write", "-f", "transit/keys/sealing-rotated-data/rotate"]);
    let after = key.seal(PURPOSE, &"secret".into()).await.unwrap();
    assert!(before.as_str().starts_with("vault:v1:") && after.as_str().starts_with("vault:v2:"));
    assert!(opens(&key, &before).await && opens(&key, &after).await);
    let lower = "min_decryption_version=2";
    world.server.cli_ok(&["write", "transit/keys/sealing-rotated-data/config", lower]);
    assert!(matches!(key.open(PURPOSE, &before).await, Err(DataKeyError::Unopened)), "its version was taken away");
    assert!(opens(&key, &after).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn k3_a_sealed_vault_is_told_apart_from_a_secret_that_never_opens() {
    let server = VaultServer::start();
    let world = World::with(&server, "sealing-sealed", &[]);
    let key = world.data_key(&world.issuer());
    let sealed = key.seal(PURPOSE, &"secret".into()).await.unwrap();
    server.seal();
    assert_eq!(unavailable(key.open(PURPOSE, &sealed).await), "Vault is sealed");
    assert_eq!(unavailable(key.seal(PURPOSE, &"secret".into()).await), "Vault is sealed");
    server.unseal();
    until(Duration::from_secs(5), || opens(&key, &sealed)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn k3_errors_and_cut_connections_are_told_and_pass() {
    let (world, proxy) = World::behind_proxy("sealing-flaky").await;
    let key = world.data_key(&world.issuer());
    let sealed = key.seal(PURPOSE, &"secret".into()).await.unwrap();
    for behaviour in [Behaviour::Answer(500), Behaviour::Answer(503), Behaviour::Answer(200), Behaviour::Close] {
        proxy.behave(behaviour);
        unavailable(key.open(PURPOSE, &sealed).await);
        unavailable(key.seal(PURPOSE, &"secret".into()).await);
    }
    proxy.behave(Behaviour::Pass);
    until(Duration::from_secs(5), || opens(&key, &sealed)).await;
}

#[tokio::test]
async fn who_may_neither_seal_nor_open_is_told_so() {
    let world = World::new("sealing-denied");
    let sealed = world.data_key(&world.issuer()).seal(PURPOSE, &"secret".into()).await.unwrap();
    let api = world.data_key(&world.client(&world.provisioned.api));
    assert!(unavailable(api.open(PURPOSE, &sealed).await).contains("does not allow"));
    assert!(unavailable(api.seal(PURPOSE, &"secret".into()).await).contains("does not allow"));
    let nobody = world.data_key(&world.client_with(VaultCredentials::Token("hvs.nobody".to_owned().into())));
    assert!(unavailable(nobody.open(PURPOSE, &sealed).await).contains("refuses our credentials"));
}
