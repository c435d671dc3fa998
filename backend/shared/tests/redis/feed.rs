//! The change feed when its connection fails.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use shared::{
    adapters::redis::{News, RedisChangeFeed, RedisMaster, Sessions},
    domain::{
        ids::{SessionId, UserId},
        sessions::{ChangeFeed, ChangeListener, RoleValue, SessionCache},
    },
    middleware::health::Dependency,
};
use testkit::{clock::TestClock, samples::Samples, servers::redis::RedisServers};
use tokio::time::Instant;

use crate::{instance, turn};

/// Silence is one when it has lasted a second; that is looked at as often as the machine allows.
const NOTICED: Duration = Duration::from_secs(2);

#[derive(Debug, Default)]
struct Ear {
    sessions: AtomicUsize,
    users: AtomicUsize,
    flushes: AtomicUsize,
}

impl ChangeListener for Ear {
    fn session_changed(&self, _session: &SessionId) {
        self.sessions.fetch_add(1, Ordering::AcqRel);
    }

    fn user_changed(&self, _user: &UserId) {
        self.users.fetch_add(1, Ordering::AcqRel);
    }

    fn flush(&self) {
        self.flushes.fetch_add(1, Ordering::AcqRel);
    }
}

/// Waits until something holds; returns how long that took.
async fn until(what: &str, holds: impl Fn() -> bool) -> Duration {
    let began = Instant::now();
    let waiting = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(20), waiting).await.is_ok(), "{what}: waited in vain");
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn silence_is_noticed_and_what_was_remembered_is_flushed_when_it_is_back() {
    let _turn = turn::beside_others().await;
    let servers = tokio::task::spawn_blocking(RedisServers::start).await.unwrap();
    let (names, _) = instance::names();
    let master = RedisMaster::start(instance::settings(&servers)).unwrap();
    let feed = RedisChangeFeed::start(master.clone(), names.clone());
    let ear = Arc::new(Ear::default());
    feed.subscribe(ear.clone());
    feed.ready().await;
    until("first flush", || ear.flushes.load(Ordering::Acquire) == 1).await;

    let (news, sessions) = (News(feed.clone()), Sessions(master.clone()));
    assert!(news.answers().await && sessions.answers().await);
    until("an answered PING", || feed.figures().complete_until().is_some()).await;

    let old = servers.master();
    servers.pause(old);
    let silence = until("down", || !feed.is_up()).await;
    assert!(silence < NOTICED, "{silence:?}");
    assert_eq!(ear.flushes.load(Ordering::Acquire), 1, "entries live out their time");
    assert!(!news.answers().await);
    assert!(
        feed.figures().since() < silence && feed.figures().complete_until().unwrap() >= silence,
        "{:?}",
        feed.figures()
    );
    let back = until("up again", || feed.is_up()).await;
    println!("silence noticed after {silence:?}, the feed of the new master is up {back:?} later");
    until("second flush", || ear.flushes.load(Ordering::Acquire) == 2).await;

    // Whatever is changed through another process is heard from the new master.
    let clock = Arc::new(TestClock::new());
    let other = RedisMaster::start(instance::settings(&servers)).unwrap();
    let samples = Samples::new(clock.clone());
    let user = samples.user("anna@example.com");
    let session = samples.session(&user);
    instance::cache(&other, &names, clock).put(&session, &RoleValue::of(&user)).await.unwrap();
    let heard = || ear.sessions.load(Ordering::Acquire) > 0 && ear.users.load(Ordering::Acquire) > 0;
    let delay = until("news", heard).await;
    println!("news came {delay:?} after the answer of the write");

    servers.empty();
    until("a flush for the emptied store", || ear.flushes.load(Ordering::Acquire) == 3).await;
}
