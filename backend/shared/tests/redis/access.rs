//! Redis lets in only whom its access control list names, and lets them do no more than they need.

use std::{fs, sync::Arc};

use secrecy::SecretString;
use shared::{
    adapters::redis::{
        Login, Namespaces, RedisAttemptCounters, RedisChangeFeed, RedisMaster, RedisSessionCache, RedisSettings, Tls,
    },
    domain::{
        clock::{Clock, SignedDuration},
        sessions::{Generation, RoleValue, SessionCache, rule::StepOutcome},
        store::StoreError,
        throttle::{Admission, AttemptCounters, BucketKey, BucketPolicy},
    },
};
use testkit::{
    clock::TestClock,
    samples::Samples,
    servers::{
        redis::RedisServers,
        redis_node::{PASSWORD, RedisNode, users},
    },
};

use crate::{instance, turn};

/// What the containers' users may do.
fn rights(name: &str) -> String {
    let users = users();
    let line =
        users.lines().filter_map(|line| line.strip_prefix("user ")).find(|line| line.split(' ').next() == Some(name));
    line.unwrap_or_else(|| panic!("no user {name}")).to_owned()
}

/// Makes the user on the master, and sees that it is refused what it must not do.
fn let_in(servers: &RedisServers, name: &str, forbidden: &[&str]) {
    let master = servers.master();
    assert_eq!(servers.ask_node(master, &format!("ACL SETUSER {}", rights(name))).trim(), "OK");
    for forbidden in forbidden {
        let line = format!("--user {name} --pass {PASSWORD} --no-auth-warning {forbidden}");
        let answer = servers.ask_node(master, &line);
        assert!(
            answer.contains("NOPERM") || answer.contains("can't run this command"),
            "{name}, {forbidden}: {answer}"
        );
    }
}

fn settings(servers: &RedisServers, name: &str, password: &str) -> RedisSettings {
    let login = Login { username: Some(name.to_owned()), password: password.into() };
    RedisSettings { login: Some(login), ..instance::settings(servers) }
}

