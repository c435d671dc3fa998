//! Who signed: keys and algorithms.

use serde_json::{Value, json};

use crate::scene::{PAUSE, Scene, disbelieved};

/// Keys are published so from now on, and known to have changed.
async fn publish(scene: &Scene, keys: Value, id_token: Value) {
    scene.upstream.misbehave(json!({ "jwks": keys, "id_token": id_token })).await;
    scene.advance(PAUSE).await;
}

#[tokio::test]
async fn rs256_es256_and_eddsa_are_taken() {
    for algorithm in ["RS256", "ES256", "EdDSA"] {
        let scene = Scene::with_client(json!({ "id_token_signed_response_alg": algorithm })).await;
        scene.sign_in().await.unwrap();
        scene.doubts_id_token(json!({ "broken": true }), "Crypto error").await;
    }
}

#[tokio::test]
async fn an_id_token_with_a_bad_signature_is_refused() {
    let scene = Scene::new().await;
    scene.doubts_id_token(json!({ "broken": true }), "bad signature").await;
    // The signature of another key under the name of this one.
    let forged = json!({ "key": "rsa-9", "header": { "set": { "kid": "rsa-1" } } });
    scene.doubts_id_token(forged, "bad signature").await;
}

#[tokio::test]
async fn h1_alg_none_is_refused() {
    let scene = Scene::new().await;
    scene.doubts_id_token(json!({ "alg": "none" }), "No signature").await;
    scene.doubts_id_token(json!({ "alg": "none", "header": { "without": ["kid"] } }), "No signature").await;
    for spelling in ["None", "NONE", "nOnE", ""] {
        let fault = json!({ "alg": "none", "header": { "set": { "alg": spelling } } });
        scene.doubts_id_token(fault, "can't be read").await;
    }
}

#[tokio::test]
async fn h1_a_public_key_is_no_shared_secret() {
    let scene = Scene::new().await;
    scene.doubts_id_token(json!({ "alg": "HS256" }), "HS256").await;
    scene.doubts_id_token(json!({ "alg": "HS256", "header": { "without": ["kid"] } }), "HS256").await;
}

#[tokio::test]
async fn h1_other_algorithms_are_refused() {
    let scene = Scene::new().await;
    for algorithm in ["RS512", "PS256", "ES384", "HS512"] {
        let fault = json!({ "header": { "set": { "alg": algorithm } } });
        scene.doubts_id_token(fault, algorithm).await;
    }
    // Two algorithms that are taken, each with the other's key.
    scene.doubts_id_token(json!({ "header": { "set": { "alg": "ES256" } } }), "No matching key").await;
    scene.doubts_id_token(json!({ "key": "ec-1", "header": { "set": { "alg": "RS256" } } }), "No matching key").await;
}

#[tokio::test]
async fn h1_an_id_token_by_a_foreign_key_is_refused() {
    let scene = Scene::new().await;
    scene.doubts_id_token(json!({ "key": "rsa-9" }), "No matching key").await;
    scene.advance(PAUSE).await;
    // Now the provider was asked for newer keys too.
    scene.doubts_id_token(json!({ "key": "rsa-9" }), "No matching key").await;
}

/// The keys that the token brings along, or says where to get, are those of whoever forged it.
#[tokio::test]
async fn h1_keys_named_inside_the_token_are_not_looked_at() {
    let scene = Scene::new().await;
    scene.sign_in().await.unwrap();
    let elsewhere = format!("{}/forged", scene.provider.issuer);
    let key = scene.upstream.public_key("rsa-9").await;
    for header in [
        json!({ "jwk": key }),
        json!({ "jku": elsewhere }),
        json!({ "x5u": elsewhere }),
        json!({ "x5c": ["MIIB"] }),
        json!({ "jwk": key, "kid": "rsa-1" }),
        json!({ "jku": elsewhere, "kid": "rsa-1" }),
    ] {
        let fault = json!({ "key": "rsa-9", "header": { "set": header } });
        scene
            .doubts_id_token(fault, if header.get("kid").is_some() { "bad signature" } else { "No matching key" })
            .await;
        scene.advance(PAUSE).await;
    }
    assert!(!scene.upstream.requests().await.iter().any(|request| request.contains("forged")));
}

#[tokio::test]
async fn h1_a_key_of_1024_bits_is_no_key() {
    let scene = Scene::new().await;
    let both = json!([{ "key": "weak-1" }, { "key": "rsa-1" }]);
    publish(&scene, both.clone(), json!({ "key": "weak-1" })).await;
    assert!(disbelieved(scene.sign_in().await).contains("No matching key"));
    // The other one of the same set is good.
    publish(&scene, both, json!({})).await;
    scene.sign_in().await.unwrap();
}

#[tokio::test]
async fn a_key_that_is_not_for_signatures_is_not_used() {
    let scene = Scene::new().await;
    let others = json!([{ "key": "rsa-1", "set": { "use": "enc" } }, { "key": "rsa-2" }]);
    publish(&scene, others, json!({})).await;
    assert!(disbelieved(scene.sign_in().await).contains("No matching key"));
    publish(&scene, json!([{ "key": "rsa-1", "set": { "use": "sig" } }, { "key": "rsa-2" }]), json!({})).await;
    scene.sign_in().await.unwrap();
}

#[tokio::test]
async fn without_kid_the_only_key_is_the_one() {
    let scene = Scene::new().await;
    let nameless = json!({ "header": { "without": ["kid"] } });
    publish(&scene, json!([{ "key": "rsa-1" }]), nameless.clone()).await;
    scene.sign_in().await.unwrap();
    publish(&scene, json!([{ "key": "rsa-1", "without": ["kid"] }]), nameless).await;
    scene.sign_in().await.unwrap();
    scene.doubts_id_token(json!({ "key": "rsa-9", "header": { "without": ["kid"] } }), "bad signature").await;
}

/// `OpenID` Connect Core, section 10.1: with several keys, the token must say which.
#[tokio::test]
async fn without_kid_several_keys_are_none() {
    let scene = Scene::new().await;
    let several = json!([{ "key": "rsa-1" }, { "key": "rsa-2" }]);
    publish(&scene, several.clone(), json!({ "header": { "without": ["kid"] } })).await;
    assert!(disbelieved(scene.sign_in().await).contains("Ambiguous key"));
    publish(&scene, several, json!({})).await;
    scene.sign_in().await.unwrap();
}

#[tokio::test]
async fn a_provider_may_change_its_keys() {
    let scene = Scene::new().await;
    scene.sign_in().await.unwrap();
    scene.upstream.rotate_keys().await;
    scene.advance(PAUSE).await;
    scene.sign_in().await.unwrap();
    // What the old key signs is worth nothing from now on.
    scene.doubts_id_token(json!({ "key": "rsa-1" }), "No matching key").await;
}

#[tokio::test]
async fn a_key_may_be_replaced_under_its_name() {
    let scene = Scene::new().await;
    scene.sign_in().await.unwrap();
    let swapped = json!([{ "key": "rsa-2", "set": { "kid": "rsa-1" } }]);
    let by_the_new = json!({ "key": "rsa-2", "header": { "set": { "kid": "rsa-1" } } });
    publish(&scene, swapped, by_the_new).await;
    scene.sign_in().await.unwrap();
}
