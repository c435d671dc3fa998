//! The checks of a logout token (`OpenID` Connect Back-Channel Logout, section 2.6).

use serde_json::{Value, json};
use shared::domain::{
    clock::Clock,
    identities::Subject,
    providers::{LogoutClaims, LogoutTokenError, RelyingParty},
};

use crate::scene::{PAUSE, Scene};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

impl Scene {
    async fn logout(&self, wanted: Value) -> Result<LogoutClaims, LogoutTokenError> {
        let token = self.upstream.logout_token(wanted).await;
        self.relying_party.logout_claims(&self.provider, &token).await
    }

    /// A token with this fault is refused, and one without it is good.
    async fn refuses(&self, fault: Value, reason: &str) {
        let wanted = json!({ "sub": "alice", "sid": "session" });
        self.logout(wanted.clone()).await.unwrap();
        let mut faulty = wanted;
        faulty.as_object_mut().unwrap().extend(fault.as_object().unwrap().clone());
        self.assert_invalid(&self.upstream.logout_token(faulty).await, reason).await;
    }

    async fn assert_invalid(&self, token: &str, reason: &str) {
        match self.relying_party.logout_claims(&self.provider, token).await {
            Err(LogoutTokenError::Invalid(said)) => assert!(said.contains(reason), "{said}, not {reason}"),
            other => panic!("{other:?} instead of {reason}"),
        }
    }

    /// A time that far from now, in seconds.
    fn in_seconds(&self, seconds: i64) -> i64 {
        self.clock.now().as_second() + seconds
    }
}

#[tokio::test]
async fn a_logout_token_names_a_person_a_session_or_both() {
    let scene = Scene::new().await;
    let both = scene.logout(json!({ "sub": "alice", "sid": "session" })).await.unwrap();
    assert_eq!(both.subject.as_ref().map(Subject::as_str), Some("alice"));
    assert_eq!(both.sid.as_deref(), Some("session"));
    assert!(!both.token_id.is_empty() && both.expires_at > scene.clock.now());
    let person = scene.logout(json!({ "sub": "alice" })).await.unwrap();
    assert_eq!((person.subject, person.sid), (both.subject, None));
    assert_ne!(person.token_id, both.token_id);
    let session = scene.logout(json!({ "sid": "session", "without": ["sub"] })).await.unwrap();
    assert_eq!((session.subject, session.sid), (None, both.sid));
    scene.refuses(json!({ "without": ["sub", "sid"] }), "neither sub nor sid").await;
    scene.refuses(json!({ "set": { "sub": "" } }), "sub can't be one").await;
    scene.refuses(json!({ "set": { "sid": 5 } }), "sid can't be one").await;
}

#[tokio::test]
async fn logout_tokens_are_signed_by_any_of_the_three_algorithms() {
    for algorithm in ["RS256", "ES256", "EdDSA"] {
        let scene = Scene::with_client(json!({ "id_token_signed_response_alg": algorithm })).await;
        scene.logout(json!({ "sub": "alice" })).await.unwrap();
        scene.refuses(json!({ "broken": true }), "Crypto error").await;
    }
}

#[tokio::test]
async fn a_logout_token_with_alg_none_is_refused() {
    let scene = Scene::new().await;
    scene.refuses(json!({ "alg": "none" }), "alg is none that is taken").await;
    for spelling in ["None", "NONE", "nOnE", ""] {
        let fault = json!({ "alg": "none", "header": { "set": { "alg": spelling } } });
        scene.refuses(fault, "alg is none that is taken").await;
    }
}

#[tokio::test]
async fn a_logout_token_with_a_wrong_alg_is_refused() {
    let scene = Scene::new().await;
    scene.refuses(json!({ "alg": "HS256" }), "alg is none that is taken").await;
    for algorithm in ["HS512", "RS384", "PS256", "ES384"] {
        let fault = json!({ "header": { "set": { "alg": algorithm } } });
        scene.refuses(fault, "alg is none that is taken").await;
    }
    scene.refuses(json!({ "header": { "set": { "alg": "ES256" } } }), "No matching key").await;
}

