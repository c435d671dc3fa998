//! The script decides exactly as the rule in the domain.

use std::sync::Arc;

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use shared::{
    adapters::redis::{RedisMaster, RedisSessionCache},
    domain::{
        clock::{Clock, SignedDuration, Timestamp},
        sessions::{CachedState, Epoch, Generation, RoleValue, Session, SessionCache, rule},
    },
};
use testkit::{clock::TestClock, samples::Samples, servers::redis::RedisServers};

use crate::{instance, turn};

const CASES: u32 = 2000;
/// Longer than the test takes, so that no key expires under it.
const LEAST_LIFE: i64 = 600_000_000;

/// What a step meets. Times are microseconds after the beginning.
#[derive(Clone, Debug)]
struct Case {
    generation: u64,
    /// How much later the presented generation is.
    distance: i64,
    rotated_at: Option<i64>,
    ended: bool,
    of_this_epoch: bool,
    expires_at: i64,
    now: i64,
}

fn cases() -> impl Strategy<Value = Case> {
    let generation = prop_oneof![1..4_u64, 1..2_000_u64, (u64::MAX - 3)..=u64::MAX, (1_u64 << 53)..(1 << 53) + 4];
    let distance = prop_oneof![-3..4_i64, any::<i64>()];
    let grace = i64::try_from(rule::GRACE.as_micros()).unwrap();
    // Around the edges of the grace and of the absolute end, and anywhere.
    let since_rotation =
        prop_oneof![-2..=2_i64, grace - 2..=grace + 2, -grace - 2..=-grace + 2, -60_000_000..60_000_000_i64];
    let before_end = prop_oneof![-2..=2_i64, -60_000_000..60_000_000_i64];
    let expires_at = LEAST_LIFE..LEAST_LIFE * 2;
    let rotation = proptest::option::weighted(0.9, since_rotation);
    let (ended, here) = (prop::bool::weighted(0.1), prop::bool::weighted(0.9));
    (generation, distance, rotation, ended, here, before_end, expires_at).prop_map(
        |(generation, distance, since_rotation, ended, of_this_epoch, before_end, expires_at)| {
            // Mostly before the end, sometimes after it.
            let now = expires_at - before_end.abs() * if before_end % 7 == 0 { -1 } else { 1 };
            let rotated_at = since_rotation.map(|since| now - since);
            Case { generation, distance, rotated_at, ended, of_this_epoch, expires_at, now }
        },
    )
}

#[test]
fn the_script_decides_as_the_rule() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _turn = runtime.block_on(turn::beside_others());
    let clock = Arc::new(TestClock::new());
    let (names, _) = instance::names();
    let cache = runtime.block_on(async {
        let master = RedisMaster::start(instance::settings(RedisServers::shared())).unwrap();
        instance::cache(&master, &names, clock.clone()).stepping_by_clock()
    });
    let samples = Samples::new(clock.clone());
    let start = clock.now();
    let mut runner = TestRunner::new(Config { cases: CASES, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&cases(), |case| {
        clock.set(start);
        let session = samples.session(&samples.user("anna@example.com"));
        runtime.block_on(compare(&cache, &clock, start, session, &case));
        Ok(())
    });
    outcome.unwrap();
}

async fn compare(cache: &RedisSessionCache, clock: &TestClock, start: Timestamp, session: Session, case: &Case) {
    let at = |micros| start + SignedDuration::from_micros(micros);
    let session = Session { expires_at: at(case.expires_at), ..session };
    let generation = Generation::new(case.generation);
    let live = CachedState::Live { generation, rotated_at: case.rotated_at.map(at) };
    let here = cache.read(&session.id).await.unwrap().epoch;
    let epoch = if case.of_this_epoch { here } else { Epoch::new("another") };
    assert!(cache.restore(&session, live, &epoch, None).await.unwrap());
    let state = if case.ended { CachedState::Ended } else { live };
    if case.ended {
        cache.bury(&session.id, session.expires_at).await.unwrap();
    }

    clock.set(at(case.now));
    let presented = Generation::new(case.generation.saturating_add_signed(case.distance));
    let (written, expected) = rule::step(state, session.expires_at, case.of_this_epoch, presented, clock.now());
    assert_eq!(cache.step(&session.id, presented).await.unwrap(), expected, "{case:?}");
    let copy = cache.read(&session.id).await.unwrap().session.unwrap();
    assert_eq!(copy.state, written.unwrap_or(state), "{case:?}");
}

#[tokio::test]
async fn the_step_goes_by_the_time_of_redis() {
    let _turn = turn::beside_others().await;
    let (names, _) = instance::names();
    let servers = tokio::task::spawn_blocking(RedisServers::shared).await.unwrap();
    let master = RedisMaster::start(instance::settings(servers)).unwrap();
    // This process's clock stands still in the past.
    let clock = Arc::new(TestClock::new());
    let cache = instance::cache(&master, &names, clock.clone());
    let samples = Samples::new(clock.clone());
    let user = samples.user("anna@example.com");
    let session = Session { expires_at: Timestamp::from_second(4_000_000_000).unwrap(), ..samples.session(&user) };
    cache.put(&session, &RoleValue::of(&user)).await.unwrap();
    cache.step(&session.id, Generation::FIRST).await.unwrap();
    let copy = cache.read(&session.id).await.unwrap().session.unwrap();
    let CachedState::Live { rotated_at: Some(rotated_at), .. } = copy.state else { panic!("{copy:?}") };
    assert!(rotated_at > clock.now() + SignedDuration::from_hours(24));
}
