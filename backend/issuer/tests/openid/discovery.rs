//! What an admin is told of a provider that can't work, and that nobody is signed in by it.

use serde_json::{Value, json};
use shared::domain::providers::{RelyingParty, RelyingPartyError};

use crate::scene::Scene;

impl Scene {
    async fn fault(&self, faults: Value) -> String {
        self.relying_party.test(&self.provider).await.unwrap();
        self.upstream.misbehave(faults).await;
        let fault = self.relying_party.test(&self.provider).await.unwrap_err().0;
        self.upstream.behave().await;
        assert!(fault.ends_with('.') && !fault.contains("Error"), "{fault}");
        fault
    }

    /// What an admin is told when the document is changed so.
    async fn document_fault(&self, change: Value) -> String {
        self.fault(json!({ "discovery": change })).await
    }

    /// What an admin is told when one of the two answers is this.
    async fn answer_fault(&self, of: &str, answer: Value) -> String {
        self.fault(json!({ "answers": { of: answer } })).await
    }
}

#[tokio::test]
async fn a_document_of_another_issuer_is_refused_with_both_shown() {
    let scene = Scene::new().await;
    let issuer = scene.provider.issuer.to_string();
    let slash = format!("{issuer}/");
    for other in ["https://evil.example", &slash, &issuer.to_uppercase()] {
        let fault = scene.document_fault(json!({ "set": { "issuer": other } })).await;
        assert!(fault.contains(&format!("of the issuer {other}, but {issuer} was entered")), "{fault}");
    }
    // Nor is anybody sent there.
    scene.upstream.misbehave(json!({ "discovery": { "set": { "issuer": "https://evil.example" } } })).await;
    let fresh = Scene::new().await;
    let answer = fresh.relying_party.test(&scene.provider).await;
    assert!(answer.is_err());
}

#[tokio::test]
async fn nobody_is_sent_to_a_provider_that_does_not_know_itself() {
    let scene = Scene::new().await;
    scene.upstream.misbehave(json!({ "discovery": { "set": { "issuer": "https://evil.example" } } })).await;
    assert!(matches!(scene.begin(None).await, Err(RelyingPartyError::Unbelievable(_))));
    scene.upstream.behave().await;
    scene.advance(crate::scene::PAUSE).await;
    scene.sign_in().await.unwrap();
}

#[tokio::test]
async fn what_a_document_lacks_is_named() {
    let scene = Scene::new().await;
    for name in
        ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "id_token_signing_alg_values_supported"]
    {
        let fault = scene.document_fault(json!({ "without": [name] })).await;
        assert_eq!(fault, format!("The discovery document names no {name}."));
    }
    for (change, expected) in [
        (json!({ "id_token_signing_alg_values_supported": ["HS256"] }), "none of RS256, ES256 and EdDSA."),
        (json!({ "code_challenge_methods_supported": ["plain"] }), "does not support PKCE with S256."),
        (json!({ "response_types_supported": ["id_token"] }), "the response type \"code\"."),
    ] {
        let fault = scene.document_fault(json!({ "set": change })).await;
        assert!(fault.contains(expected), "{fault}");
    }
}

#[tokio::test]
async fn what_keeps_the_document_from_being_read_is_said() {
    let scene = Scene::new().await;
    let url = format!("{}/.well-known/openid-configuration", scene.provider.issuer);
    for (answer, expected) in [
        (json!({ "status": 404 }), "answers with status 404 instead of 200."),
        (json!({ "status": 500 }), "answers with status 500 instead of 200."),
        (json!({ "status": 200, "body": "<!doctype html>", "content_type": "text/html" }), "is not JSON."),
        (json!({ "status": 200, "body": "[]" }), "is not JSON."),
        (
            json!({ "status": 302, "location": "https://id.example/" }),
            "can't be read: the server redirects, which is not followed.",
        ),
        (json!({ "huge": true }), "can't be read: the answer has more than 1048576 bytes."),
        (json!({ "silent": true }), "can't be read: no answer within 5 s."),
    ] {
        assert_eq!(scene.answer_fault("discovery", answer).await, format!("{url} {expected}"));
    }
}

#[tokio::test]
async fn what_keeps_the_keys_from_being_read_is_said() {
    let scene = Scene::new().await;
    let url = format!("{}/jwks", scene.provider.issuer);
    let fault = scene.answer_fault("jwks", json!({ "status": 404 })).await;
    assert_eq!(fault, format!("{url} answers with status 404 instead of 200."));
    for keys in [json!([]), json!([{ "key": "weak-1" }]), json!([{ "key": "rsa-1", "set": { "use": "enc" } }])] {
        let fault = scene.fault(json!({ "jwks": keys })).await;
        assert!(fault.contains("publishes no key that can be used"), "{fault}");
    }
}

#[tokio::test]
async fn a_provider_that_is_not_there_is_unreachable() {
    let mut scene = Scene::new().await;
    scene.provider.issuer = "http://127.0.0.1:1/nobody".parse().unwrap();
    let fault = scene.relying_party.test(&scene.provider).await.unwrap_err();
    let (url, cause) = fault.0.split_once(" can't be read: the server can't be reached (").unwrap();
    assert_eq!(url, "http://127.0.0.1:1/nobody/.well-known/openid-configuration");
    assert!(cause.contains("refused") && cause.ends_with(")."), "{fault}");
    assert!(matches!(scene.begin(None).await, Err(RelyingPartyError::Unavailable(_))));
}

#[tokio::test]
async fn i2_an_issuer_or_keys_inside_are_not_asked() {
    let scene = Scene::new().await;
    for (issuer, reason) in [
        ("https://127.0.0.1", "it is a loopback address"),
        ("https://10.0.0.1:8443/auth/v1/", "it is a private address"),
        ("https://localhost", "it is a loopback address"),
        ("http://127.0.0.1:2", "the address must begin with https://"),
    ] {
        let mut provider = scene.provider.clone();
        provider.issuer = issuer.parse().unwrap();
        let fault = scene.relying_party.test(&provider).await.unwrap_err();
        assert!(fault.0.contains(reason), "{fault}");
    }
    let fault = scene.document_fault(json!({ "set": { "jwks_uri": "https://169.254.169.254/keys" } })).await;
    assert!(fault.contains("it is a link-local address"), "{fault}");
}
