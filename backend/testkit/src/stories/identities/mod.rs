//! The record of external identities, and what goes by them.

pub mod logout_tokens;
pub mod upstream_sessions;

use std::time::Duration;

use shared::domain::{
    clock::Clock, identities::ExternalIdentity, providers::Provider, sessions::Session, store::StoreError, users::User,
};
use tokio::task::JoinSet;

use super::World;

pub async fn an_identity_is_read_as_written(world: &World) {
    let (anna, rauthy) = recorded(world).await;
    let identity =
        ExternalIdentity { email: "Anna@Example.com ".into(), ..world.samples.identity(&anna, &rauthy, "a-1") };
    world.clock.advance(Duration::from_millis(1234));
    let used =
        ExternalIdentity { last_used_at: Some(world.clock.now()), ..world.samples.identity(&anna, &rauthy, "a-2") };
    let mut unit = world.begin().await;
    for identity in [&identity, &used] {
        unit.identities().insert(identity).await.unwrap();
        let found = unit.identities().find_by_subject(&rauthy.issuer, &identity.subject).await.unwrap();
        assert_eq!(found.as_ref(), Some(identity));
    }

    let now = world.clock.now();
    unit.identities().used(&identity.id, now).await.unwrap();
    let found = unit.identities().find_by_subject(&rauthy.issuer, &identity.subject).await.unwrap();
    assert_eq!(found, Some(ExternalIdentity { last_used_at: Some(now), ..identity }));
    let unlinked = world.samples.identity(&anna, &rauthy, "a-3");
    unit.identities().used(&unlinked.id, now).await.unwrap();
}

pub async fn identities_come_the_oldest_link_first(world: &World) {
    let (anna, rauthy) = recorded(world).await;
    let bert = world.samples.user("bert@example.com");
    world.record_users([&bert]).await;
    let mut linked = Vec::new();
    for subject in ["3", "1", "2"] {
        linked.push(world.samples.identity(&anna, &rauthy, subject));
        world.clock.advance(Duration::from_millis(1));
    }
    let mut unit = world.begin().await;
    for identity in linked.iter().rev() {
        unit.identities().insert(identity).await.unwrap();
    }
    unit.identities().insert(&world.samples.identity(&bert, &rauthy, "4")).await.unwrap();
    assert_eq!(unit.identities().of_user(&anna.id).await.unwrap(), linked);
}

pub async fn a_subject_is_compared_byte_by_byte(world: &World) {
    let (anna, rauthy) = recorded(world).await;
    let other = world.samples.provider("other");
    world.record_providers([&other]).await;
    let mut unit = world.begin().await;
    let subjects = ["abc", "ABC", "abc ", " abc", "abc  ", "ab", "a%c", "' OR '1'='1"];
    for subject in subjects {
        for provider in [&rauthy, &other] {
            let missing = unit.identities().find_by_subject(&provider.issuer, &subject.parse().unwrap()).await.unwrap();
            assert_eq!(missing, None, "{subject:?}");
            let identity = world.samples.identity(&anna, provider, subject);
            unit.identities().insert(&identity).await.unwrap();
            let found = unit.identities().find_by_subject(&provider.issuer, &identity.subject).await.unwrap();
            assert_eq!(found, Some(identity), "{subject:?}");
        }
    }
    let long = "x".repeat(255);
    unit.identities().insert(&world.samples.identity(&anna, &rauthy, &long)).await.unwrap();
    unit.identities().insert(&world.samples.identity(&anna, &rauthy, &long[1..])).await.unwrap();
}

pub async fn a_subject_is_linked_once_to_whomever(world: &World) {
    let (anna, rauthy) = recorded(world).await;
    let bert = world.samples.user("bert@example.com");
    world.record_users([&bert]).await;
    let identity = world.samples.identity(&anna, &rauthy, "a-1");
    let mut unit = world.begin().await;
    unit.identities().insert(&identity).await.unwrap();
    for user in [&anna, &bert] {
        let refused = unit.identities().insert(&world.samples.identity(user, &rauthy, "a-1")).await;
        assert!(matches!(refused, Err(StoreError::Duplicate)), "{refused:?}");
    }
    assert_eq!(unit.identities().of_user(&anna.id).await.unwrap(), [identity]);
    assert_eq!(unit.identities().of_user(&bert.id).await.unwrap(), []);
}

pub async fn of_many_links_at_once_one_is_made(world: &World) {
    let rauthy = world.samples.provider("rauthy");
    let users: Vec<_> = (0..8).map(|number| world.samples.user(&format!("user-{number}@example.com"))).collect();
    world.record_providers([&rauthy]).await;
    world.record_users(&users).await;
    let processes = [world.stores.store.clone(), world.reopened().await.store];
    let mut links = JoinSet::new();
    for (number, user) in users.iter().enumerate() {
        let (store, identity) = (processes[number % 2].clone(), world.samples.identity(user, &rauthy, "a-1"));
        links.spawn(async move {
            let mut unit = store.begin().await.unwrap();
            match unit.identities().insert(&identity).await {
                Ok(()) => unit.commit().await.map(|()| Some(identity)).unwrap(),
                Err(StoreError::Duplicate) => None,
                Err(error) => panic!("{error:?}"),
            }
        });
    }
    let linked: Vec<_> = links.join_all().await.into_iter().flatten().collect();
    assert_eq!(linked.len(), 1);
    let mut unit = world.read().await;
    let found = unit.identities().find_by_subject(&rauthy.issuer, &linked[0].subject).await.unwrap();
    assert_eq!(found.as_ref(), Some(&linked[0]));
}