#[tokio::test]
async fn a_logout_token_with_another_aud_is_refused() {
    let scene = Scene::new().await;
    scene.refuses(json!({ "set": { "aud": "another" } }), "aud is not us").await;
    scene.refuses(json!({ "set": { "aud": ["another"] } }), "aud is not us").await;
    scene.refuses(json!({ "set": { "aud": ["another", "paseport"] } }), "there is no azp").await;
    scene.refuses(json!({ "without": ["aud"] }), "aud is not us").await;
    scene.logout(json!({ "sub": "alice", "set": { "aud": ["paseport"] } })).await.unwrap();
}

#[tokio::test]
async fn a_logout_token_with_another_iss_is_refused() {
    let scene = Scene::new().await;
    let slash = format!("{}/", scene.provider.issuer);
    scene.refuses(json!({ "set": { "iss": "https://evil.example" } }), "iss is another").await;
    scene.refuses(json!({ "set": { "iss": slash } }), "iss is another").await;
    scene.refuses(json!({ "without": ["iss"] }), "iss is another").await;
}

#[tokio::test]
async fn a_logout_token_with_another_event_is_refused() {
    let scene = Scene::new().await;
    for events in [
        json!({ "http://schemas.openid.net/event/other": {} }),
        json!({ EVENT: true }),
        json!({ EVENT: null }),
        json!([EVENT]),
        json!(EVENT),
        json!({}),
    ] {
        scene.refuses(json!({ "set": { "events": events } }), "events has no logout").await;
    }
    let more = json!({ EVENT: { "reason": "x" }, "http://schemas.openid.net/event/other": {} });
    scene.logout(json!({ "sub": "alice", "set": { "events": more } })).await.unwrap();
}

#[tokio::test]
async fn a_logout_token_without_event_is_refused() {
    Scene::new().await.refuses(json!({ "without": ["events"] }), "events has no logout").await;
}

#[tokio::test]
async fn a_logout_token_with_nonce_is_refused() {
    let scene = Scene::new().await;
    scene.refuses(json!({ "set": { "nonce": "n" } }), "nonce must not be there").await;
    scene.refuses(json!({ "set": { "nonce": null } }), "nonce must not be there").await;
}

#[tokio::test]
async fn a_logout_token_is_of_now() {
    let scene = Scene::new().await;
    let at = |claim: &str, seconds| json!({ "set": { claim: scene.in_seconds(seconds) } });
    scene.refuses(at("iat", 90), "iat is in the future").await;
    scene.refuses(json!({ "without": ["iat"] }), "iat is missing").await;
    scene.refuses(json!({ "set": { "iat": "now" } }), "iat is missing or no time").await;
    scene.refuses(at("exp", 0), "exp is over").await;
    scene.refuses(at("exp", -1), "exp is over").await;
    scene.refuses(json!({ "without": ["exp"] }), "exp is missing").await;
    scene.refuses(json!({ "set": { "exp": 1e300 } }), "exp is missing or no time").await;
    let last = scene.logout(json!({ "sub": "alice", "set": { "exp": scene.in_seconds(1) } })).await.unwrap();
    assert_eq!(last.expires_at.as_second(), scene.in_seconds(1));
}

#[tokio::test]
async fn a_logout_token_has_a_name_of_its_own() {
    let scene = Scene::new().await;
    scene.refuses(json!({ "without": ["jti"] }), "jti").await;
    for id in [json!(""), json!(5), json!("a".repeat(256))] {
        scene.refuses(json!({ "set": { "jti": id } }), "jti").await;
    }
}

