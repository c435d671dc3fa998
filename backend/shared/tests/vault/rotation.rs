//! Keys come and go under load, and nobody is refused for it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use shared::domain::{
    clock::Clock,
    tokens::{KeyRing, KeyStatus, KeyVersion, PublicKeys, PublishedKey, TokenRefused, TokenSigner},
};
use testkit::stories::signing::Tokens;
use tokio::{task::JoinSet, time::Instant};

use crate::world::{AHEAD, TTL, World, until};

fn statuses(keys: &[PublishedKey]) -> Vec<(u32, KeyStatus)> {
    keys.iter().map(|key| (key.version().0, key.status())).collect()
}

/// Reloads as a process does.
fn reloading(ring: &Arc<KeyRing>) -> tokio::task::AbortHandle {
    let ring = ring.clone();
    let reload = async move {
        let mut ticks = tokio::time::interval(AHEAD / 3);
        loop {
            ticks.tick().await;
            ring.reload().await.unwrap();
        }
    };
    tokio::spawn(reload).abort_handle()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_new_version_is_next_then_current_while_the_old_retires_and_goes() {
    let world = World::new("schedule");
    let (one, other) = (world.public_keys(&world.issuer()), world.public_keys(&world.client(&world.provisioned.api)));
    assert_eq!(statuses(&one.load().await.unwrap()), [(1, KeyStatus::Current)], "a first key signs at once");
    let start = Instant::now();
    let rotated = world.keys().rotate().await.unwrap();
    assert_eq!(statuses(&rotated), [(1, KeyStatus::Current), (2, KeyStatus::Next)]);
    let mut seen = vec![(statuses(&rotated), Duration::ZERO)];
    while seen.last().unwrap().0 != [(2, KeyStatus::Current)] {
        let (a, b) = (one.load().await.unwrap(), other.load().await.unwrap());
        // The two reads are some milliseconds apart.
        if a == b && statuses(&a) != seen.last().unwrap().0 {
            seen.push((statuses(&a), start.elapsed()));
        }
        assert!(start.elapsed() < Duration::from_secs(30), "{seen:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let [_, (second, published_ahead), (_, gone)] = &seen[..] else { panic!("{seen:?}") };
    assert_eq!(*second, [(1, KeyStatus::Retiring), (2, KeyStatus::Current)]);
    let near = |duration: &Duration, expected: Duration| duration.abs_diff(expected) < Duration::from_secs(1);
    // Vault's and our clock are one; a second is for the way.
    assert!(near(published_ahead, AHEAD), "{published_ahead:?}");
    assert!(near(gone, AHEAD + TTL + AHEAD), "{gone:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn h6_rotation_under_load_refuses_no_token_before_its_end_and_none_of_a_retired_key_is_accepted() {
    let world = World::new("rotating");
    let client = world.issuer();
    let signer = world.signer(&client);
    let tokens = Arc::new(world.tokens(signer.clone(), &client).await);
    let reloads = [reloading(&tokens.issuing_keys), reloading(&tokens.verifying_keys)];
    let done = Arc::new(AtomicBool::new(false));
    let mut users = JoinSet::new();
    for _ in 0..8 {
        let (tokens, clock, done) = (tokens.clone(), world.clock.clone(), done.clone());
        users.spawn(async move { use_tokens(&tokens, &*clock, &done).await });
    }
    let keys = world.keys();
    for _ in 0..6 {
        tokio::time::sleep(Duration::from_secs(2)).await;
        keys.rotate().await.unwrap();
    }
    until(Duration::from_secs(10), || async {
        tokens.issuing_keys.current().is_some_and(|key| key.version() == KeyVersion(7))
    })
    .await;
    done.store(true, Ordering::Relaxed);
    let used: usize = users.join_all().await.into_iter().sum();
    println!("{used} tokens used over 7 key versions, {:?}", signer.figures());
    assert!(used > 100);
    assert_eq!(signer.figures().failures, 0);

    let token = tokens.issue().await.unwrap();
    assert!(tokens.verifier.verify(&token).await.is_ok());
    let retired = keys.retire(KeyVersion(7)).await.unwrap();
    assert_eq!(statuses(&retired), [(8, KeyStatus::Current)], "the new one signs at once");
    tokens.verifying_keys.reload().await.unwrap();
    let refused = tokens.verifier.verify(&token).await;
    assert!(matches!(refused, Err(TokenRefused::UnknownKey)), "{refused:?}");
    assert!(signer.sign(KeyVersion(7), b"message").await.is_err(), "Vault signs with it no more");
    let works = || async {
        let Ok(token) = tokens.issue().await else { return false };
        tokens.verifier.verify(&token).await.is_ok()
    };
    until(Duration::from_secs(5), works).await;
    reloads.iter().for_each(tokio::task::AbortHandle::abort);
}

/// Issues tokens and uses each until it expires. How many.
async fn use_tokens(tokens: &Tokens, clock: &dyn Clock, done: &AtomicBool) -> usize {
    let (mut used, mut issued) = (Vec::new(), 0);
    while !done.load(Ordering::Relaxed) {
        let token = tokens.issue().await.unwrap();
        let claims = tokens.verifier.verify(&token).await.unwrap();
        used.push((token, claims.exp));
        issued += 1;
        used.retain(|(_, exp)| clock.now() < *exp);
        for (token, exp) in &used {
            let verified = tokens.verifier.verify(token).await;
            assert!(verified.is_ok() || *exp <= clock.now(), "{verified:?} before {exp}");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    issued
}

#[tokio::test(flavor = "multi_thread")]
async fn retiring_needs_a_version_that_is_there_and_leaves_later_ones() {
    let world = World::new("retiring");
    let keys = world.keys();
    keys.rotate().await.unwrap();
    assert!(keys.retire(KeyVersion(3)).await.is_err());
    assert_eq!(keys.list().await.unwrap().len(), 2, "nothing was done");
    let left = keys.retire(KeyVersion(1)).await.unwrap();
    assert_eq!(statuses(&left), [(2, KeyStatus::Current)], "no new version is needed");
    assert_eq!(statuses(&keys.retire(KeyVersion(1)).await.unwrap()), statuses(&left), "again changes nothing");
    let public = world.public_keys(&world.issuer());
    assert_eq!(public.load().await.unwrap(), left);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_rotate_is_told_so() {
    let world = World::new("not-rotator");
    let keys =
        shared::adapters::vault::VaultKeys::new(world.issuer(), world.key(), world.schedule, world.clock.clone());
    let error = keys.rotate().await.unwrap_err().to_string();
    assert!(error.starts_with("Vault does not allow this"), "{error}");
    assert_eq!(statuses(&keys.list().await.unwrap()), [(1, KeyStatus::Current)]);
}
