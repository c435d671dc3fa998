//! The fast copy of sessions and roles, and the feed of its changes.

use std::time::Duration;

use shared::domain::{
    clock::Clock,
    sessions::{
        CachedSession, CachedState, EndReason, Ended, Generation, RoleState, RoleValue, Session,
        rule::{GRACE, StepOutcome},
    },
    users::{Roles, User, UserStatus},
};
use tokio::task::JoinSet;

use super::{
    World,
    listener::{Ear, News},
};
use crate::samples::SESSION_LIFE;

const FIRST: Generation = Generation::FIRST;
const MILLISECOND: Duration = Duration::from_millis(1);

pub async fn a_session_is_read_with_its_user(world: &World) {
    let (user, session) = signed_in(world).await;
    let view = world.stores.cache.read(&session.id).await.unwrap();
    let state = CachedState::Live { generation: FIRST, rotated_at: None };
    assert_eq!(view.session, Some(CachedSession::of(&session, state, view.epoch.clone())));
    assert_eq!(view.role, Some(RoleValue::of(&user)));

    let (other, _) = sign_in(world, "bert@example.com").await;
    let pair = world.stores.cache.read_pair(&session.id, &other.id).await.unwrap();
    assert_eq!(pair.session, view.session);
    assert_eq!(pair.role, Some(RoleValue::of(&other)), "the pair is as asked for, whoever owns the session");

    let unknown = world.samples.session(&user);
    assert_eq!(world.stores.cache.read(&unknown.id).await.unwrap().session, None);
    assert_eq!(world.stores.cache.read_pair(&unknown.id, &user.id).await.unwrap().session, None);
    assert_eq!(world.stores.cache.step(&unknown.id, FIRST).await.unwrap(), StepOutcome::Missing);
}

pub async fn c1_one_of_many_steps_rotates(world: &World) {
    let (_, session) = signed_in(world).await;
    let mut steps = JoinSet::new();
    for _ in 0..64 {
        let (cache, id) = (world.stores.cache.clone(), session.id.clone());
        steps.spawn(async move { cache.step(&id, FIRST).await.unwrap() });
    }
    let outcomes = steps.join_all().await;
    let count = |wanted| outcomes.iter().filter(|outcome| **outcome == wanted).count();
    assert_eq!(count(StepOutcome::Rotated(Generation::new(2))), 1, "{outcomes:?}");
    assert_eq!(count(StepOutcome::Repeated(Generation::new(2))), 63, "{outcomes:?}");
}

pub async fn the_previous_token_has_ten_seconds(world: &World) {
    let (_, session) = signed_in(world).await;
    let second = Generation::new(2);
    assert_eq!(step(world, &session, 1).await, StepOutcome::Rotated(second));
    assert_eq!(state(world, &session).await, live(2, &*world.clock));
    let rotated = state(world, &session).await;

    world.clock.advance(GRACE.unsigned_abs());
    assert_eq!(step(world, &session, 1).await, StepOutcome::Repeated(second));
    assert_eq!(state(world, &session).await, rotated, "a repeat must not extend the time");
    assert_eq!(step(world, &session, 2).await, StepOutcome::Rotated(Generation::new(3)));
    assert_eq!(step(world, &session, 2).await, StepOutcome::Repeated(Generation::new(3)));
}

pub async fn c4_an_older_token_ends_the_family(world: &World) {
    let (_, late) = signed_in(world).await;
    assert_eq!(step(world, &late, 1).await, StepOutcome::Rotated(Generation::new(2)));
    world.clock.advance(GRACE.unsigned_abs() + MILLISECOND);
    assert_eq!(step(world, &late, 1).await, StepOutcome::Reused);
    assert_eq!(state(world, &late).await, CachedState::Ended);
    assert_eq!(step(world, &late, 2).await, StepOutcome::NotLive, "the successor died with the family");

    let (_, stale) = sign_in(world, "bert@example.com").await;
    step(world, &stale, 1).await;
    step(world, &stale, 2).await;
    assert_eq!(step(world, &stale, 1).await, StepOutcome::Reused, "only the previous generation has a grace");
    assert_eq!(step(world, &stale, 3).await, StepOutcome::NotLive);
}

pub async fn a_reuse_is_marked_until_the_record_has_it(world: &World) {
    let (_, session) = signed_in(world).await;
    let cache = &world.stores.cache;
    let unrecorded = async || cache.read(&session.id).await.unwrap().session.unwrap().unrecorded;
    step(world, &session, 1).await;
    step(world, &session, 2).await;
    assert_eq!(unrecorded().await, None);
    assert_eq!(step(world, &session, 1).await, StepOutcome::Reused);
    assert_eq!(unrecorded().await, Some(EndReason::Reuse));
    assert_eq!(step(world, &session, 1).await, StepOutcome::NotLive, "one step finds it");
    assert_eq!(unrecorded().await, Some(EndReason::Reuse));
    end(world, &session).await;
    cache.bury(&session.id, session.expires_at).await.unwrap();
    assert_eq!(unrecorded().await, None);
    assert_eq!(state(world, &session).await, CachedState::Ended);
}

