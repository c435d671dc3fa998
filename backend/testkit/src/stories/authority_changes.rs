//! What took power away, until the fast copy knows of it.

use std::time::Duration;

use shared::domain::{
    clock::Clock,
    sessions::{AuthorityChange, AuthorityChangeKind},
};

use super::World;

pub async fn a_change_is_read_as_written(world: &World) {
    let changes = recorded(world).await;
    assert_eq!(world.read().await.authority_changes().pending(10).await.unwrap(), changes);
}

pub async fn pending_changes_come_oldest_first_until_applied(world: &World) {
    let changes = recorded(world).await;
    let mut unit = world.begin().await;
    assert_eq!(unit.authority_changes().pending(2).await.unwrap(), changes[..2]);
    for _ in 0..2 {
        unit.authority_changes().mark_applied(&changes[0].id, world.clock.now()).await.unwrap();
    }
    assert_eq!(unit.authority_changes().pending(10).await.unwrap(), changes[1..]);
}

pub async fn changes_since_a_time_include_the_applied(world: &World) {
    let changes = recorded(world).await;
    let mut unit = world.begin().await;
    unit.authority_changes().mark_applied(&changes[1].id, world.clock.now()).await.unwrap();
    assert_eq!(unit.authority_changes().since(changes[1].created_at).await.unwrap(), changes[1..]);
    assert_eq!(unit.authority_changes().since(world.clock.now()).await.unwrap(), []);
}

pub async fn only_applied_changes_are_forgotten(world: &World) {
    let changes = recorded(world).await;
    let mut unit = world.begin().await;
    for applied in [&changes[0], &changes[2]] {
        unit.authority_changes().mark_applied(&applied.id, world.clock.now()).await.unwrap();
    }
    assert_eq!(unit.authority_changes().forget_before(changes[2].created_at).await.unwrap(), 1);
    assert_eq!(unit.authority_changes().since(changes[0].created_at).await.unwrap(), changes[1..]);
}

/// One change of each kind, a second apart. Nobody they name is recorded: they outlive users and sessions.
async fn recorded(world: &World) -> Vec<AuthorityChange> {
    let user = world.samples.user("anna@example.com");
    let session = world.samples.session(&user);
    let (session_id, expires_at, user_id) = (session.id, session.expires_at, user.id);
    let mut unit = world.begin().await;
    let mut changes = Vec::new();
    for kind in [
        AuthorityChangeKind::SessionEnded { session_id, user_id, expires_at },
        AuthorityChangeKind::UserChanged { user_id, version: 2 },
        AuthorityChangeKind::UserDeleted { user_id, version: 3 },
    ] {
        let change = world.samples.change(kind);
        unit.authority_changes().add(&change).await.unwrap();
        changes.push(change);
        world.clock.advance(Duration::from_secs(1));
    }
    unit.commit().await.unwrap();
    changes
}
