//! The one-time token that makes the first admin.

use shared::domain::{clock::Clock, handles::HashedHandle};
use tokio::task::JoinSet;

use super::World;

pub async fn one_of_two_at_once_consumes_the_token(world: &World) {
    let token = printed(world).await;
    let stranger = world.samples.handle();
    assert!(!is(world, &stranger).await);
    assert!(!consume(world, &stranger).await);
    assert!(is(world, &token).await);

    let mut tries = JoinSet::new();
    for _ in 0..2 {
        let store = world.stores.store.clone();
        tries.spawn(async move {
            let mut unit = store.begin().await.unwrap();
            let consumed = unit.setup_tokens().consume(&token).await.unwrap();
            unit.commit().await.unwrap();
            consumed
        });
    }
    let consumed = tries.join_all().await.into_iter().filter(|consumed| *consumed).count();
    assert_eq!(consumed, 1);
    assert!(!is(world, &token).await);
}

pub async fn a_replaced_token_is_dead(world: &World) {
    let old = printed(world).await;
    let new = printed(world).await;
    assert!(!is(world, &old).await);
    assert!(!consume(world, &old).await);
    assert!(is(world, &new).await);
    assert!(consume(world, &new).await);

    let cleared = printed(world).await;
    let mut unit = world.begin().await;
    unit.setup_tokens().clear().await.unwrap();
    unit.setup_tokens().clear().await.unwrap();
    unit.commit().await.unwrap();
    assert!(!is(world, &cleared).await);
    assert!(!consume(world, &cleared).await);
}

pub async fn a_token_is_given_back_when_the_work_is_undone(world: &World) {
    let token = printed(world).await;
    let mut unit = world.begin().await;
    assert!(unit.setup_tokens().consume(&token).await.unwrap());
    drop(unit);
    assert!(consume(world, &token).await);
}

async fn printed(world: &World) -> HashedHandle {
    let token = world.samples.handle();
    let mut unit = world.begin().await;
    unit.setup_tokens().replace(&token, world.clock.now()).await.unwrap();
    unit.commit().await.unwrap();
    token
}

async fn is(world: &World, token: &HashedHandle) -> bool {
    world.read().await.setup_tokens().is(token).await.unwrap()
}

async fn consume(world: &World, token: &HashedHandle) -> bool {
    let mut unit = world.begin().await;
    let consumed = unit.setup_tokens().consume(token).await.unwrap();
    unit.commit().await.unwrap();
    consumed
}
