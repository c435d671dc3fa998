//! The record of sessions.

use std::time::Duration;

use shared::domain::{
    clock::Clock,
    sessions::{Checkpoint, EndReason, Ended, Generation, Seen, Session},
    store::StoreError,
};

use super::World;

pub async fn a_session_is_read_as_written(world: &World) {
    let user = world.samples.user("anna@example.com");
    let plain = world.samples.session(&user);
    world.clock.advance(Duration::from_millis(1234));
    let now = world.clock.now();
    let full = Session {
        parent: Some(plain.id.clone()),
        amr: vec!["pwd".into(), "otp".into()],
        checkpoint: Checkpoint { generation: Generation::new(7), rotated_at: Some(now) },
        last_seen: world.samples.seen("2001:db8::1"),
        ended: Some(Ended { at: now, reason: EndReason::EndedByAdmin }),
        ..world.samples.session(&user)
    };
    world.record_users([&user]).await;
    world.record_sessions([&plain, &full]).await;

    let mut unit = world.begin().await;
    assert_eq!(unit.sessions().find(&plain.id).await.unwrap(), Some(plain.clone()));
    assert_eq!(unit.sessions().find(&full.id).await.unwrap(), Some(full));
    assert_eq!(unit.sessions().find(&world.samples.session(&user).id).await.unwrap(), None);
    let refused = unit.sessions().insert(&plain).await;
    assert!(matches!(refused, Err(StoreError::Duplicate)), "{refused:?}");
}

pub async fn live_sessions_are_listed_the_latest_used_first(world: &World) {
    let (anna, bert) = (world.samples.user("anna@example.com"), world.samples.user("bert@example.com"));
    let now = world.clock.now();
    let used = |seconds| {
        let last_seen = Seen { at: now + Duration::from_secs(seconds), ..world.samples.seen("192.0.2.7") };
        Session { last_seen, ..world.samples.session(&anna) }
    };
    let (middle, latest, oldest) = (used(20), used(30), used(10));
    let ended = Session { ended: Some(Ended { at: now, reason: EndReason::SignedOut }), ..used(40) };
    let expired = Session { expires_at: now, ..used(50) };
    let foreign = world.samples.session(&bert);
    world.record_users([&anna, &bert]).await;
    world.record_sessions([&middle, &latest, &oldest, &ended, &expired, &foreign]).await;

    let listed = world.read().await.sessions().live_of(&anna.id, now).await.unwrap();
    assert_eq!(listed, [latest, middle, oldest]);
}

pub async fn the_first_end_of_a_session_stays(world: &World) {
    let session = recorded(world).await;
    let first = Ended { at: world.clock.now(), reason: EndReason::Reuse };
    world.clock.advance(Duration::from_secs(1));
    let second = Ended { at: world.clock.now(), reason: EndReason::SignedOut };

    let mut unit = world.begin().await;
    assert!(unit.sessions().end(&session.id, &first).await.unwrap());
    assert!(!unit.sessions().end(&session.id, &second).await.unwrap());
    assert_eq!(unit.sessions().find(&session.id).await.unwrap().unwrap().ended, Some(first));
    let unknown = world.samples.session(&world.samples.user("stranger@example.com"));
    assert!(!unit.sessions().end(&unknown.id, &first).await.unwrap());
}

pub async fn a_checkpoint_never_goes_back(world: &World) {
    let session = recorded(world).await;
    let at =
        |generation: u64| Checkpoint { generation: Generation::new(generation), rotated_at: Some(world.clock.now()) };
    let mut unit = world.begin().await;
    world.clock.advance(Duration::from_secs(1));
    let (third, seen) = (at(3), world.samples.seen("192.0.2.3"));
    unit.sessions().checkpoint(&session.id, &third, &seen).await.unwrap();
    let expected = Session { checkpoint: third, last_seen: seen, ..session.clone() };
    assert_eq!(unit.sessions().find(&session.id).await.unwrap().as_ref(), Some(&expected));

    world.clock.advance(Duration::from_secs(1));
    unit.sessions().checkpoint(&session.id, &at(2), &world.samples.seen("192.0.2.2")).await.unwrap();
    assert_eq!(unit.sessions().find(&session.id).await.unwrap().as_ref(), Some(&expected));

    // The same generation again is a later use; the time of its rotation stays, and with it the end of the grace.
    let seen = world.samples.seen("192.0.2.4");
    unit.sessions().checkpoint(&session.id, &at(3), &seen).await.unwrap();
    let used_again = Session { last_seen: seen, ..expected };
    assert_eq!(unit.sessions().find(&session.id).await.unwrap(), Some(used_again));
}

