//! What an ID token says: whom it is from, for and about.

use serde_json::json;
use shared::domain::providers::UpstreamEmail;

use crate::scene::{Scene, disbelieved};

#[tokio::test]
async fn an_id_token_says_who_somebody_is() {
    let scene = Scene::new().await;
    let identity = scene.sign_in().await.unwrap();
    assert_eq!(identity.subject.as_str(), "alice");
    let email = UpstreamEmail { address: "alice@example.com".to_owned(), verified: true };
    assert_eq!(identity.email, Some(email));
    assert_eq!(identity.name.as_deref(), Some("alice"));
    assert!(identity.sid.is_some_and(|sid| !sid.is_empty()));
}

#[tokio::test]
async fn an_issuer_that_ends_in_a_slash_is_one_too() {
    let scene = Scene::with(json!({}), json!({ "slash": true })).await;
    assert!(scene.provider.issuer.as_str().ends_with('/'));
    scene.sign_in().await.unwrap();
    let without = scene.provider.issuer.as_str().trim_end_matches('/').to_owned();
    scene.doubts_id_token(json!({ "set": { "iss": without } }), "Invalid issuer").await;
}

#[tokio::test]
async fn an_id_token_with_another_iss_is_refused() {
    let scene = Scene::new().await;
    let slash = format!("{}/", scene.provider.issuer);
    for issuer in ["https://id.example", &slash, &scene.provider.issuer.as_str().to_uppercase()] {
        scene.doubts_id_token(json!({ "set": { "iss": issuer } }), "Invalid issuer").await;
    }
    let not_one = json!({ "set": { "iss": [scene.provider.issuer.as_str()] } });
    scene.doubts_id_token(not_one, "can't be read").await;
}

#[tokio::test]
async fn an_id_token_without_iss_is_refused() {
    Scene::new().await.doubts_id_token(json!({ "without": ["iss"] }), "lacks iss").await;
}

#[tokio::test]
async fn an_id_token_without_sub_is_refused() {
    let scene = Scene::new().await;
    scene.doubts_id_token(json!({ "without": ["sub"] }), "lacks sub").await;
    scene.doubts_id_token(json!({ "set": { "sub": "" } }), "sub").await;
    scene.doubts_id_token(json!({ "set": { "sub": 5 } }), "can't be read").await;
    scene.doubts_id_token(json!({ "set": { "sub": "a".repeat(256) } }), "sub").await;
}

#[tokio::test]
async fn a4_an_id_token_with_a_foreign_aud_is_refused() {
    let scene = Scene::new().await;
    scene.doubts_id_token(json!({ "set": { "aud": "another" } }), "Invalid audiences").await;
    scene.doubts_id_token(json!({ "set": { "aud": ["another"] } }), "Invalid audiences").await;
    // Others are no better for being made for us.
    scene.doubts_id_token(json!({ "set": { "aud": "another", "azp": "paseport" } }), "Invalid audiences").await;
}

#[tokio::test]
async fn an_id_token_without_aud_is_refused() {
    let scene = Scene::new().await;
    scene.doubts_id_token(json!({ "without": ["aud"] }), "Invalid audiences").await;
    scene.doubts_id_token(json!({ "set": { "aud": [] } }), "Invalid audiences").await;
}

#[tokio::test]
async fn a4_an_id_token_for_others_too_must_name_us_as_azp() {
    let scene = Scene::new().await;
    let both = json!(["another", "paseport"]);
    scene.doubts_id_token(json!({ "set": { "aud": both } }), "there is no azp").await;
    scene.doubts_id_token(json!({ "set": { "aud": both, "azp": "another" } }), "azp is not us").await;
    scene.doubts_id_token(json!({ "set": { "azp": "another" } }), "azp is not us").await;
    scene.believes_id_token(json!({ "set": { "aud": both, "azp": "paseport" } })).await;
    scene.believes_id_token(json!({ "set": { "aud": ["paseport"] } })).await;
}

#[tokio::test]
async fn b7_an_id_token_with_another_nonce_is_refused() {
    let scene = Scene::new().await;
    scene.doubts_id_token(json!({ "set": { "nonce": "another" } }), "Invalid nonce: it is another").await;
    scene.doubts_id_token(json!({ "set": { "nonce": "" } }), "Invalid nonce: it is another").await;
}

