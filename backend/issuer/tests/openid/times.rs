//! When an ID token is good.

use std::time::Duration;

use serde_json::json;
use shared::domain::clock::Clock;

use crate::scene::{Scene, disbelieved};

impl Scene {
    /// A time that far from now, in seconds.
    fn second(&self, from_now: i64) -> i64 {
        self.clock.now().as_second() + from_now
    }
}

#[tokio::test]
async fn an_id_token_without_iat_is_refused() {
    let scene = Scene::new().await;
    scene.doubts_id_token(json!({ "without": ["iat"] }), "lacks iat").await;
    scene.doubts_id_token(json!({ "set": { "iat": "now" } }), "can't be read").await;
}

#[tokio::test]
async fn an_id_token_of_another_time_is_refused() {
    let scene = Scene::new().await;
    scene.doubts_id_token(json!({ "set": { "iat": scene.second(90) } }), "iat is in the future").await;
    scene.doubts_id_token(json!({ "set": { "iat": scene.second(-700) } }), "iat is too long ago").await;
    // Clocks differ.
    scene.believes_id_token(json!({ "set": { "iat": scene.second(50) } })).await;
    scene.believes_id_token(json!({ "set": { "iat": scene.second(-50) } })).await;
}

#[tokio::test]
async fn an_id_token_past_its_exp_is_refused() {
    let scene = Scene::new().await;
    scene.doubts_id_token(json!({ "set": { "exp": scene.second(0) } }), "expired").await;
    scene.doubts_id_token(json!({ "set": { "exp": scene.second(-1) } }), "expired").await;
    scene.believes_id_token(json!({ "set": { "exp": scene.second(1) } })).await;
}

#[tokio::test]
async fn an_id_token_without_exp_is_refused() {
    Scene::new().await.doubts_id_token(json!({ "without": ["exp"] }), "lacks exp").await;
}

#[tokio::test]
async fn the_time_is_that_of_our_own_clock() {
    let scene = Scene::new().await;
    scene.sign_in().await.unwrap();
    // An hour later the provider still says what it said, as a replayed token would.
    scene.clock.advance(Duration::from_mins(55));
    assert!(disbelieved(scene.sign_in().await).contains("iat is too long ago"));
    scene.advance(Duration::ZERO).await;
    scene.sign_in().await.unwrap();
}

#[tokio::test]
async fn who_was_asked_to_sign_in_anew_must_have() {
    let scene = Scene::new().await;
    let now = scene.clock.now();
    let ask = async || scene.sign_in_as("alice", Some(300)).await;
    assert_eq!(ask().await.unwrap().auth_time, Some(now));
    for (fault, reason) in [
        (json!({ "without": ["auth_time"] }), "auth_time is missing"),
        (json!({ "set": { "auth_time": scene.second(-400) } }), "auth_time is longer ago than max_age"),
        (json!({ "set": { "auth_time": scene.second(90) } }), "auth_time is in the future"),
        (json!({ "set": { "auth_time": "now" } }), "can't be read"),
    ] {
        scene.upstream.misbehave(json!({ "id_token": fault })).await;
        let said = disbelieved(ask().await);
        assert!(said.contains(reason), "{said}");
    }
    scene.upstream.misbehave(json!({ "id_token": { "set": { "auth_time": scene.second(-200) } } })).await;
    assert_eq!(ask().await.unwrap().auth_time.unwrap().as_second(), scene.second(-200));
    // Who was not asked may have been seen at any time, or nothing is said about it.
    scene.believes_id_token(json!({ "set": { "auth_time": scene.second(-4000) } })).await;
    assert_eq!(scene.believes_id_token(json!({ "without": ["auth_time"] })).await.auth_time, None);
}
