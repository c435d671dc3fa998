//! How our secret is shown.

use serde_json::json;
use shared::domain::providers::{RelyingParty, RelyingPartyError};

use crate::scene::Scene;

const METHODS: &str = "token_endpoint_auth_methods_supported";

/// A client that is registered for one way, at a provider that says it takes these.
async fn scene(registered: &str, says: &[&str]) -> Scene {
    let scene = Scene::with_client(json!({ "token_endpoint_auth_method": registered })).await;
    scene.upstream.misbehave(json!({ "discovery": { "set": { METHODS: says } } })).await;
    scene
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(answer: Result<T, RelyingPartyError>) {
    match answer {
        Err(RelyingPartyError::Refused(code)) => assert_eq!(code, "invalid_client"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn client_secret_basic_is_used_where_it_is_taken() {
    scene("client_secret_basic", &["client_secret_basic"]).await.sign_in().await.unwrap();
    scene("client_secret_basic", &["client_secret_post", "client_secret_basic"]).await.sign_in().await.unwrap();
    assert_refused(scene("client_secret_post", &["client_secret_basic"]).await.sign_in().await);
}

#[tokio::test]
async fn client_secret_basic_is_used_where_nothing_is_said() {
    let scene = Scene::with_client(json!({ "token_endpoint_auth_method": "client_secret_basic" })).await;
    scene.upstream.misbehave(json!({ "discovery": { "without": [METHODS] } })).await;
    scene.sign_in().await.unwrap();
}

#[tokio::test]
async fn client_secret_post_is_used_where_nothing_better_is_taken() {
    scene("client_secret_post", &["private_key_jwt", "client_secret_post"]).await.sign_in().await.unwrap();
    assert_refused(scene("client_secret_basic", &["client_secret_post"]).await.sign_in().await);
}

#[tokio::test]
async fn a_public_client_has_pkce_alone() {
    let mut public = scene("none", &["client_secret_basic", "none"]).await;
    public.client_secret = None;
    public.provider.client_secret = None;
    public.sign_in().await.unwrap();
    let begun = public.begin(None).await.unwrap();
    let mut stolen = public.come_back(&begun, "alice").await;
    stolen.code_verifier = "x".repeat(43).into();
    assert!(matches!(public.redeem(stolen).await, Err(RelyingPartyError::Refused(code)) if code == "invalid_grant"));
}

#[tokio::test]
async fn a_wrong_secret_is_refused_by_the_provider_and_shown_nowhere() {
    for method in ["client_secret_basic", "client_secret_post"] {
        let mut scene = scene(method, &[method]).await;
        scene.sign_in().await.unwrap();
        scene.client_secret = Some("marker-of-a-wrong-secret".into());
        let answer = scene.sign_in().await;
        assert!(!format!("{answer:?}").contains("marker"));
        assert_refused(answer);
    }
}

#[tokio::test]
async fn a_provider_that_takes_no_secret_of_ours_is_told_apart() {
    let mut scene = scene("client_secret_basic", &["private_key_jwt"]).await;
    let fault = scene.relying_party.test(&scene.provider).await.unwrap_err();
    assert!(fault.0.contains("neither by client_secret_basic nor by client_secret_post"), "{fault}");
    scene.provider.client_secret = None;
    scene.relying_party.test(&scene.provider).await.unwrap();
}
