//! A token that is renewed, runs out, or is taken away.

use std::{sync::Arc, time::Duration};

use shared::{
    adapters::vault::{VaultClient, VaultCredentials},
    domain::tokens::{KeyVersion, PublicKeys, TokenSigner},
};
use testkit::servers::vault::AppRole;

use crate::world::{World, until};

fn kept(client: &Arc<VaultClient>) -> tokio::task::AbortHandle {
    let client = client.clone();
    tokio::spawn(async move { client.keep_logged_in().await }).abort_handle()
}

/// Tokens of this role that are alive.
fn revoke_all(world: &World<'_>, role: &str) {
    let role = format!("{}-{role}", world.provisioned.prefix);
    let accessors = world.server.cli_json(&["list", "-format=json", "auth/token/accessors"]);
    for accessor in accessors.as_array().unwrap().iter().map(|accessor| accessor.as_str().unwrap()) {
        let output = world.server.cli(&["token", "lookup", "-format=json", "-accessor", accessor]);
        if String::from_utf8_lossy(&output.stdout).contains(&format!("\"role_name\": \"{role}\"")) {
            world.server.cli_ok(&["token", "revoke", "-accessor", accessor]);
        }
    }
}

/// Long enough to see a new login; `TOKEN_LIFE_SECONDS=600` sees many.
fn life_seconds() -> u64 {
    std::env::var("TOKEN_LIFE_SECONDS").map_or(55, |seconds| seconds.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn k2_a_token_that_lives_twenty_seconds_never_fails_a_signature() {
    // It can be renewed up to 45 s, then only a new login helps.
    let seconds = life_seconds();
    let world = World::with(
        testkit::servers::vault::VaultServer::shared(),
        "short-life",
        &[("TOKEN_TTL", "20s"), ("TOKEN_MAX_TTL", "45s")],
    );
    let client = world.issuer();
    let keeping = kept(&client);
    let signer = world.signer(&client);
    let start = tokio::time::Instant::now();
    let mut signatures = 0;
    while start.elapsed() < Duration::from_secs(seconds) {
        signer.sign(KeyVersion(1), b"message").await.unwrap();
        signatures += 1;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    keeping.abort();
    let renewals = world.server.audited("auth/token/renew-self");
    let by_us = renewals.iter().filter(|entry| entry["auth"]["metadata"]["role_name"] == "test-short-life-issuer");
    let logins = world.server.audited("auth/approle/login");
    let logins =
        logins.iter().filter(|entry| entry["response"]["auth"]["metadata"]["role_name"] == "test-short-life-issuer");
    let (renewals, logins) = (by_us.count(), logins.count());
    println!("{signatures} signatures in {seconds} s, {logins} logins, {renewals} renewals");
    let times = |every: u64| usize::try_from(seconds / every).unwrap();
    assert!((1 + times(45)..=3 + times(20)).contains(&logins), "{logins} logins");
    assert!((times(30)..=3 + times(6)).contains(&renewals), "{renewals} renewals");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_is_replaced_without_a_failure() {
    let world = World::new("revoked");
    let client = world.issuer();
    let (signer, keys) = (world.signer(&client), world.public_keys(&client));
    for _ in 0..3 {
        signer.sign(KeyVersion(1), b"message").await.unwrap();
        revoke_all(&world, "issuer");
        // Many notice at once, and one of them logs in.
        let signatures = (0..50).map(|_| signer.sign(KeyVersion(1), b"message"));
        assert!(futures::future::join_all(signatures).await.iter().all(Result::is_ok));
        revoke_all(&world, "issuer");
        keys.load().await.unwrap();
    }
    let logins = world.server.audited("auth/approle/login");
    let ours = |entry: &&serde_json::Value| entry["response"]["auth"]["metadata"]["role_name"] == "test-revoked-issuer";
    assert_eq!(logins.iter().filter(ours).count(), 7, "one at first and one for each revocation");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_given_token_is_renewed_and_its_end_is_told() {
    let world = World::new("given");
    let policy = "-policy=test-given-issuer";
    let token = world.server.cli_ok(&["token", "create", "-ttl=3s", policy, "-field=token"]);
    let client = world.client_with(VaultCredentials::Token(token.trim().to_owned().into()));
    let keeping = kept(&client);
    let signer = world.signer(&client);
    let start = tokio::time::Instant::now();
    while start.elapsed() < Duration::from_secs(8) {
        signer.sign(KeyVersion(1), b"message").await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    keeping.abort();
    world.server.cli_ok(&["token", "revoke", token.trim()]);
    let error = signer.sign(KeyVersion(1), b"message").await.unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("the token is not good"), "{source}");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_credentials_are_told_plainly_and_cause_few_logins() {
    let world = World::new("wrong");
    let role_id = world.provisioned.issuer.role_id.clone();
    let client = world.client(&AppRole { role_id, secret_id: "a-secret-of-nobody".to_owned().into() });
    let error = client.log_in().await.unwrap_err().to_string();
    assert!(error.starts_with("Vault refuses our credentials: ") && !error.contains("a-secret"), "{error}");
    let before = world.server.audited("auth/approle/login").len();
    for _ in 0..100 {
        assert!(client.log_in().await.is_err());
    }
    let shown = format!("{client:?}");
    assert!(!shown.contains("a-secret"), "{shown}");
    // Other tests log in too; a hundred would be seen.
    let after = world.server.audited("auth/approle/login").len();
    assert!(after - before < 60, "{} logins", after - before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_id_that_is_made_good_again_is_used_without_a_restart() {
    let world = World::new("mended");
    let client = world.issuer();
    let path = format!("auth/approle/role/{}-issuer", world.provisioned.prefix);
    world.server.cli_ok(&["write", &path, "secret_id_bound_cidrs=10.0.0.0/8"]);
    assert!(client.log_in().await.is_err());
    world.server.cli_ok(&["write", &path, "secret_id_bound_cidrs="]);
    let took = until(Duration::from_secs(5), || async { client.log_in().await.is_ok() }).await;
    assert!(took < Duration::from_secs(3), "{took:?}");
}