pub async fn a_later_token_changes_nothing(world: &World) {
    let (_, session) = signed_in(world).await;
    let before = state(world, &session).await;
    assert_eq!(step(world, &session, 2).await, StepOutcome::Ahead);
    assert_eq!(step(world, &session, u64::MAX).await, StepOutcome::Ahead);
    assert_eq!(state(world, &session).await, before);
    assert_eq!(step(world, &session, 1).await, StepOutcome::Rotated(Generation::new(2)));
}

pub async fn an_ended_session_stays_ended(world: &World) {
    let (user, session) = signed_in(world).await;
    let cache = &world.stores.cache;
    let live = cache.read(&session.id).await.unwrap().session.unwrap();
    end(world, &session).await;
    cache.bury(&session.id, session.expires_at).await.unwrap();

    cache.put(&session, &RoleValue::of(&user)).await.unwrap();
    assert!(!cache.restore(&session, live.state, &live.epoch, Some(&live)).await.unwrap());
    assert!(!cache.restore(&session, live.state, &live.epoch, None).await.unwrap());
    let ended = cache.read(&session.id).await.unwrap().session.unwrap();
    assert!(!cache.restore(&session, live.state, &ended.epoch, Some(&ended)).await.unwrap());
    assert_eq!(step(world, &session, 1).await, StepOutcome::NotLive);
    assert_eq!(state(world, &session).await, CachedState::Ended);
    assert!(!ended.is_live(world.clock.now()));
}

pub async fn a_session_past_its_end_is_not_live(world: &World) {
    let (_, session) = signed_in(world).await;
    world.clock.advance(SESSION_LIFE.saturating_sub(MILLISECOND));
    assert_eq!(step(world, &session, 1).await, StepOutcome::Rotated(Generation::new(2)));
    world.clock.advance(MILLISECOND);
    assert_eq!(step(world, &session, 2).await, StepOutcome::NotLive);
}

pub async fn a_copy_is_restored_only_in_place_of_the_one_that_was_read(world: &World) {
    let (_, session) = signed_in(world).await;
    let cache = &world.stores.cache;
    let read = cache.read(&session.id).await.unwrap().session.unwrap();
    let fifth = CachedState::Live { generation: Generation::new(5), rotated_at: None };
    assert!(!cache.restore(&session, fifth, &read.epoch, None).await.unwrap(), "there is a copy");
    step(world, &session, 1).await;
    assert!(!cache.restore(&session, fifth, &read.epoch, Some(&read)).await.unwrap(), "the copy has rotated since");

    let read = cache.read(&session.id).await.unwrap().session.unwrap();
    step(world, &session, 2).await;
    assert!(
        !cache.restore(&session, fifth, &read.epoch, Some(&read)).await.unwrap(),
        "it has rotated in the same millisecond"
    );

    let read = cache.read(&session.id).await.unwrap().session.unwrap();
    assert!(cache.restore(&session, fifth, &read.epoch, Some(&read)).await.unwrap());
    assert_eq!(state(world, &session).await, fifth);
    assert!(!cache.restore(&session, fifth, &read.epoch, Some(&read)).await.unwrap(), "the copy was restored since");
    let timeless = cache.read(&session.id).await.unwrap().session.unwrap();
    let timed = CachedState::Live { generation: Generation::new(5), rotated_at: Some(world.clock.now()) };
    assert!(cache.restore(&session, timed, &timeless.epoch, Some(&timeless)).await.unwrap());
    assert!(
        !cache.restore(&session, fifth, &timeless.epoch, Some(&timeless)).await.unwrap(),
        "the generation is the same, the time not"
    );

    // Where the copy stands apart from the record, a session that was only recorded has none yet.
    let recorded = world.samples.session(&world.samples.user("bert@example.com"));
    let recorded = Session { user_id: session.user_id, ..recorded };
    world.record_sessions([&recorded]).await;
    if cache.read(&recorded.id).await.unwrap().session.is_none() {
        assert!(cache.restore(&recorded, fifth, &read.epoch, None).await.unwrap());
        assert!(!cache.restore(&recorded, fifth, &read.epoch, None).await.unwrap());
    }
}

