//! Redis is away: what is answered, and how soon.

use std::{sync::Arc, time::Duration};

use shared::{
    adapters::redis::{RedisAttemptCounters, RedisMaster},
    domain::{
        clock::SignedDuration,
        sessions::{Generation, RoleValue, SessionCache},
        store::StoreError,
        throttle::{Admission, AttemptCounters, BucketKey, BucketPolicy},
    },
};
use testkit::{clock::TestClock, samples::Samples, servers::redis::RedisServers};
use tokio::time::Instant;

use crate::{instance, turn};

/// A command is waited for about a second, and this on a machine that may be busy.
const GIVEN_UP: Duration = Duration::from_millis(2500);

const POLICY: BucketPolicy = BucketPolicy { free_failures: 5, window: SignedDuration::from_hours(24) };

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_master_that_hangs_is_unavailable_within_about_a_second() {
    let _turn = turn::beside_others().await;
    let servers = tokio::task::spawn_blocking(RedisServers::start).await.unwrap();
    let clock = Arc::new(TestClock::new());
    let (names, attempts) = instance::names();
    let master = RedisMaster::start(instance::settings(&servers)).unwrap();
    let cache = instance::cache(&master, &names, clock.clone());
    let samples = Samples::new(clock.clone());
    let session = samples.session(&samples.user("anna@example.com"));
    assert!(cache.read(&session.id).await.unwrap().session.is_none());

    (0..3).for_each(|node| servers.pause(node));
    let mut slowest = Duration::ZERO;
    for _ in 0..5 {
        let began = Instant::now();
        let answer = cache.step(&session.id, Generation::FIRST).await;
        assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
        slowest = slowest.max(began.elapsed());
    }
    println!("slowest answer while every Redis hangs: {slowest:?}");
    assert!(slowest < GIVEN_UP, "{slowest:?}");

    // d10: what was counted before, and during, still counts.
    let counters = RedisAttemptCounters::new(master, &attempts, clock);
    let bucket = BucketKey::from_bytes([7; 32]);
    let mut admitted = 0;
    for _ in 0..8 {
        admitted += u32::from(counters.admit(&bucket, &POLICY).await.unwrap() == Admission::Admitted);
    }
    assert_eq!(admitted, POLICY.free_failures);
    (0..3).for_each(|node| servers.resume(node));
    let later = async {
        while cache.read(&session.id).await.is_err() {
            tokio::task::yield_now().await;
        }
        counters.admit(&bucket, &POLICY).await.unwrap()
    };
    let admission = tokio::time::timeout(Duration::from_secs(20), later).await.unwrap();
    assert!(matches!(admission, Admission::Refused { .. }), "{admission:?}: what was counted locally is carried on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_demoted_master_acknowledges_nothing() {
    let _turn = turn::beside_others().await;
    let servers = tokio::task::spawn_blocking(RedisServers::start).await.unwrap();
    let clock = Arc::new(TestClock::new());
    let (names, _) = instance::names();
    let master = RedisMaster::start(instance::settings(&servers)).unwrap();
    let cache = instance::cache(&master, &names, clock.clone()).stepping_by_clock();
    let samples = Samples::new(clock);
    let user = samples.user("anna@example.com");
    let session = samples.session(&user);
    let role = RoleValue::of(&user);
    cache.put(&session, &role).await.unwrap();
    let epoch = master.epoch();

    // Nobody tells of it but the server itself.
    (0..3).for_each(|sentinel| servers.kill_sentinel(sentinel));
    let other = servers.address(1);
    assert_eq!(servers.ask_node(0, &format!("REPLICAOF {other}")).trim(), "OK");
    // Also what would only look.
    for generation in [9, 1] {
        let step = cache.step(&session.id, Generation::new(generation)).await;
        assert!(matches!(step, Err(StoreError::Unavailable(_))), "{step:?}");
    }
    let buried = cache.bury(&session.id, session.expires_at).await;
    assert!(matches!(buried, Err(StoreError::Unavailable(_))), "{buried:?}");
    assert_eq!(master.epoch(), None);

    // The same life of the same server: nothing was lost.
    assert_eq!(servers.ask_node(0, "REPLICAOF NO ONE").trim(), "OK");
    let back = async {
        while master.epoch().is_none() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), back).await.unwrap();
    assert_eq!(master.epoch(), epoch);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn d10_guesses_counted_in_redis_count_while_it_is_away() {
    let _turn = turn::beside_others().await;
    let servers = tokio::task::spawn_blocking(RedisServers::start).await.unwrap();
    let (_, attempts) = instance::names();
    let master = RedisMaster::start(instance::settings(&servers)).unwrap();
    let counters = RedisAttemptCounters::new(master, &attempts, Arc::new(TestClock::new()));
    let bucket = BucketKey::from_bytes([8; 32]);
    for _ in 0..POLICY.free_failures {
        assert_eq!(counters.admit(&bucket, &POLICY).await.unwrap(), Admission::Admitted);
    }
    (0..3).for_each(|node| servers.kill(node));
    let admission = counters.admit(&bucket, &POLICY).await.unwrap();
    assert!(matches!(admission, Admission::Refused { .. }), "{admission:?}");
}