pub async fn a_checkpoint_leaves_ended_sessions_alone(world: &World) {
    let session = recorded(world).await;
    let ended = Ended { at: world.clock.now(), reason: EndReason::SignedOut };
    let mut unit = world.begin().await;
    assert!(unit.sessions().end(&session.id, &ended).await.unwrap());
    let next = Checkpoint { generation: Generation::new(2), rotated_at: Some(world.clock.now()) };
    unit.sessions().checkpoint(&session.id, &next, &world.samples.seen("192.0.2.2")).await.unwrap();
    let expected = Session { ended: Some(ended), ..session };
    assert_eq!(unit.sessions().find(&expected.id).await.unwrap(), Some(expected));
}

pub async fn sessions_past_their_end_are_forgotten(world: &World) {
    let user = world.samples.user("anna@example.com");
    let (old, young) = (world.samples.session(&user), world.samples.session(&user));
    let limit = old.expires_at + Duration::from_millis(1);
    let young = Session { expires_at: limit, ..young };
    world.record_users([&user]).await;
    world.record_sessions([&old, &young]).await;

    let mut unit = world.begin().await;
    assert_eq!(unit.sessions().forget_before(limit).await.unwrap(), 1);
    assert_eq!(unit.sessions().find(&old.id).await.unwrap(), None);
    assert_eq!(unit.sessions().find(&young.id).await.unwrap(), Some(young));
}

pub async fn live_sessions_of_all_users_are_counted(world: &World) {
    let (anna, bert) = (world.samples.user("anna@example.com"), world.samples.user("bert@example.com"));
    let now = world.clock.now();
    let of = |user| world.samples.session(user);
    let ended = Session { ended: Some(Ended { at: now, reason: EndReason::SignedOut }), ..of(&anna) };
    let expired = Session { expires_at: now, ..of(&anna) };
    world.record_users([&anna, &bert]).await;
    assert_eq!(world.read().await.sessions().count_live(now).await.unwrap(), 0);
    world.record_sessions([&of(&anna), &of(&anna), &of(&bert), &ended, &expired]).await;

    assert_eq!(world.read().await.sessions().count_live(now).await.unwrap(), 3);
}

pub async fn live_sessions_are_counted_by_their_pepper(world: &World) {
    let anna = world.samples.user("anna@example.com");
    let now = world.clock.now();
    let of = |pepper: &str| Session { pepper_id: pepper.parse().unwrap(), ..world.samples.session(&anna) };
    let ended = Session { ended: Some(Ended { at: now, reason: EndReason::SignedOut }), ..of("89abcdef") };
    let expired = Session { expires_at: now, ..of("00000000") };
    world.record_users([&anna]).await;
    assert_eq!(world.read().await.sessions().count_live_by_pepper(now).await.unwrap(), []);
    world.record_sessions([&of("01234567"), &of("89abcdef"), &of("89abcdef"), &ended, &expired]).await;

    let mut counted = world.read().await.sessions().count_live_by_pepper(now).await.unwrap();
    counted.sort_by_key(|(_, count)| *count);
    assert_eq!(counted, [("01234567".parse().unwrap(), 1), ("89abcdef".parse().unwrap(), 2)]);
}

async fn recorded(world: &World) -> Session {
    let user = world.samples.user("anna@example.com");
    let session = world.samples.session(&user);
    world.record_users([&user]).await;
    world.record_sessions([&session]).await;
    session
}