pub async fn a_role_value_is_never_replaced_by_an_older_one(world: &World) {
    let (mut user, session) = signed_in(world).await;
    let old = RoleValue::of(&user);
    user.roles = Roles::ADMIN_AND_USER;
    user.status = UserStatus::Locked;
    user.raise_authz_version(world.clock.now());
    let new = RoleValue::of(&user);
    update(world, &user).await;

    let cache = &world.stores.cache;
    cache.put_role(&user.id, &new).await.unwrap();
    assert_eq!(cache.read(&session.id).await.unwrap().role.as_ref(), Some(&new));
    cache.put_role(&user.id, &old).await.unwrap();
    cache.put(&session, &old).await.unwrap();
    assert_eq!(cache.read(&session.id).await.unwrap().role.as_ref(), Some(&new));
}

pub async fn a_deleted_user_has_nothing_left(world: &World) {
    let (user, session) = signed_in(world).await;
    let mut unit = world.begin().await;
    assert!(unit.users().delete(&user.id).await.unwrap());
    unit.commit().await.unwrap();
    let cache = &world.stores.cache;
    let gone = RoleValue { version: user.authz_version + 1, state: RoleState::Deleted };
    cache.bury(&session.id, session.expires_at).await.unwrap();
    cache.put_role(&user.id, &gone).await.unwrap();

    let view = cache.read_pair(&session.id, &user.id).await.unwrap();
    assert!(!view.session.is_some_and(|session| session.is_live(world.clock.now())));
    assert!(!view.role.is_some_and(|role| role.is_active()));
    let outcome = step(world, &session, 1).await;
    assert!(matches!(outcome, StepOutcome::NotLive | StepOutcome::Missing), "{outcome:?}");
}

pub async fn every_change_is_heard(world: &World) {
    let (mut user, session) = signed_in(world).await;
    let (_, reused) = sign_in(world, "bert@example.com").await;
    let (ear, second_ear) = (Ear::on(&*world.stores.feed), Ear::on(&*world.stores.feed));
    let cache = &world.stores.cache;

    user.raise_authz_version(world.clock.now());
    update(world, &user).await;
    cache.put_role(&user.id, &RoleValue::of(&user)).await.unwrap();
    assert_heard(&ear, &News::User(user.id)).await;

    step(world, &session, 1).await;
    let read = cache.read(&session.id).await.unwrap().session.unwrap();
    ear.heard();
    assert!(cache.restore(&session, read.state, &read.epoch, Some(&read)).await.unwrap());
    assert_heard(&ear, &News::Session(session.id.clone())).await;

    end(world, &session).await;
    cache.bury(&session.id, session.expires_at).await.unwrap();
    assert_heard(&ear, &News::Session(session.id.clone())).await;

    step(world, &reused, 1).await;
    step(world, &reused, 2).await;
    ear.heard();
    assert_eq!(step(world, &reused, 1).await, StepOutcome::Reused);
    assert_heard(&ear, &News::Session(reused.id.clone())).await;
    assert!(second_ear.heard().contains(&News::Session(reused.id)), "everybody who subscribed hears of it");
}

/// Waits until the news has come; a feed may be a little later than the change.
async fn assert_heard(ear: &Ear, news: &News) {
    let heard = async {
        while !ear.heard().contains(news) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(2), heard).await.unwrap_or_else(|_| panic!("{news:?} was not heard"));
}

async fn signed_in(world: &World) -> (User, Session) {
    sign_in(world, "anna@example.com").await
}

/// A new user with a session, recorded and put into the fast copy.
async fn sign_in(world: &World, email: &str) -> (User, Session) {
    let user = world.samples.user(email);
    let session = world.samples.session(&user);
    world.record_users([&user]).await;
    world.record_sessions([&session]).await;
    world.stores.cache.put(&session, &RoleValue::of(&user)).await.unwrap();
    (user, session)
}

async fn step(world: &World, session: &Session, generation: u64) -> StepOutcome {
    world.stores.cache.step(&session.id, Generation::new(generation)).await.unwrap()
}

async fn state(world: &World, session: &Session) -> CachedState {
    world.stores.cache.read(&session.id).await.unwrap().session.unwrap().state
}

fn live(generation: u64, clock: &dyn Clock) -> CachedState {
    CachedState::Live { generation: Generation::new(generation), rotated_at: Some(clock.now()) }
}

/// Ends the session in the record, as it comes before the fast copy.
async fn end(world: &World, session: &Session) {
    let ended = Ended { at: world.clock.now(), reason: EndReason::SignedOut };
    let mut unit = world.begin().await;
    assert!(unit.sessions().end(&session.id, &ended).await.unwrap());
    unit.commit().await.unwrap();
}

async fn update(world: &World, user: &User) {
    let mut unit = world.begin().await;
    assert!(unit.users().update(user).await.unwrap());
    unit.commit().await.unwrap();
}