pub async fn only_ones_own_identity_is_deleted(world: &World) {
    let (anna, rauthy) = recorded(world).await;
    let bert = world.samples.user("bert@example.com");
    world.record_users([&bert]).await;
    let (hers, kept) = (world.samples.identity(&anna, &rauthy, "a-1"), world.samples.identity(&anna, &rauthy, "a-2"));
    let mut unit = world.begin().await;
    unit.identities().insert(&hers).await.unwrap();
    unit.identities().insert(&kept).await.unwrap();

    assert!(!unit.identities().delete(&bert.id, &hers.id).await.unwrap());
    assert!(unit.identities().delete(&anna.id, &hers.id).await.unwrap());
    assert!(!unit.identities().delete(&anna.id, &hers.id).await.unwrap());
    assert_eq!(unit.identities().of_user(&anna.id).await.unwrap(), [kept]);
    unit.identities().insert(&world.samples.identity(&bert, &rauthy, "a-1")).await.unwrap();
}

pub async fn an_identity_needs_its_user_and_its_provider(world: &World) {
    let (anna, rauthy) = recorded(world).await;
    let nobody = world.samples.identity(&world.samples.user("nobody@example.com"), &rauthy, "a-1");
    let nowhere = world.samples.identity(&anna, &world.samples.provider("nowhere"), "a-1");
    for identity in [nobody, nowhere] {
        let refused = world.begin().await.identities().insert(&identity).await;
        assert!(matches!(refused, Err(StoreError::Corrupt(_))), "{refused:?}");
    }
}

pub async fn a_deleted_user_takes_along_what_is_his_alone(world: &World) {
    let (anna, rauthy) = recorded(world).await;
    let bert = world.samples.user("bert@example.com");
    world.record_users([&bert]).await;
    let (hers, his) = (world.samples.session(&anna), world.samples.session(&bert));
    world.record_sessions([&hers, &his]).await;
    let (her_ticket, his_ticket) =
        (world.samples.ticket(&anna, &rauthy, "a-2"), world.samples.ticket(&bert, &rauthy, "b-2"));
    let (transaction, mail) = (world.samples.transaction(&rauthy), world.samples.mail("anna@example.com"));
    let his_identity = world.samples.identity(&bert, &rauthy, "b-1");
    let mut unit = world.begin().await;
    unit.identities().insert(&world.samples.identity(&anna, &rauthy, "a-1")).await.unwrap();
    unit.identities().insert(&his_identity).await.unwrap();
    for (session, subject) in [(&hers, "a-1"), (&his, "b-1")] {
        let upstream = world.samples.upstream_session(session, &rauthy, subject, None);
        unit.upstream_sessions().insert(&upstream).await.unwrap();
    }
    unit.link_tickets().insert(&her_ticket).await.unwrap();
    unit.link_tickets().insert(&his_ticket).await.unwrap();
    unit.login_transactions().insert(&transaction).await.unwrap();
    unit.outbox().put(&mail).await.unwrap();
    assert!(unit.users().delete(&anna.id).await.unwrap());
    unit.commit().await.unwrap();

    let (mut unit, now) = (world.begin().await, world.clock.now());
    assert_eq!(unit.identities().of_user(&anna.id).await.unwrap(), []);
    assert_eq!(unit.link_tickets().find(&her_ticket.ticket, &her_ticket.browser).await.unwrap(), None);
    assert_eq!(unit.upstream_sessions().live(&rauthy.id, None, None, now).await.unwrap(), [his]);
    assert_eq!(unit.identities().of_user(&bert.id).await.unwrap(), [his_identity]);
    let found = unit.link_tickets().find(&his_ticket.ticket, &his_ticket.browser).await.unwrap();
    assert_eq!(found, Some(his_ticket));
    assert!(unit.login_transactions().take(&transaction.state, &transaction.browser).await.unwrap().is_some());
    assert_eq!(unit.outbox().count().await.unwrap(), 1);
    assert_eq!(unit.providers().find(&rauthy.id).await.unwrap().as_ref(), Some(&rauthy));
    // Nothing is left of her: another one may have her identity, and a session her session's name.
    unit.identities().insert(&world.samples.identity(&bert, &rauthy, "a-1")).await.unwrap();
    unit.sessions().insert(&Session { user_id: bert.id, ..hers.clone() }).await.unwrap();
    unit.upstream_sessions().insert(&world.samples.upstream_session(&hers, &rauthy, "b-1", None)).await.unwrap();
}

/// A user and a provider.
async fn recorded(world: &World) -> (User, Provider) {
    let (user, provider) = (world.samples.user("anna@example.com"), world.samples.provider("rauthy"));
    world.record_users([&user]).await;
    world.record_providers([&provider]).await;
    (user, provider)
}
