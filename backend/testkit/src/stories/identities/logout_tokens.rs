//! Logout tokens that came.

use std::time::Duration;

use shared::domain::{
    clock::{Clock, Timestamp},
    ids::ProviderId,
};
use tokio::task::JoinSet;

use crate::stories::World;

pub async fn a_logout_token_is_used_once(world: &World) {
    let (rauthy, other) = (world.samples.provider("rauthy").id, world.samples.provider("other").id);
    let end = world.clock.now() + Duration::from_mins(2);
    let long = "x".repeat(10_000);
    for token in ["abc", "ABC", "abc ", " abc", "", "zo\u{e9}", "zoe\u{301}", &long, &long[1..]] {
        for provider in [&rauthy, &other] {
            assert!(used(world, provider, token, end).await, "{token:?}");
            assert!(!used(world, provider, token, end).await, "{token:?}");
            assert!(!used(world, provider, token, end + Duration::from_mins(1)).await, "{token:?}");
        }
    }
}

pub async fn of_many_uses_at_once_one_counts(world: &World) {
    let (rauthy, end) = (world.samples.provider("rauthy").id, world.clock.now() + Duration::from_mins(2));
    let processes = [world.stores.store.clone(), world.reopened().await.store];
    let mut uses = JoinSet::new();
    for number in 0..10 {
        let store = processes[number % 2].clone();
        uses.spawn(async move {
            let mut unit = store.begin().await.unwrap();
            let counts = unit.logout_tokens().use_once(&rauthy, "token", end).await.unwrap();
            unit.commit().await.unwrap();
            counts
        });
    }
    assert_eq!(uses.join_all().await.into_iter().filter(|counts| *counts).count(), 1);
}

pub async fn a_use_that_was_undone_was_none(world: &World) {
    let (rauthy, end) = (world.samples.provider("rauthy").id, world.clock.now() + Duration::from_mins(2));
    let mut unit = world.begin().await;
    assert!(unit.logout_tokens().use_once(&rauthy, "token", end).await.unwrap());
    drop(unit);
    assert!(used(world, &rauthy, "token", end).await);
}

pub async fn logout_tokens_are_remembered_until_their_end(world: &World) {
    let (rauthy, now) = (world.samples.provider("rauthy").id, world.clock.now());
    let (early, late) = (now + Duration::from_mins(1), now + Duration::from_mins(2));
    assert!(used(world, &rauthy, "early", early).await);
    assert!(used(world, &rauthy, "late", late).await);
    assert_eq!(forgotten(world, early).await, 0, "at its end it may still be taken");
    assert_eq!(forgotten(world, late).await, 1);
    assert!(!used(world, &rauthy, "late", late).await);
    assert!(used(world, &rauthy, "early", early).await);
}

async fn used(world: &World, provider: &ProviderId, token: &str, end: Timestamp) -> bool {
    let mut unit = world.begin().await;
    let used = unit.logout_tokens().use_once(provider, token, end).await.unwrap();
    unit.commit().await.unwrap();
    used
}

async fn forgotten(world: &World, before: Timestamp) -> u64 {
    let mut unit = world.begin().await;
    let forgotten = unit.logout_tokens().forget_before(before).await.unwrap();
    unit.commit().await.unwrap();
    forgotten
}
