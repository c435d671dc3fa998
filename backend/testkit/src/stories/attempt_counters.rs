//! The counters of guesses.

use std::{sync::Arc, time::Duration};

use shared::domain::{
    clock::{Clock, SignedDuration},
    randomness::random_bytes,
    throttle::{Admission, AttemptCounters, BucketKey, BucketPolicy, Settlement},
};
use tokio::task::JoinSet;

use super::World;

const POLICY: BucketPolicy = BucketPolicy { free_failures: 5, window: SignedDuration::from_hours(24) };

pub async fn d7_of_five_hundred_guesses_at_once_only_the_free_ones_pass(world: &World) {
    let bucket = bucket(world);
    let mut guesses = JoinSet::new();
    for _ in 0..500 {
        let counters = world.stores.counters.clone();
        guesses.spawn(async move { counters.admit(&bucket, &POLICY).await.unwrap() });
    }
    let admissions = guesses.join_all().await;
    let count = |wanted| admissions.iter().filter(|admission| **admission == wanted).count();
    assert_eq!(count(Admission::Admitted), 5);
    assert_eq!(count(refused(1, true)), 1, "one refusal is worth telling of");
    assert_eq!(count(refused(1, false)), 494);
}

pub async fn a_refusal_tells_when_to_come_back_and_is_noted_once(world: &World) {
    let (bucket, other) = (bucket(world), bucket(world));
    let counters = &*world.stores.counters;
    exhaust(counters, &bucket).await;
    assert_eq!(admit(counters, &bucket).await, refused(1, true));
    assert_eq!(admit(counters, &bucket).await, refused(1, false));
    assert_eq!(admit(counters, &other).await, Admission::Admitted, "another bucket is not concerned");

    world.clock.advance(Duration::from_secs(1));
    assert_eq!(admit(counters, &bucket).await, Admission::Admitted);
    assert_eq!(admit(counters, &bucket).await, refused(2, true));
}

pub async fn a_settled_attempt_is_given_back(world: &World) {
    let bucket = bucket(world);
    let counters = &*world.stores.counters;
    counters.settle(&bucket, &POLICY, Settlement::Cleared).await.unwrap();
    exhaust(counters, &bucket).await;
    counters.settle(&bucket, &POLICY, Settlement::Uncounted).await.unwrap();
    assert_eq!(admit(counters, &bucket).await, Admission::Admitted);
    assert_eq!(admit(counters, &bucket).await, refused(1, true));

    counters.settle(&bucket, &POLICY, Settlement::Cleared).await.unwrap();
    exhaust(counters, &bucket).await;
    assert_eq!(admit(counters, &bucket).await, refused(1, true));
}

pub async fn counters_outlive_a_restart(world: &World) {
    let bucket = bucket(world);
    exhaust(&*world.stores.counters, &bucket).await;
    let reopened = world.reopened().await;
    assert_eq!(admit(&*reopened.counters, &bucket).await, refused(1, true));
}

pub async fn d8_counters_are_not_undone_with_a_transaction(world: &World) {
    let bucket = bucket(world);
    exhaust(&*world.stores.counters, &bucket).await;
    let mut unit = world.begin().await;
    unit.users().insert(&world.samples.user("anna@example.com")).await.unwrap();
    drop(unit);
    assert_eq!(admit(&*world.stores.counters, &bucket).await, refused(1, true));
}

pub async fn old_buckets_are_forgotten(world: &World) {
    let (old, young) = (bucket(world), bucket(world));
    let counters: &Arc<dyn AttemptCounters> = &world.stores.counters;
    exhaust(&**counters, &old).await;
    world.clock.advance(Duration::from_millis(10));
    exhaust(&**counters, &young).await;
    assert_eq!(counters.forget_before(world.clock.now()).await.unwrap(), 1);
    assert_eq!(admit(&**counters, &old).await, Admission::Admitted);
    assert_eq!(admit(&**counters, &young).await, refused(1, true));
}

fn bucket(world: &World) -> BucketKey {
    BucketKey::from_bytes(random_bytes(world.samples.randomness()))
}

async fn admit(counters: &dyn AttemptCounters, bucket: &BucketKey) -> Admission {
    counters.admit(bucket, &POLICY).await.unwrap()
}

/// Uses up the free failures.
async fn exhaust(counters: &dyn AttemptCounters, bucket: &BucketKey) {
    for _ in 0..POLICY.free_failures {
        assert_eq!(admit(counters, bucket).await, Admission::Admitted);
    }
}

fn refused(retry_after_seconds: u64, first: bool) -> Admission {
    Admission::Refused { retry_after_seconds, first }
}
