//! Many signatures in few calls, and all of them counted.

use std::{sync::Arc, time::Duration};

use shared::domain::tokens::{KeyStatus, KeyVersion, PublicKeys, Signatures, TokenSigner, paseto::UnverifiedToken};
use testkit::servers::flaky_proxy::Behaviour;
use tokio::{task::JoinSet, time::timeout};

use crate::world::{World, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_tokens_at_once_are_made_in_few_calls_and_all_verify() {
    let world = World::new("thousand");
    let client = world.issuer();
    let signer = world.signer(&client);
    let tokens = Arc::new(world.tokens(signer.clone(), &client).await);
    let start = tokio::time::Instant::now();
    let mut issued = JoinSet::new();
    for _ in 0..1000 {
        let tokens = tokens.clone();
        issued.spawn(async move { tokens.issue().await.unwrap() });
    }
    let issued = issued.join_all().await;
    let took = start.elapsed();
    for token in &issued {
        tokens.verifier.verify(token).await.unwrap();
    }
    let figures = signer.figures();
    println!("1000 tokens in {} calls, {took:?}", figures.calls);
    assert!(figures.calls <= 100, "{figures:?}");
    assert_eq!((figures.signatures, figures.unclaimed, figures.failures), (1000, 0, 0));
    assert_eq!(tokens.issuer.signatures(), 1000);
    let (batches, times) = (signer.batch_sizes().read(), signer.call_times().read());
    assert_eq!((batches.sum, batches.count, times.count), (1000.0, figures.calls, figures.calls));
    assert_eq!(signer.waiting(), 0);

    let calls = world.server.audited("transit/sign/thousand").len();
    assert_eq!(calls as u64, figures.calls);
    assert_eq!(signatures_audited(&world), 1000, "Vault's audit log agrees");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_signature_that_nobody_waits_for_any_more_is_counted() {
    let (world, proxy) = World::behind_proxy("unclaimed").await;
    // Before the first connection, so that none is cut.
    proxy.behave(Behaviour::Delay(Duration::from_millis(500)));
    let client = world.issuer();
    client.log_in().await.unwrap();
    let signer = world.signer(&client);
    let signatures = (0..200).map(|_| signer.sign(KeyVersion(1), b"message"));
    let impatient = timeout(Duration::from_millis(200), futures::future::join_all(signatures)).await;
    assert!(impatient.is_err());
    let over = || async { signer.figures().calls == 2 && signer.figures().signatures == signatures_audited(&world) };
    until(Duration::from_secs(10), over).await;
    let figures = signer.figures();
    assert_eq!((figures.unclaimed, figures.failures), (figures.signatures, 0), "nobody took one");
    let Signatures { made, issued, thrown_away } = signer.ledger().versions()[&KeyVersion(1)];
    assert_eq!((made, issued, thrown_away), (figures.signatures, 0, figures.signatures));
    assert!((1..=128).contains(&figures.signatures), "what waited is not signed for nobody: {figures:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_version_that_is_named_signs_though_there_is_a_later_one() {
    let world = World::new("pinned");
    let keys = world.keys().rotate().await.unwrap();
    let statuses: Vec<_> = keys.iter().map(|key| (key.version().0, key.status())).collect();
    assert_eq!(statuses, [(1, KeyStatus::Current), (2, KeyStatus::Next)]);
    let client = world.issuer();
    let signer = world.signer(&client);
    let tokens = world.tokens(signer.clone(), &client).await;
    let token = tokens.issue().await.unwrap();
    assert!(tokens.verifier.verify(&token).await.is_ok());
    assert!(token_names(&token, keys[0].id().as_str()));

    // Both versions at once: a call has one, so nobody gets a signature by the other.
    let mut both = JoinSet::new();
    for number in 0..200 {
        let (signer, version) = (signer.clone(), KeyVersion(number % 2 + 1));
        both.spawn(async move { (version, signer.sign(version, b"message").await.unwrap()) });
    }
    let both = both.join_all().await;
    let of =
        |version| both.iter().filter(move |(v, _)| *v == KeyVersion(version)).map(|(_, signature)| signature.bytes());
    assert_ne!(of(1).next(), of(2).next());
    // Ed25519 is deterministic: one key and one message have one signature.
    for version in [1, 2] {
        assert!(of(version).all(|signature| Some(signature) == of(version).next()));
    }
    let published = world.public_keys(&client).load().await.unwrap();
    assert_eq!(published.len(), 2);
}

fn token_names(token: &str, id: &str) -> bool {
    let token = UnverifiedToken::parse(token).unwrap();
    String::from_utf8(token.footer().to_vec()).unwrap().contains(id)
}

/// How many signatures by version 1 Vault's audit log tells of.
fn signatures_audited(world: &World<'_>) -> u64 {
    let entries = world.server.audited(&format!("transit/sign/{}", world.provisioned.key));
    let results = entries.iter().filter_map(|entry| entry["response"]["data"]["batch_results"].as_array()).flatten();
    results.filter(|item| item["key_version"] == 1 && item["signature"].is_string()).map(|_| 1).sum()
}
