//! What userinfo adds where the ID token says little.

use serde_json::json;
use shared::domain::providers::RelyingPartyError;

use crate::scene::Scene;

async fn scene() -> Scene {
    Scene::with(json!({}), json!({ "claims_in": "userinfo" })).await
}

async fn asked(scene: &Scene) -> usize {
    scene.upstream.requests().await.iter().filter(|request| request.contains("/me")).count()
}

#[tokio::test]
async fn userinfo_tells_what_the_id_token_does_not() {
    let scene = scene().await;
    let identity = scene.sign_in().await.unwrap();
    let email = identity.email.unwrap();
    assert_eq!((email.address.as_str(), email.verified), ("alice@example.com", true));
    assert_eq!(identity.name.as_deref(), Some("alice"));
    assert_eq!(asked(&scene).await, 1);
}

#[tokio::test]
async fn userinfo_is_not_asked_for_what_is_known() {
    let scene = Scene::new().await;
    scene.sign_in().await.unwrap();
    assert_eq!(asked(&scene).await, 0);
}

#[tokio::test]
async fn userinfo_with_another_sub_is_refused() {
    let scene = scene().await;
    for sub in ["mallory", "Alice", "alice "] {
        scene.doubts(json!({ "userinfo": { "set": { "sub": sub } } }), "about another person").await;
    }
    scene.doubts(json!({ "userinfo": { "without": ["sub"] } }), "sub is missing").await;
    scene.doubts(json!({ "userinfo": { "set": { "sub": ["alice"] } } }), "sub is missing").await;
}

#[tokio::test]
async fn a7_userinfo_verifies_an_address_by_the_boolean_alone() {
    let scene = scene().await;
    for claim in [json!(false), json!("true"), json!(1), json!(null)] {
        scene.upstream.misbehave(json!({ "userinfo": { "set": { "email_verified": claim } } })).await;
        assert!(!scene.sign_in().await.unwrap().email.unwrap().verified, "{claim}");
    }
    scene.upstream.misbehave(json!({ "userinfo": { "without": ["email_verified"] } })).await;
    assert!(!scene.sign_in().await.unwrap().email.unwrap().verified);
    scene.upstream.behave().await;
    assert!(scene.sign_in().await.unwrap().email.unwrap().verified);
}

#[tokio::test]
async fn userinfo_that_says_nothing_sensible_is_refused() {
    let scene = scene().await;
    for (answer, reason) in [
        (json!({ "status": 200, "body": "<html>" }), "not JSON"),
        (json!({ "status": 200, "body": "[]" }), "not JSON"),
        (json!({ "status": 401 }), "status 401"),
        (json!({ "huge": true }), "more than 1048576 bytes"),
        (json!({ "status": 303, "location": "http://169.254.169.254/" }), "redirects"),
    ] {
        scene.doubts(json!({ "answers": { "userinfo": answer } }), reason).await;
    }
    scene.upstream.misbehave(json!({ "answers": { "userinfo": { "status": 502 } } })).await;
    assert!(matches!(scene.sign_in().await, Err(RelyingPartyError::Unavailable(_))));
}

#[tokio::test]
async fn who_has_no_address_is_somebody_all_the_same() {
    let scene = scene().await;
    scene.upstream.describe("alice", json!({})).await;
    let identity = scene.sign_in().await.unwrap();
    assert_eq!((identity.subject.as_str(), identity.email), ("alice", None));
}
