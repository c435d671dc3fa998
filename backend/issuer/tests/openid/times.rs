//! When an ID token is good.

use std::time::Duration;

use serde_json::{Value, json};
use shared::domain::clock::Clock;

use crate::scene::{Scene, disbelieved};

impl Scene {
    /// A time that far from now, in seconds.
    fn second(&self, from_now: i64) -> i64 {
        self.clock.now().as_second() + from_now
    }
}

/// Half a second later, as a number.
fn and_a_half(second: i64) -> Value {
    format!("{second}.5").parse().unwrap()
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
    // Who was not asked may have been seen at any time of the past, or nothing is said about it.
    scene.believes_id_token(json!({ "set": { "auth_time": scene.second(-4000) } })).await;
    assert_eq!(scene.believes_id_token(json!({ "without": ["auth_time"] })).await.auth_time, None);
}

/// It would be the time of the session, and open what wants a sign-in of just now.
#[tokio::test]
async fn who_was_seen_when_nobody_can_have_been_is_refused_whether_or_not_that_was_asked() {
    let scene = Scene::new().await;
    for (auth_time, reason) in [
        (json!(scene.second(90)), "auth_time is in the future"),
        (and_a_half(scene.second(90)), "auth_time is in the future"),
        (json!(4_102_444_800_i64), "auth_time is in the future"),
        (json!(-1), "auth_time is out of bounds"),
        (json!(-0.5), "auth_time is out of bounds"),
        (json!(-62_135_596_801_i64), "auth_time is out of bounds"),
        // Later than the time type of the sessions reaches, and not that of the library.
        (json!(300_000_000_000_i64), "auth_time is out of bounds"),
        (json!(i64::MAX), "can't be read"),
        (json!(i64::MIN), "can't be read"),
        (json!(u64::MAX), "can't be read"),
        (json!(1e300), "can't be read"),
        (json!(-1e300), "can't be read"),
        (json!(scene.second(0).to_string()), "can't be read"),
        (json!("2026-01-01T00:00:00Z"), "auth_time is no time"),
        (json!(true), "can't be read"),
        (json!([scene.second(0)]), "can't be read"),
        (json!({}), "can't be read"),
    ] {
        scene.upstream.misbehave(json!({ "id_token": { "set": { "auth_time": auth_time } } })).await;
        for max_age in [None, Some(300), Some(u32::MAX)] {
            let said = disbelieved(scene.sign_in_as("alice", max_age).await);
            assert!(said.contains(reason), "{auth_time} with {max_age:?}: {said}");
        }
    }
    for (auth_time, seen) in [(and_a_half(scene.second(-10)), scene.second(-10)), (json!(0), 0)] {
        let identity = scene.believes_id_token(json!({ "set": { "auth_time": auth_time } })).await;
        assert_eq!(identity.auth_time.unwrap().as_second(), seen, "{auth_time}");
    }
    let nothing = scene.believes_id_token(json!({ "set": { "auth_time": null } })).await;
    assert_eq!(nothing.auth_time, None);
}
