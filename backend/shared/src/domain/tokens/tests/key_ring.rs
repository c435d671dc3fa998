use futures::{
    FutureExt,
    future::{join, join_all},
};

use super::*;

fn id(version: u32) -> KeyId {
    published(version, KeyStatus::Current).id().clone()
}

#[test]
fn reload_is_at_most_a_third_of_publish_ahead() {
    let times = |reload, ahead| KeyTimes::new(Duration::from_secs(reload), Duration::from_secs(ahead));
    assert_eq!(times(10, 600), Ok(KeyTimes::default()));
    assert!(times(200, 600).is_ok());
    assert_eq!(times(201, 600), Err(InvalidKeyTimes));
    assert_eq!(times(0, 600), Err(InvalidKeyTimes));
}

#[tokio::test]
async fn an_empty_ring_knows_nothing_and_says_so() {
    let world = World::unloaded();
    world.keys.away.store(true, Ordering::Relaxed);
    assert_eq!(world.ring.find_or_reload(&id(1)).await, Err(KeyLookup::Unavailable));
    assert_eq!(world.ring.current(), None);
    assert!(world.ring.published().is_empty());
    assert!(world.ring.reload_due());
}

#[tokio::test]
async fn an_unknown_id_finds_a_key_that_was_just_published() {
    let world = World::unloaded();
    assert_eq!(world.ring.find_or_reload(&id(1)).await.unwrap().version(), KeyVersion(1));
    assert_eq!(world.keys.loads(), 1);
}

#[tokio::test]
async fn fifty_unknown_ids_at_once_share_one_reload() {
    let world = World::new().await;
    world.keys.slow.store(true, Ordering::Relaxed);
    let ids: Vec<_> = (10..60).map(id).collect();
    let callers = join_all(ids.iter().map(|id| world.ring.find_or_reload(id)));
    // Polled after the callers: all of them wait by then.
    let release = async {
        assert_eq!(world.keys.loads(), 2);
        world.keys.permits.add_permits(50);
    };
    let (answers, ()) = join(callers, release).await;
    assert_eq!(answers, vec![Err(KeyLookup::Unknown); 50]);
    assert_eq!(world.keys.loads(), 2, "the first one filled the ring");
}

#[tokio::test]
async fn a_caller_who_goes_away_does_not_stop_the_shared_reload() {
    let world = World::unloaded();
    world.keys.slow.store(true, Ordering::Relaxed);
    let wanted = id(1);
    assert!(world.ring.find_or_reload(&wanted).now_or_never().is_none(), "it waits, and is dropped");
    world.keys.permits.add_permits(1);
    assert!(world.ring.find_or_reload(&wanted).await.is_ok());
    assert_eq!(world.keys.loads(), 1);
}

#[tokio::test]
async fn a_reload_that_takes_long_is_shared_for_as_long_as_it_takes() {
    let world = World::unloaded();
    world.keys.slow.store(true, Ordering::Relaxed);
    let wanted = id(1);
    assert!(world.ring.find_or_reload(&wanted).now_or_never().is_none());
    world.clock.advance(KeyRing::UNKNOWN_ID_PAUSE * 2);
    assert!(world.ring.find_or_reload(&wanted).now_or_never().is_none());
    assert_eq!(world.keys.loads(), 1);
}

#[tokio::test]
async fn unknown_ids_cause_one_reload_in_five_seconds() {
    let world = World::new().await;
    for (step, loads) in [(0, 2), (4_999, 2), (1, 3), (4_999, 3), (1, 4)] {
        world.clock.advance(Duration::from_millis(step));
        assert_eq!(world.ring.find_or_reload(&id(9)).await, Err(KeyLookup::Unknown));
        assert_eq!(world.keys.loads(), loads, "{step}");
    }
}

#[tokio::test]
async fn a_known_id_causes_no_reload() {
    let world = World::new().await;
    world.clock.advance(Duration::from_secs(10_000));
    assert!(world.ring.find_or_reload(&id(1)).await.is_ok());
    assert_eq!(world.keys.loads(), 1);
}

#[tokio::test]
async fn the_scheduled_reload_is_due_after_its_time_and_until_it_works() {
    let world = World::new().await;
    world.clock.advance(Duration::from_millis(9_999));
    assert!(!world.ring.reload_due());
    world.clock.advance(Duration::from_millis(1));
    assert!(world.ring.reload_due());
    world.keys.away.store(true, Ordering::Relaxed);
    assert!(world.ring.reload().await.is_err());
    assert!(world.ring.reload_due());
    world.keys.away.store(false, Ordering::Relaxed);
    world.ring.reload().await.unwrap();
    assert!(!world.ring.reload_due());
}

#[tokio::test]
async fn removals_count_what_is_taken_away_only() {
    let world = World::new().await;
    let keys = |versions: &[u32]| versions.iter().map(|version| published(*version, KeyStatus::Next)).collect();
    for (versions, removals) in [(&[2, 1][..], 0), (&[1, 2], 0), (&[2, 3], 1), (&[2, 3, 4], 1), (&[], 2), (&[1], 2)] {
        world.keys.set(keys(versions));
        world.ring.reload().await.unwrap();
        assert_eq!(world.ring.removals(), removals, "{versions:?}");
        assert!(world.ring.published().is_sorted_by_key(PublishedKey::version));
    }
}

#[tokio::test]
async fn a_removed_key_makes_its_tokens_refused() {
    let world = World::new().await;
    let token = world.token().await;
    world.keys.set(vec![published(2, KeyStatus::Current)]);
    world.ring.reload().await.unwrap();
    assert_eq!(world.refusal(&token).await, TokenRefused::UnknownKey);
}

#[tokio::test]
async fn a_failed_reload_takes_nothing_away() {
    let world = World::new().await;
    world.keys.set(vec![]);
    world.keys.away.store(true, Ordering::Relaxed);
    assert!(world.ring.reload().await.is_err());
    assert!(world.ring.find(&id(1)).is_some());
    assert_eq!(world.ring.removals(), 0);
}

#[tokio::test]
async fn a_slow_answer_does_not_bring_a_removed_key_back() {
    let world = World::new().await;
    world.keys.slow.store(true, Ordering::Relaxed);
    let slow = world.ring.reload();
    let overtaken = async {
        world.keys.set(vec![published(2, KeyStatus::Current)]);
        world.keys.slow.store(false, Ordering::Relaxed);
        world.ring.reload().await.unwrap();
        world.keys.permits.add_permits(1);
    };
    let (slow, ()) = join(slow, overtaken).await;
    slow.unwrap();
    assert_eq!(world.ring.find(&id(1)), None);
    assert_eq!(world.ring.current().unwrap().version(), KeyVersion(2));
}
