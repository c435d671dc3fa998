//! What comes back to the callback, and what the provider's servers answer.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};
use shared::domain::providers::{RelyingParty, RelyingPartyError};
use tokio::task::JoinSet;

use crate::scene::{CALLBACK, PAUSE, Scene, disbelieved};

#[tokio::test]
async fn b12_the_browser_carries_what_it_must_and_nothing_else() {
    let scene = Scene::new().await;
    let begun = scene.begin(Some(300)).await.unwrap();
    let issuer = scene.provider.issuer.as_str();
    assert_eq!(begun.url.as_str().split('?').next().unwrap(), format!("{issuer}/auth"));
    let sent: BTreeMap<String, String> = begun.url.query_pairs().into_owned().collect();
    assert_eq!(begun.url.query_pairs().count(), sent.len(), "each once");
    let challenge = sent["code_challenge"].clone();
    let expected = [
        ("client_id", "paseport"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("max_age", "300"),
        ("nonce", begun.request.nonce.expose()),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid profile email"),
        ("state", begun.request.state.expose()),
    ];
    assert_eq!(sent.iter().map(|(name, value)| (&**name, &**value)).collect::<Vec<_>>(), expected);
    assert_eq!(challenge.len(), 43);
    let begun = scene.begin(None).await.unwrap();
    assert!(!begun.url.as_str().contains("max_age"));
    let verifier = secrecy::ExposeSecret::expose_secret(&begun.request.code_verifier).to_owned();
    assert!(!begun.url.as_str().contains(&verifier));
}

#[tokio::test]
async fn b14_an_answer_of_another_issuer_is_refused_before_the_code_goes_anywhere() {
    let scene = Scene::new().await;
    let slash = format!("{}/", scene.provider.issuer);
    for issuer in ["https://evil.example", &slash, ""] {
        scene.doubts(json!({ "callback": { "set": { "iss": issuer } } }), "of another issuer").await;
    }
    let begun = scene.begin(None).await.unwrap();
    let mut mixed_up = scene.come_back(&begun, "alice").await;
    let good = mixed_up.clone();
    mixed_up.response_issuer = Some("https://evil.example".to_owned());
    disbelieved(scene.redeem(mixed_up).await);
    // The code is still good: nobody was shown it.
    scene.redeem(good).await.unwrap();
}

#[tokio::test]
async fn b14_an_answer_without_iss_is_refused_where_it_is_promised() {
    let scene = Scene::new().await;
    let without = json!({ "callback": { "without": ["iss"] } });
    scene.doubts(without, "does not name its issuer").await;
    // A provider that promises nothing may leave it out, but may not name another.
    let promise = "authorization_response_iss_parameter_supported";
    let silent = Scene::new().await;
    for change in [json!({ "without": [promise] }), json!({ "set": { promise: false } })] {
        silent.upstream.misbehave(json!({ "discovery": change, "callback": { "without": ["iss"] } })).await;
        silent.relying_party.test(&silent.provider).await.unwrap();
        silent.sign_in().await.unwrap();
        let other = json!({ "set": { "iss": "https://evil.example" } });
        silent.upstream.misbehave(json!({ "discovery": change, "callback": other })).await;
        assert!(disbelieved(silent.sign_in().await).contains("of another issuer"));
    }
}

#[tokio::test]
async fn a_code_is_good_once_and_with_its_verifier_only() {
    let scene = Scene::new().await;
    let begun = scene.begin(None).await.unwrap();
    let redemption = scene.come_back(&begun, "alice").await;
    let mut swapped = redemption.clone();
    swapped.code_verifier = "x".repeat(43).into();
    let refused = |answer| match answer {
        Err(RelyingPartyError::Refused(code)) => code,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(scene.redeem(swapped).await), "invalid_grant");
    let begun = scene.begin(None).await.unwrap();
    let redemption = scene.come_back(&begun, "alice").await;
    scene.redeem(redemption.clone()).await.unwrap();
    assert_eq!(refused(scene.redeem(redemption).await), "invalid_grant");
}

#[tokio::test]
async fn who_cancels_at_the_provider_comes_back_with_its_word() {
    let scene = Scene::new().await;
    let begun = scene.begin(None).await.unwrap();
    let back = scene.upstream.cancel(&begun.url).await;
    let query = back.query().unwrap();
    assert!(query.contains("error=access_denied") && query.contains(begun.request.state.expose()), "{query}");
}

#[tokio::test]
async fn a_hundred_at_once_are_each_who_they_are() {
    let scene = Arc::new(Scene::new().await);
    let mut people = JoinSet::new();
    for number in 0..100 {
        let scene = Arc::clone(&scene);
        people.spawn(async move {
            let account = format!("user-{number}");
            assert_eq!(scene.sign_in_as(&account, None).await.unwrap().subject.as_str(), account);
        });
    }
    people.join_all().await;
    let asked = scene.upstream.requests().await;
    assert_eq!(asked.iter().filter(|request| request.ends_with("/jwks")).count(), 1);
}

/// Signing in fails in this way while the endpoint answers so, and works before and after.
async fn is_away(scene: &Scene, endpoint: &str, answer: Value) -> RelyingPartyError {
    scene.sign_in().await.unwrap();
    scene.upstream.misbehave(json!({ "answers": { endpoint: answer } })).await;
    let error = scene.sign_in().await.unwrap_err();
    scene.upstream.behave().await;
    scene.advance(PAUSE).await;
    scene.sign_in().await.unwrap();
    error
}

#[tokio::test]
async fn a_token_endpoint_that_fails_is_an_outage() {
    let scene = Scene::new().await;
    for answer in [json!({ "status": 500 }), json!({ "status": 503, "body": "<html>", "content_type": "text/html" })] {
        let error = is_away(&scene, "token", answer.clone()).await;
        assert!(matches!(error, RelyingPartyError::Unavailable(_)), "{answer}: {error:?}");
    }
    for (answer, reason) in [
        (json!({ "status": 200, "body": "<html>", "content_type": "text/html" }), "none that the standard has"),
        (json!({ "status": 200, "body": "{}" }), "lacks access_token"),
        (json!({ "status": 200, "body": "[]" }), "can't be read"),
        (json!({ "status": 404, "body": "" }), "none that the standard has"),
        (json!({ "huge": true }), "more than 1048576 bytes"),
        (json!({ "status": 307, "location": "http://169.254.169.254/" }), "redirects"),
        (json!({ "status": 302, "location": "https://id.example/token" }), "redirects"),
    ] {
        let said = disbelieved(Err(is_away(&scene, "token", answer.clone()).await));
        assert!(said.contains(reason), "{answer}: {said}");
    }
}

#[tokio::test]
async fn a_slow_token_endpoint_is_an_outage_after_five_seconds() {
    let scene = Scene::new().await;
    let error = is_away(&scene, "token", json!({ "silent": true })).await;
    let RelyingPartyError::Unavailable(source) = error else { panic!("{error:?}") };
    assert_eq!(source.to_string(), "no answer within 5 s");
}

/// Whoever can write a provider's document can't send us inside.
#[tokio::test]
async fn i2_endpoints_that_lead_inside_are_not_called() {
    for endpoint in ["token_endpoint", "userinfo_endpoint"] {
        let scene = Scene::with(json!({}), json!({ "claims_in": "userinfo" })).await;
        scene.sign_in().await.unwrap();
        for (url, reason) in [
            ("https://169.254.169.254/latest/meta-data", "a link-local address"),
            ("https://127.0.0.1:443/", "a loopback address"),
            ("https://2130706433/", "a loopback address"),
            ("https://[::ffff:10.0.0.1]/", "a private address"),
            ("https://localhost/", "a loopback address"),
            ("http://127.0.0.1:2/", "must begin with https://"),
        ] {
            scene.upstream.misbehave(json!({ "discovery": { "set": { endpoint: url } } })).await;
            scene.relying_party.test(&scene.provider).await.unwrap();
            let said = disbelieved(scene.sign_in().await);
            assert!(said.contains(reason), "{endpoint} {url}: {said}");
        }
    }
}
