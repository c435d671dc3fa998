//! How often a provider is asked about itself.

use std::time::Duration;

use serde_json::json;
use shared::domain::providers::{LogoutTokenError, RelyingParty, RelyingPartyError};

use crate::scene::{PAUSE, Scene};

async fn asked(scene: &Scene) -> usize {
    scene.upstream.requests().await.iter().filter(|request| request.ends_with("/jwks")).count()
}

#[tokio::test]
async fn what_a_provider_says_of_itself_is_remembered_for_ten_minutes() {
    let scene = Scene::new().await;
    for _ in 0..3 {
        scene.sign_in().await.unwrap();
        scene.advance(Duration::from_mins(3)).await;
    }
    assert_eq!(asked(&scene).await, 1);
    scene.advance(Duration::from_mins(1)).await;
    scene.sign_in().await.unwrap();
    assert_eq!(asked(&scene).await, 2);
}

#[tokio::test]
async fn what_was_remembered_helps_over_an_outage_of_an_hour() {
    let scene = Scene::new().await;
    scene.sign_in().await.unwrap();
    let away = json!({ "answers": { "discovery": { "status": 500 }, "jwks": { "status": 500 } } });
    scene.upstream.misbehave(away).await;
    scene.advance(Duration::from_mins(59)).await;
    scene.sign_in().await.unwrap();
    scene.advance(Duration::from_mins(1)).await;
    assert!(matches!(scene.begin(None).await, Err(RelyingPartyError::Unavailable(_))));
    scene.upstream.behave().await;
    scene.advance(PAUSE).await;
    scene.sign_in().await.unwrap();
}

#[tokio::test]
async fn a_provider_that_fails_is_not_asked_at_every_call() {
    let scene = Scene::new().await;
    scene.upstream.misbehave(json!({ "answers": { "discovery": { "status": 500 } } })).await;
    for _ in 0..20 {
        assert!(matches!(scene.begin(None).await, Err(RelyingPartyError::Unavailable(_))));
    }
    assert_eq!(scene.upstream.requests().await.len(), 1);
    scene.upstream.behave().await;
    scene.advance(PAUSE).await;
    scene.sign_in().await.unwrap();
}

/// Anybody can send tokens with made-up key ids.
#[tokio::test]
async fn tokens_by_unknown_keys_have_keys_read_every_few_seconds_at_most() {
    let scene = Scene::new().await;
    let forged = scene.upstream.logout_token(json!({ "sub": "alice", "key": "rsa-9" })).await;
    let refused = async || {
        let answer = scene.relying_party.logout_claims(&scene.provider, &forged).await;
        assert!(matches!(answer, Err(LogoutTokenError::Invalid(_))), "{answer:?}");
    };
    for _ in 0..20 {
        refused().await;
    }
    assert_eq!(asked(&scene).await, 1);
    scene.advance(PAUSE).await;
    for _ in 0..20 {
        refused().await;
    }
    assert_eq!(asked(&scene).await, 2);
}

#[tokio::test]
async fn what_an_admin_has_tried_is_what_is_used() {
    let scene = Scene::new().await;
    scene.sign_in().await.unwrap();
    scene.upstream.rotate_keys().await;
    scene.relying_party.test(&scene.provider).await.unwrap();
    scene.sign_in().await.unwrap();
}
