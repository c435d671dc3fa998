//! Which sign-in at a provider a session came from.

use std::{collections::BTreeSet, time::Duration};

use shared::domain::{
    clock::Clock,
    providers::Provider,
    sessions::{EndReason, Ended, Session},
    store::StoreError,
    users::User,
};

use super::recorded;
use crate::stories::World;

pub async fn sessions_are_found_by_provider_sid_and_subject(world: &World) {
    let (anna, rauthy) = recorded(world).await;
    let other = world.samples.provider("other");
    world.record_providers([&other]).await;
    let one = from(world, &anna, &rauthy, "a", Some("s-1")).await;
    let two = from(world, &anna, &rauthy, "a", Some("s-2")).await;
    let same = from(world, &anna, &rauthy, "b", Some("s-1")).await;
    let without = from(world, &anna, &rauthy, "a", None).await;
    let elsewhere = from(world, &anna, &other, "a", Some("s-1")).await;
    world.record_sessions([&world.samples.session(&anna)]).await;

    for (provider, sid, subject, expected) in [
        (&rauthy, Some("s-1"), None, vec![&one, &same]),
        (&rauthy, None, Some("a"), vec![&one, &two, &without]),
        (&rauthy, Some("s-1"), Some("a"), vec![&one, &without]),
        (&rauthy, Some("s-2"), Some("b"), vec![]),
        (&rauthy, None, None, vec![&one, &two, &same, &without]),
        (&other, Some("s-1"), None, vec![&elsewhere]),
        (&other, Some("s-2"), None, vec![]),
        (&other, None, Some("b"), vec![]),
        (&other, None, None, vec![&elsewhere]),
    ] {
        assert_found(world, provider, (sid, subject), &expected).await;
    }
}

pub async fn names_of_a_provider_are_compared_byte_by_byte(world: &World) {
    let (anna, rauthy) = recorded(world).await;
    // No index holds so much of a name, but what is equal goes by all of it.
    let long = "x".repeat(1000);
    let (one, two) = (format!("{long}1"), format!("{long}2"));
    let names = [
        ("abc", "abc"),
        ("ABC", "ABC"),
        ("abc ", "abc "),
        (" abc", " abc"),
        ("ab", "%"),
        ("a_c", ""),
        ("1", &one),
        ("2", &two),
        ("nfc", "zo\u{e9}"),
        ("nfd", "zoe\u{301}"),
    ];
    let mut sessions = Vec::new();
    for (subject, sid) in names {
        sessions.push(from(world, &anna, &rauthy, subject, Some(sid)).await);
    }
    for ((subject, sid), session) in names.into_iter().zip(&sessions) {
        assert_found(world, &rauthy, (Some(sid), None), &[session]).await;
        assert_found(world, &rauthy, (None, Some(subject)), &[session]).await;
    }
}

pub async fn only_live_sessions_are_found(world: &World) {
    let (anna, rauthy) = recorded(world).await;
    let now = world.clock.now();
    let ended =
        Session { ended: Some(Ended { at: now, reason: EndReason::SignedOut }), ..world.samples.session(&anna) };
    let expired = Session { expires_at: now, ..world.samples.session(&anna) };
    let live = world.samples.session(&anna);
    for session in [&ended, &expired, &live] {
        came_from(world, session, &rauthy, "a", Some("s")).await;
    }
    for (sid, subject) in [(None, None), (Some("s"), None), (None, Some("a")), (Some("s"), Some("a"))] {
        assert_found(world, &rauthy, (sid, subject), &[&live]).await;
    }
}

pub async fn a_session_came_from_one_place_that_exists(world: &World) {
    let (anna, rauthy) = recorded(world).await;
    let session = from(world, &anna, &rauthy, "a", Some("s")).await;
    let again = world.samples.upstream_session(&session, &rauthy, "b", None);
    let refused = world.begin().await.upstream_sessions().insert(&again).await;
    assert!(matches!(refused, Err(StoreError::Duplicate)), "{refused:?}");

    let other = world.samples.session(&anna);
    let unrecorded = world.samples.upstream_session(&other, &rauthy, "a", None);
    let nowhere = world.samples.upstream_session(&other, &world.samples.provider("nowhere"), "a", None);
    let refused = world.begin().await.upstream_sessions().insert(&unrecorded).await;
    assert!(matches!(refused, Err(StoreError::Corrupt(_))), "{refused:?}");
    world.record_sessions([&other]).await;
    let refused = world.begin().await.upstream_sessions().insert(&nowhere).await;
    assert!(matches!(refused, Err(StoreError::Corrupt(_))), "{refused:?}");
}

pub async fn a_forgotten_session_takes_its_origin_along(world: &World) {
    let (anna, rauthy) = recorded(world).await;
    let session = from(world, &anna, &rauthy, "a", Some("s")).await;
    let mut unit = world.begin().await;
    let later = session.expires_at + Duration::from_millis(1);
    assert_eq!(unit.sessions().forget_before(later).await.unwrap(), 1);
    unit.sessions().insert(&session).await.unwrap();
    unit.commit().await.unwrap();
    assert_found(world, &rauthy, (None, None), &[]).await;
}

/// Records a session that came from there.
async fn from(world: &World, user: &User, provider: &Provider, subject: &str, sid: Option<&str>) -> Session {
    let session = world.samples.session(user);
    came_from(world, &session, provider, subject, sid).await;
    session
}

async fn came_from(world: &World, session: &Session, provider: &Provider, subject: &str, sid: Option<&str>) {
    let upstream = world.samples.upstream_session(session, provider, subject, sid);
    let mut unit = world.begin().await;
    unit.sessions().insert(session).await.unwrap();
    unit.upstream_sessions().insert(&upstream).await.unwrap();
    unit.commit().await.unwrap();
}

async fn assert_found(
    world: &World,
    provider: &Provider,
    (sid, subject): (Option<&str>, Option<&str>),
    expected: &[&Session],
) {
    let parsed = subject.map(|subject| subject.parse().unwrap());
    let (mut unit, now) = (world.read().await, world.clock.now());
    let found = unit.upstream_sessions().live(&provider.id, sid, parsed.as_ref(), now).await.unwrap();
    for session in &found {
        assert!(expected.contains(&session), "{sid:?} {subject:?}");
    }
    let names: BTreeSet<_> = found.iter().map(|session| &session.id).collect();
    assert_eq!(names.len(), expected.len(), "{sid:?} {subject:?}");
    assert_eq!(found.len(), expected.len(), "{sid:?} {subject:?}");
}
