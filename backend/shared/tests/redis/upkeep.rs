//! How long keys live, and scripts that a server has forgotten.

use std::{sync::Arc, time::Duration};

use shared::{
    adapters::redis::{Namespaces, RedisMaster, RedisSessionCache},
    domain::{
        sessions::{CachedState, Generation, RoleState, RoleValue, Session, SessionCache, rule::StepOutcome},
        users::User,
    },
};
use testkit::{
    clock::TestClock,
    samples::{SESSION_LIFE, Samples},
    servers::redis::RedisServers,
};

use crate::{
    instance::{self, ROLE_LIFE},
    turn,
};

struct SignedIn {
    servers: &'static RedisServers,
    names: Namespaces,
    cache: RedisSessionCache,
    user: User,
    session: Session,
}

impl SignedIn {
    async fn new() -> Self {
        let servers = tokio::task::spawn_blocking(RedisServers::shared).await.unwrap();
        let (names, _) = instance::names();
        let clock = Arc::new(TestClock::new());
        let master = RedisMaster::start(instance::settings(servers)).unwrap();
        let cache = instance::cache(&master, &names, clock.clone()).stepping_by_clock();
        let samples = Samples::new(clock);
        let user = samples.user("anna@example.com");
        let session = samples.session(&user);
        cache.put(&session, &RoleValue::of(&user)).await.unwrap();
        Self { servers, names, cache, user, session }
    }

    fn ask(&self, command: &str) -> String {
        self.servers.ask_node(self.servers.master(), command).trim().to_owned()
    }

    #[track_caller]
    fn assert_life(&self, key: &str, expected: Duration) {
        let left = Duration::from_millis(self.ask(&format!("PTTL {key}")).parse().unwrap());
        assert!(left <= expected + Duration::from_millis(1), "{left:?}");
        assert!(left > expected.saturating_sub(Duration::from_secs(20)), "{left:?}");
    }

    fn session_key(&self) -> String {
        format!("{}{}", self.names.by_token, self.session.id)
    }

    fn role_key(&self) -> String {
        format!("{}{}", self.names.role, self.user.id)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_and_its_tombstone_live_until_the_absolute_end() {
    let _turn = turn::beside_others().await;
    let here = SignedIn::new().await;
    here.assert_life(&here.session_key(), SESSION_LIFE);
    here.cache.step(&here.session.id, Generation::FIRST).await.unwrap();
    here.assert_life(&here.session_key(), SESSION_LIFE);
    let by_uid = format!("{}{}", here.names.by_uid, here.user.id);
    assert_eq!(here.ask(&format!("SMEMBERS {by_uid}")), here.session.id.as_str());
    here.assert_life(&by_uid, SESSION_LIFE);

    here.cache.bury(&here.session.id, here.session.expires_at).await.unwrap();
    here.assert_life(&here.session_key(), SESSION_LIFE);
    assert_eq!(here.ask(&format!("EXISTS {by_uid}")), "0");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_tombstone_that_comes_first_keeps_the_session_out() {
    let _turn = turn::beside_others().await;
    let here = SignedIn::new().await;
    here.ask(&format!("DEL {}", here.session_key()));
    here.cache.bury(&here.session.id, here.session.expires_at).await.unwrap();
    here.cache.put(&here.session, &RoleValue::of(&here.user)).await.unwrap();
    let tombstone = here.cache.read(&here.session.id).await.unwrap().session.unwrap();
    assert_eq!((tombstone.state, tombstone.expires_at), (CachedState::Ended, here.session.expires_at));
    assert_eq!(here.cache.step(&here.session.id, Generation::FIRST).await.unwrap(), StepOutcome::NotLive);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_role_value_in_use_never_expires() {
    let _turn = turn::beside_others().await;
    let here = SignedIn::new().await;
    here.assert_life(&here.role_key(), ROLE_LIFE);
    here.ask(&format!("PEXPIRE {} 60000", here.role_key()));
    here.cache.read_pair(&here.session.id, &here.user.id).await.unwrap();
    here.assert_life(&here.role_key(), Duration::from_mins(1));
    here.cache.read(&here.session.id).await.unwrap();
    here.assert_life(&here.role_key(), ROLE_LIFE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_deleted_user_leaves_an_empty_value() {
    let _turn = turn::beside_others().await;
    let here = SignedIn::new().await;
    let gone = RoleValue { version: 2, state: RoleState::Deleted };
    here.cache.put_role(&here.user.id, &gone).await.unwrap();
    here.cache.put_role(&here.user.id, &RoleValue::of(&here.user)).await.unwrap();
    assert_eq!(here.cache.read(&here.session.id).await.unwrap().role, Some(gone));
    assert_eq!(here.ask(&format!("HKEYS {}", here.role_key())), "version\nstatus");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forgotten_scripts_are_loaded_again() {
    let _turn = turn::beside_others().await;
    let here = SignedIn::new().await;
    here.ask("SCRIPT FLUSH SYNC");
    let outcome = here.cache.step(&here.session.id, Generation::FIRST).await.unwrap();
    assert_eq!(outcome, StepOutcome::Rotated(Generation::new(2)));
    here.ask("SCRIPT FLUSH SYNC");
    here.cache.put(&here.session, &RoleValue::of(&here.user)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_full_store_takes_no_session_but_keeps_and_ends_those_it_has() {
    let _turn = turn::beside_others().await;
    let servers = tokio::task::spawn_blocking(RedisServers::start).await.unwrap();
    let (names, _) = instance::names();
    let clock = Arc::new(TestClock::new());
    let master = RedisMaster::start(instance::settings(&servers)).unwrap();
    let cache = instance::cache(&master, &names, clock.clone()).stepping_by_clock();
    let samples = Samples::new(clock);
    let (user, other) = (samples.user("anna@example.com"), samples.user("bert@example.com"));
    let session = samples.session(&user);
    cache.put(&session, &RoleValue::of(&user)).await.unwrap();

    assert_eq!(servers.ask_node(servers.master(), "CONFIG SET maxmemory 1").trim(), "OK");
    assert!(cache.put(&samples.session(&other), &RoleValue::of(&other)).await.is_err());
    let outcome = cache.step(&session.id, Generation::FIRST).await.unwrap();
    assert_eq!(outcome, StepOutcome::Rotated(Generation::new(2)));
    cache.put_role(&user.id, &RoleValue { version: 2, state: RoleState::Deleted }).await.unwrap();
    cache.bury(&session.id, session.expires_at).await.unwrap();
    assert!(!cache.read(&session.id).await.unwrap().role.unwrap().is_active());
    assert_eq!(cache.step(&session.id, Generation::new(2)).await.unwrap(), StepOutcome::NotLive);
}