#[tokio::test]
async fn a_logout_token_by_another_key_is_refused() {
    let scene = Scene::new().await;
    scene.refuses(json!({ "broken": true }), "bad signature").await;
    scene.refuses(json!({ "key": "rsa-9" }), "No matching key").await;
    scene.refuses(json!({ "key": "rsa-9", "header": { "set": { "kid": "rsa-1" } } }), "bad signature").await;
    scene.refuses(json!({ "key": "rsa-9", "header": { "without": ["kid"] } }), "bad signature").await;
    let key = scene.upstream.public_key("rsa-9").await;
    let elsewhere = format!("{}/forged", scene.provider.issuer);
    for header in [json!({ "jwk": key }), json!({ "jku": elsewhere }), json!({ "x5u": elsewhere })] {
        scene.advance(PAUSE).await;
        scene.refuses(json!({ "key": "rsa-9", "header": { "set": header } }), "No matching key").await;
    }
    assert!(!scene.upstream.requests().await.iter().any(|request| request.contains("forged")));
}

#[tokio::test]
async fn a_logout_token_follows_a_change_of_keys() {
    let scene = Scene::new().await;
    scene.logout(json!({ "sub": "alice" })).await.unwrap();
    scene.upstream.rotate_keys().await;
    scene.advance(PAUSE).await;
    scene.logout(json!({ "sub": "alice" })).await.unwrap();
    scene.refuses(json!({ "key": "rsa-1" }), "No matching key").await;
}

#[tokio::test]
async fn another_kind_of_token_is_no_logout_token() {
    let scene = Scene::new().await;
    for typ in ["at+jwt", "secevent+jwt", "application/at+jwt"] {
        scene.refuses(json!({ "header": { "set": { "typ": typ } } }), "typ is that of another kind").await;
    }
    scene.refuses(json!({ "header": { "set": { "crit": ["exp"] } } }), "crit").await;
    for header in [
        json!({ "set": { "typ": "JWT" } }),
        json!({ "set": { "typ": "application/logout+jwt" } }),
        json!({ "without": ["typ"] }),
    ] {
        scene.logout(json!({ "sub": "alice", "header": header })).await.unwrap();
    }
    // What an ID token says, signed by the very provider.
    let id_token = json!({ "set": { "nonce": "n" }, "without": ["events", "jti"], "header": { "without": ["typ"] } });
    scene.refuses(id_token, "events has no logout").await;
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let scene = Scene::new().await;
    let good = scene.upstream.logout_token(json!({ "sub": "alice" })).await;
    scene.relying_party.logout_claims(&scene.provider, &good).await.unwrap();
    let parts: Vec<&str> = good.split('.').collect();
    for token in [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        "a.b.c".to_owned(),
        format!("{}.{}", parts[0], parts[1]),
        format!("{}.{}.", parts[0], parts[1]),
        format!(".{}.{}", parts[1], parts[2]),
        format!("{}..{}", parts[0], parts[2]),
        format!("{good}."),
        format!("{good}.{}", parts[2]),
        format!("{good}="),
        format!(" {good}"),
        format!("{}.{}.{}", parts[0], parts[0], parts[2]),
        good.replace('.', ","),
        good.chars().rev().collect(),
    ] {
        scene.assert_invalid(&token, "").await;
    }
    scene.assert_invalid(&format!("{good}{}", "A".repeat(17 * 1024)), "no signed token").await;
}

#[tokio::test]
async fn a_logout_token_waits_for_keys_that_are_away() {
    let scene = Scene::new().await;
    let token = scene.upstream.logout_token(json!({ "sub": "alice" })).await;
    scene.upstream.misbehave(json!({ "answers": { "jwks": { "status": 503 } } })).await;
    let answer = scene.relying_party.logout_claims(&scene.provider, &token).await;
    assert!(matches!(answer, Err(LogoutTokenError::Unavailable(_))), "{answer:?}");
    scene.upstream.behave().await;
    scene.advance(PAUSE).await;
    scene.logout(json!({ "sub": "alice" })).await.unwrap();
}
