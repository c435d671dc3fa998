//! Units of work: all or nothing, and lasting.

use std::time::Duration;

use shared::domain::{
    audit::{Actor, AuditEntry, AuditEvent, AuditFilter},
    clock::Clock,
    users::{User, UserFilter},
};
use tokio::{task::JoinSet, time::timeout};

use super::{Stores, World};

/// Long enough for any answer that comes at all, shorter than any wait for a lock.
const AT_ONCE: Duration = Duration::from_secs(3);

pub async fn what_is_dropped_was_never_there(world: &World) {
    let user = world.samples.user("anna@example.com");
    let mut unit = world.begin().await;
    unit.users().insert(&user).await.unwrap();
    unit.sessions().insert(&world.samples.session(&user)).await.unwrap();
    unit.audit().add(&refusal(world)).await.unwrap();
    assert_eq!(count(&world.stores).await, (0, 0), "nobody sees what is not committed");
    assert!(unit.users().find(&user.id).await.unwrap().is_some(), "the unit itself sees what it wrote");
    drop(unit);
    assert_eq!(count(&world.stores).await, (0, 0));
    world.record_users([&user]).await;
}

pub async fn what_is_committed_outlives_the_process(world: &World) {
    let committed = world.samples.user("anna@example.com");
    let mut unit = world.begin().await;
    unit.users().insert(&committed).await.unwrap();
    unit.audit().add(&refusal(world)).await.unwrap();
    unit.commit().await.unwrap();
    let mut open = world.begin().await;
    open.users().insert(&world.samples.user("bert@example.com")).await.unwrap();

    // The first process is neither closed nor asked, and has something under way.
    let reopened = world.reopened().await;
    assert_eq!(count(&reopened).await, (1, 1));
    let mut unit = reopened.store.read().await.unwrap();
    assert!(unit.users().find(&committed.id).await.unwrap().is_some());
}

pub async fn a_reader_never_waits_for_a_writer(world: &World) {
    let mut user = world.samples.user("anna@example.com");
    world.record_users([&user]).await;
    let mut writer = world.begin().await;
    user.raise_authz_version(world.clock.now());
    assert!(writer.users().update(&user).await.unwrap());

    let version = timeout(AT_ONCE, async { found(world, &user).await.authz_version });
    assert_eq!(version.await.expect("a reader waited for a writer"), 1);
    writer.commit().await.unwrap();
    assert_eq!(found(world, &user).await.authz_version, 2);
}

pub async fn a_reader_sees_one_state(world: &World) {
    let (anna, bert) = (world.samples.user("anna@example.com"), world.samples.user("bert@example.com"));
    world.record_users([&anna]).await;
    let mut reader = world.read().await;
    assert!(reader.users().find(&anna.id).await.unwrap().is_some());
    world.record_users([&bert]).await;
    assert!(reader.users().find(&bert.id).await.unwrap().is_none());
    assert!(world.read().await.users().find(&bert.id).await.unwrap().is_some());
}

pub async fn no_update_is_lost(world: &World) {
    let user = world.samples.user("anna@example.com");
    world.record_users([&user]).await;
    // Two processes write at once, and in each of them many requests.
    let processes = [world.stores.store.clone(), world.reopened().await.store];
    let mut writers = JoinSet::new();
    for number in 0..20 {
        let (store, id, now) = (processes[number % 2].clone(), user.id, world.clock.now());
        writers.spawn(async move {
            let mut unit = store.begin().await.unwrap();
            let mut user = unit.users().lock(&id).await.unwrap().unwrap();
            user.raise_authz_version(now);
            assert!(unit.users().update(&user).await.unwrap());
            unit.commit().await.unwrap();
        });
    }
    writers.join_all().await;
    assert_eq!(found(world, &user).await.authz_version, 21);
}

fn refusal(world: &World) -> AuditEntry {
    let randomness = world.samples.randomness();
    AuditEntry::new(&*world.clock, randomness, Actor::Anonymous, None, AuditEvent::SetupRefused, None)
}

async fn found(world: &World, user: &User) -> User {
    world.read().await.users().find(&user.id).await.unwrap().unwrap()
}

/// How many users and audit entries there are.
async fn count(stores: &Stores) -> (usize, usize) {
    let mut unit = stores.store.read().await.unwrap();
    let users = unit.users().list(&UserFilter { limit: 100, ..UserFilter::default() }).await.unwrap();
    let entries = unit.audit().list(&AuditFilter { limit: 100, ..AuditFilter::default() }).await.unwrap();
    (users.len(), entries.len())
}