/// What neither service may do, whatever the keys.
const DANGEROUS: [&str; 8] = [
    "FLUSHALL",
    "KEYS *",
    "CONFIG GET *",
    "GET other",
    "EVAL redis.call('flushall') 0",
    "ACL LIST",
    "REPLICAOF NO ONE",
    "SHUTDOWN",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_issuer_may_do_what_it_needs_and_nothing_dangerous() {
    let _turn = turn::beside_others().await;
    let servers = tokio::task::spawn_blocking(RedisServers::shared).await.unwrap();
    let_in(servers, "issuer", &DANGEROUS);

    let (names, clock) = (Namespaces::default(), Arc::new(TestClock::new()));
    let master = RedisMaster::start(settings(servers, "issuer", PASSWORD)).unwrap();
    RedisChangeFeed::start(master.clone(), names.clone()).ready().await;
    let cache = instance::cache(&master, &names, clock.clone()).stepping_by_clock();
    let samples = Samples::new(clock.clone());
    let user = samples.user("anna@example.com");
    let session = samples.session(&user);
    cache.put(&session, &RoleValue::of(&user)).await.unwrap();
    assert_eq!(cache.step(&session.id, Generation::FIRST).await.unwrap(), StepOutcome::Rotated(Generation::new(2)));
    assert!(cache.read_pair(&session.id, &user.id).await.unwrap().session.is_some());
    cache.bury(&session.id, session.expires_at).await.unwrap();

    let counters = RedisAttemptCounters::new(master, "attempts:", clock.clone());
    let policy = BucketPolicy { free_failures: 5, window: SignedDuration::from_hours(1) };
    let bucket = BucketKey::from_bytes([1; 32]);
    assert_eq!(counters.admit(&bucket, &policy).await.unwrap(), Admission::Admitted);
    let later = clock.now() + SignedDuration::from_secs(1);
    assert_eq!(counters.forget_before(later).await.unwrap(), 1, "it was counted in Redis");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_api_may_read_sessions_and_roles_and_change_nothing() {
    let _turn = turn::beside_others().await;
    let servers = tokio::task::spawn_blocking(RedisServers::shared).await.unwrap();
    let writes = ["DEL role:x", "HSET refresh_token:x a b", "SET role:x a", "EXPIRE role:x 1", "GET attempts:x"];
    let_in(servers, "api", &[&DANGEROUS[..], &writes].concat());

    let (names, clock) = (Namespaces::default(), Arc::new(TestClock::new()));
    let samples = Samples::new(clock.clone());
    let user = samples.user("anna@example.com");
    let session = samples.session(&user);
    let written = RedisMaster::start(instance::settings(servers)).unwrap();
    instance::cache(&written, &names, clock.clone()).put(&session, &RoleValue::of(&user)).await.unwrap();

    let master = RedisMaster::start(settings(servers, "api", PASSWORD)).unwrap();
    RedisChangeFeed::start(master.clone(), names.clone()).ready().await;
    let cache = RedisSessionCache::reader(master, names, clock.clone());
    let pair = cache.read_pair(&session.id, &user.id).await.unwrap();
    assert!(pair.session.is_some());
    assert!(pair.role.is_some());
    assert!(cache.bury(&session.id, session.expires_at).await.is_err(), "what the API reads it must not end");
    let pair = cache.read_pair(&session.id, &user.id).await.unwrap();
    assert!(pair.session.is_some_and(|copy| copy.is_live(clock.now())), "it still lives");
}

/// What a script writes is a transaction in the file, and Redis checks whoever reads that file back as if it were the user
/// `default`: one who may do nothing loses it, and is told of it in the log alone.
#[test]
fn what_scripts_wrote_is_there_after_a_restart() {
    let mut node = RedisNode::start();
    let script = "redis.call('HSET', KEYS[1], 'state', 'live') redis.call('PEXPIRE', KEYS[1], 600000) return 1";
    let script = node.ask("issuer", &["SCRIPT", "LOAD", script]);
    assert_eq!(node.ask("issuer", &["EVALSHA", &script, "1", "refresh_token:by_token:x"]), "1");
    node.restart();
    assert_eq!(node.ask("issuer", &["HGET", "refresh_token:by_token:x", "state"]), "live");
}

#[test]
fn whoever_does_not_say_who_he_is_may_do_nothing() {
    let node = RedisNode::start();
    for command in [&["PING"][..], &["GET", "role:x"], &["AUTH", "default", PASSWORD], &["AUTH", PASSWORD]] {
        let answer = node.ask_as_nobody(command);
        assert!(answer.contains("NOAUTH") || answer.contains("WRONGPASS"), "{command:?}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_is_not_let_in_has_no_store() {
    let _turn = turn::beside_others().await;
    let servers = tokio::task::spawn_blocking(RedisServers::shared).await.unwrap();
    let clock = Arc::new(TestClock::new());
    let master = RedisMaster::start(settings(servers, "issuer", "wrong")).unwrap();
    let cache = instance::cache(&master, &Namespaces::default(), clock.clone());
    let samples = Samples::new(clock);
    let session = samples.session(&samples.user("anna@example.com"));
    let answer = cache.read(&session.id).await;
    assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn connections_are_encrypted_and_certificates_checked() {
    let _turn = turn::beside_others().await;
    let servers = tokio::task::spawn_blocking(RedisServers::start_encrypted).await.unwrap();
    let files = servers.certificates().unwrap();
    let key = SecretString::from(fs::read_to_string(files.key()).unwrap());
    let own = Some((fs::read(files.certificate()).unwrap(), key));
    let trusted = Tls { authority: Some(fs::read(files.authority()).unwrap()), own: own.clone() };
    let sound = RedisSettings { tls: Some(trusted.clone()), ..instance::settings(&servers) };
    let clock = Arc::new(TestClock::new());
    let samples = Samples::new(clock.clone());
    let user = samples.user("anna@example.com");
    let session = samples.session(&user);
    let (names, _) = instance::names();
    let master = RedisMaster::start(sound.clone()).unwrap();
    let cache = instance::cache(&master, &names, clock.clone()).stepping_by_clock();
    cache.put(&session, &RoleValue::of(&user)).await.unwrap();
    assert_eq!(cache.step(&session.id, Generation::FIRST).await.unwrap(), StepOutcome::Rotated(Generation::new(2)));
    RedisChangeFeed::start(master, names.clone()).ready().await;

    for (why, tls) in [
        ("plain text", None),
        ("no certificate of ours", Some(Tls { own: None, ..trusted })),
        ("a certificate nobody vouches for", Some(Tls { authority: None, own })),
    ] {
        let master = RedisMaster::start(RedisSettings { tls, ..sound.clone() }).unwrap();
        let answer = instance::cache(&master, &names, clock.clone()).read(&session.id).await;
        assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{why}: {answer:?}");
    }
}
