//! Vault sealed, stopped, slow, broken: k3. Nothing is signed then, that is told fast, and it is over by itself.

use std::{sync::Arc, time::Duration};

use shared::{
    adapters::vault::{Signer, VaultSigner},
    domain::tokens::{KeyVersion, PublicKeys, SignError, TokenSigner},
    middleware::health::Dependency,
};
use testkit::servers::{flaky_proxy::Behaviour, vault::VaultServer};

use crate::world::{World, until};

const BACK_WITHIN: Duration = Duration::from_secs(5);
/// For a Vault that says no: far from the 3 s that one is waited for that says nothing.
const AT_ONCE: Duration = Duration::from_millis(1500);
/// For one that says nothing: those 3 s, on a machine that may be busy.
const GIVEN_UP: Duration = Duration::from_secs(5);

/// That nothing is signed, and how long it takes to know.
async fn unavailable(signer: &VaultSigner, within: Duration) -> String {
    let start = tokio::time::Instant::now();
    let refused = signer.sign(KeyVersion(1), b"message").await;
    let took = start.elapsed();
    let Err(SignError::Unavailable(error)) = refused else { panic!("{refused:?}") };
    assert!(took <= within, "{error} after {took:?}");
    error.to_string()
}

async fn signs(signer: &Arc<VaultSigner>) -> bool {
    signer.sign(KeyVersion(1), b"message").await.is_ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn k3_sealed_is_told_at_once_and_unsealed_works_without_a_restart() {
    let server = VaultServer::start();
    let world = World::with(&server, "sealed", &[]);
    let client = world.issuer();
    let signer = world.signer(&client);
    let tokens = world.tokens(signer.clone(), &client).await;
    let token = tokens.issue().await.unwrap();
    server.seal();
    for _ in 0..10 {
        assert_eq!(unavailable(&signer, AT_ONCE).await, "Vault is sealed");
    }
    assert!(tokens.issue().await.is_err());
    assert!(tokens.verifying_keys.reload().await.is_err());
    assert!(tokens.verifier.verify(&token).await.is_ok(), "checks go on");
    let readiness = Signer(client);
    assert!(!readiness.answers().await);
    server.unseal();
    let took = until(BACK_WITHIN, || signs(&signer)).await;
    println!("back {took:?} after unseal");
    assert!(tokens.issue().await.is_ok() && tokens.verifying_keys.reload().await.is_ok());
    assert!(readiness.answers().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn k3_a_vault_that_was_killed_is_used_again_when_it_is_back() {
    let mut server = VaultServer::start();
    let world = World::with(&server, "killed", &[]);
    let signer = world.signer(&world.issuer());
    assert!(signs(&signer).await);
    server.kill();
    for _ in 0..5 {
        unavailable(&signer, AT_ONCE).await;
    }
    server.run();
    assert_eq!(unavailable(&signer, AT_ONCE).await, "Vault is sealed");
    server.unseal();
    until(BACK_WITHIN, || signs(&signer)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn k3_a_vault_that_stands_still_is_waited_for_three_seconds_at_most() {
    let server = VaultServer::start();
    let world = World::with(&server, "frozen", &[]);
    let signer = world.signer(&world.issuer());
    assert!(signs(&signer).await);
    server.signal("STOP");
    let waits = (0..200).map(|_| unavailable(&signer, GIVEN_UP));
    futures::future::join_all(waits).await;
    server.signal("CONT");
    until(BACK_WITHIN, || signs(&signer)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn k3_errors_hangs_and_cut_connections_are_told_and_pass() {
    let (world, proxy) = World::behind_proxy("flaky").await;
    let client = world.issuer();
    let (signer, keys) = (world.signer(&client), world.public_keys(&client));
    for round in 0..2 {
        for behaviour in [
            Behaviour::Answer(500),
            Behaviour::Answer(502),
            Behaviour::Answer(503),
            Behaviour::Answer(429),
            Behaviour::Answer(200),
            Behaviour::Answer(404),
            Behaviour::Answer(301),
            Behaviour::Close,
        ] {
            proxy.behave(behaviour);
            unavailable(&signer, AT_ONCE).await;
            assert!(keys.load().await.is_err(), "{behaviour:?}");
        }
        proxy.behave(Behaviour::Hang);
        unavailable(&signer, GIVEN_UP).await;
        proxy.behave(Behaviour::Pass);
        let took = until(BACK_WITHIN, || signs(&signer)).await;
        println!("round {round}: back {took:?} after the last failure");
        assert!(keys.load().await.is_ok());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn k3_a_slow_vault_still_signs_while_it_is_not_too_slow() {
    let (world, proxy) = World::behind_proxy("slow").await;
    let signer = world.signer(&world.issuer());
    assert!(signs(&signer).await);
    let delay = Duration::from_millis(700);
    proxy.behave(Behaviour::Delay(delay));
    until(BACK_WITHIN, || signs(&signer)).await;
    let start = tokio::time::Instant::now();
    assert!(signs(&signer).await && start.elapsed() >= delay);
    proxy.behave(Behaviour::Delay(Duration::from_secs(10)));
    unavailable(&signer, GIVEN_UP).await;
    proxy.behave(Behaviour::Pass);
    until(BACK_WITHIN, || signs(&signer)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_start_while_vault_is_away_ends_well_when_it_comes() {
    let (world, proxy) = World::behind_proxy("late").await;
    proxy.behave(Behaviour::Close);
    let client = world.issuer();
    let signer = world.signer(&client);
    let keeping = tokio::spawn(async move { client.keep_logged_in().await });
    unavailable(&signer, AT_ONCE).await;
    proxy.behave(Behaviour::Pass);
    until(BACK_WITHIN, || signs(&signer)).await;
    keeping.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn k3_a_deleted_key_signs_nothing() {
    let world = World::new("deleted");
    let client = world.issuer();
    let signer = world.signer(&client);
    assert!(signs(&signer).await);
    world.server.cli_ok(&["write", "transit/keys/deleted/config", "deletion_allowed=true"]);
    world.server.cli_ok(&["delete", "transit/keys/deleted"]);
    unavailable(&signer, AT_ONCE).await;
    let error = world.public_keys(&client).load().await.unwrap_err();
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "Vault has no such key");
}