#[tokio::test]
async fn b7_an_id_token_without_nonce_is_refused() {
    Scene::new().await.doubts_id_token(json!({ "without": ["nonce"] }), "Invalid nonce: it is missing").await;
}

/// The code and verifier of one sign-in with the nonce of another: what a swap between two browsers comes to.
#[tokio::test]
async fn b7_the_nonce_is_that_of_the_sign_in_that_was_begun() {
    let scene = Scene::new().await;
    let (first, second) = (scene.begin(None).await.unwrap(), scene.begin(None).await.unwrap());
    let mut swapped = scene.come_back(&first, "alice").await;
    swapped.nonce = second.request.nonce.hashed();
    assert!(disbelieved(scene.redeem(swapped).await).contains("Invalid nonce"));
    let own = scene.come_back(&second, "alice").await;
    scene.redeem(own).await.unwrap();
}

#[tokio::test]
async fn an_answer_without_an_id_token_is_refused() {
    Scene::new().await.doubts_id_token(json!({ "missing": true }), "has no ID token").await;
}

#[tokio::test]
async fn an_id_token_of_another_kind_is_refused() {
    let scene = Scene::new().await;
    for typ in ["logout+jwt", "at+jwt", "application/logout+jwt"] {
        scene.doubts_id_token(json!({ "header": { "set": { "typ": typ } } }), "JWT type").await;
    }
    scene.doubts_id_token(json!({ "header": { "set": { "crit": ["exp"] } } }), "critical").await;
    scene.believes_id_token(json!({ "header": { "set": { "typ": "JWT" } } })).await;
}

#[tokio::test]
async fn an_id_token_that_belongs_to_another_access_token_is_refused() {
    let scene = Scene::new().await;
    scene.doubts_id_token(json!({ "set": { "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" } }), "at_hash").await;
}

#[tokio::test]
async fn a7_an_address_is_verified_by_the_boolean_alone() {
    let scene = Scene::new().await;
    for claim in [json!(false), json!("true"), json!("false"), json!(null)] {
        scene.upstream.describe("alice", json!({ "email": "alice@example.com", "email_verified": claim })).await;
        let email = scene.sign_in().await.unwrap().email.unwrap();
        assert_eq!((email.address.as_str(), email.verified), ("alice@example.com", false), "{claim}");
    }
    scene.upstream.describe("alice", json!({ "email": "alice@example.com" })).await;
    assert!(!scene.sign_in().await.unwrap().email.unwrap().verified);
    scene.upstream.describe("alice", json!({ "email": "alice@example.com", "email_verified": true })).await;
    assert!(scene.sign_in().await.unwrap().email.unwrap().verified);
}

#[tokio::test]
async fn nothing_secret_is_in_what_is_said_about_a_refusal() {
    let scene = Scene::new().await;
    for fault in [
        json!({ "set": { "nonce": "marker-in-token" } }),
        json!({ "set": { "sub": 123_456_789 } }),
        json!({ "set": { "email": 123_456_789 } }),
        json!({ "broken": true }),
    ] {
        scene.upstream.misbehave(json!({ "id_token": fault })).await;
        let begun = scene.begin(None).await.unwrap();
        let redemption = scene.come_back(&begun, "alice").await;
        let secrets = [
            secrecy::ExposeSecret::expose_secret(&redemption.code).to_owned(),
            begun.request.nonce.expose().to_owned(),
            begun.request.state.expose().to_owned(),
            secrecy::ExposeSecret::expose_secret(&begun.request.code_verifier).to_owned(),
            "alice".to_owned(),
            "marker-in-token".to_owned(),
            "123456789".to_owned(),
            "Zk3+".to_owned(),
            "eyJ".to_owned(),
        ];
        let shown = format!("{redemption:?} {:?} {:?}", begun.request, scene.relying_party);
        let error = scene.redeem(redemption).await.unwrap_err();
        let shown = format!("{shown} {error} {error:?}");
        for secret in secrets {
            assert!(!shown.contains(&secret), "{shown} holds {secret}");
        }
    }
}
