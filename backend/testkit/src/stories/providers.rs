//! The record of providers.

use std::time::Duration;

use shared::domain::{
    clock::Clock,
    providers::Provider,
    store::StoreError,
    users::{Role, Roles},
};
use tokio::time::timeout;

use super::World;

/// Time enough to read what nobody holds.
const READ: Duration = Duration::from_millis(200);

pub async fn a_provider_is_read_as_written(world: &World) {
    let full = world.samples.provider("rauthy");
    world.clock.advance(Duration::from_millis(1234));
    let plain = Provider {
        display_name: "Zo\u{eb} & S\u{f6}hne \u{1f600}".parse().unwrap(),
        client_id: "a name with spaces ".into(),
        client_secret: None,
        scopes: "openid".parse().unwrap(),
        allow_signup: false,
        trust_email: true,
        default_roles: Roles::new([Role::User, Role::Admin]).unwrap(),
        enabled: false,
        updated_at: world.clock.now() + Duration::from_secs(1),
        ..world.samples.provider("second")
    };
    world.record_providers([&full, &plain]).await;

    let mut unit = world.begin().await;
    for provider in [&full, &plain] {
        assert_eq!(unit.providers().find(&provider.id).await.unwrap().as_ref(), Some(provider));
        assert_eq!(unit.providers().hold(&provider.id).await.unwrap().as_ref(), Some(provider));
        assert_eq!(unit.providers().lock(&provider.id).await.unwrap().as_ref(), Some(provider));
        assert_eq!(unit.providers().find_by_slug(&provider.slug).await.unwrap().as_ref(), Some(provider));
    }
    let stranger = world.samples.provider("stranger");
    assert_eq!(unit.providers().find(&stranger.id).await.unwrap(), None);
    assert_eq!(unit.providers().hold(&stranger.id).await.unwrap(), None);
    assert_eq!(unit.providers().lock(&stranger.id).await.unwrap(), None);
    assert_eq!(unit.providers().find_by_slug(&stranger.slug).await.unwrap(), None);
}

pub async fn slug_and_issuer_are_taken_once(world: &World) {
    let (first, second) = (world.samples.provider("first"), world.samples.provider("second"));
    world.record_providers([&first, &second]).await;

    let mut unit = world.begin().await;
    let same_slug = Provider { slug: first.slug.clone(), ..world.samples.provider("third") };
    let same_issuer = Provider { issuer: first.issuer.clone(), ..world.samples.provider("third") };
    for taken in [same_slug, same_issuer] {
        let refused = unit.providers().insert(&taken).await;
        assert!(matches!(refused, Err(StoreError::Duplicate)), "{refused:?}");
    }
    let refused = unit.providers().update(&Provider { slug: first.slug.clone(), ..second }).await;
    assert!(matches!(refused, Err(StoreError::Duplicate)), "{refused:?}");
    assert!(unit.providers().update(&first).await.unwrap(), "its own slug is free to a provider");

    // Issuers are compared byte by byte.
    for (slug, issuer) in
        [("slash", format!("{}/", first.issuer)), ("case", first.issuer.as_str().replace("auth", "Auth"))]
    {
        let other = Provider { issuer: issuer.parse().unwrap(), ..world.samples.provider(slug) };
        unit.providers().insert(&other).await.unwrap();
        assert_eq!(unit.providers().find(&other.id).await.unwrap(), Some(other));
    }
}

pub async fn an_update_keeps_issuer_and_time_of_making(world: &World) {
    let (before, other) = (world.samples.provider("before"), world.samples.provider("other"));
    world.record_providers([&before, &other]).await;
    world.clock.advance(Duration::from_mins(1));
    let now = world.clock.now();
    let after = Provider {
        slug: "after".parse().unwrap(),
        display_name: "After".parse().unwrap(),
        issuer: "https://elsewhere.example.com".parse().unwrap(),
        client_id: "other".into(),
        client_secret: None,
        scopes: "openid email".parse().unwrap(),
        allow_signup: false,
        trust_email: true,
        default_roles: Roles::ADMIN_AND_USER,
        enabled: false,
        created_at: now,
        updated_at: now,
        ..before.clone()
    };

    let mut unit = world.begin().await;
    assert!(unit.providers().update(&after).await.unwrap());
    let expected = Provider { issuer: before.issuer.clone(), created_at: before.created_at, ..after };
    assert_eq!(unit.providers().find(&before.id).await.unwrap(), Some(expected));
    assert_eq!(unit.providers().find(&other.id).await.unwrap(), Some(other));
    assert!(!unit.providers().update(&world.samples.provider("stranger")).await.unwrap());
}

pub async fn providers_are_listed_in_the_order_of_making(world: &World) {
    assert_eq!(world.read().await.providers().list().await.unwrap(), []);
    let mut made = Vec::new();
    for slug in ["zeta", "alpha", "mid"] {
        made.push(Provider { enabled: slug != "alpha", ..world.samples.provider(slug) });
        world.clock.advance(Duration::from_millis(1));
    }
    world.record_providers(made.iter().rev()).await;
    assert_eq!(world.read().await.providers().list().await.unwrap(), made);
}

pub async fn nobody_changes_a_locked_provider(world: &World) {
    let provider = world.samples.provider("rauthy");
    world.record_providers([&provider]).await;

    let mut admin = world.begin().await;
    assert!(admin.providers().lock(&provider.id).await.unwrap().is_some());
    let (store, id) = (world.stores.store.clone(), provider.id);
    let mut sign_in = tokio::spawn(async move {
        let mut unit = store.begin().await.unwrap();
        unit.providers().hold(&id).await.unwrap().unwrap()
    });
    // A look that does not wait for the first's commit is here by then, and wrong.
    timeout(READ, &mut sign_in).await.expect_err("the second read what the first was about to change");
    assert!(admin.providers().update(&Provider { enabled: false, ..provider }).await.unwrap());
    admin.commit().await.unwrap();
    assert!(!sign_in.await.unwrap().enabled);
}

pub async fn nobody_changes_a_held_provider(world: &World) {
    let provider = world.samples.provider("rauthy");
    world.record_providers([&provider]).await;

    let mut sign_in = world.begin().await;
    assert!(sign_in.providers().hold(&provider.id).await.unwrap().unwrap().enabled);
    let (store, id) = (world.stores.store.clone(), provider.id);
    let mut admin = tokio::spawn(async move {
        let mut unit = store.begin().await.unwrap();
        unit.providers().lock(&id).await.unwrap().unwrap()
    });
    timeout(READ, &mut admin).await.expect_err("the admin could change what a sign-in builds on");
    sign_in.commit().await.unwrap();
    assert!(admin.await.unwrap().enabled);
}
