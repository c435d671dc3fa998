//! A provider that misbehaves: nobody gets in, nobody is made, and the person hears no more than that it went wrong.

use serde_json::{Value, json};
use shared::domain::clock::Clock;

use super::world::{World, body, come_back, location};

/// Where a stranger ends whose provider does so.
async fn end_of(world: &World, faults: &Value) -> String {
    let mut browser = world.app.anonymous();
    let to = world.depart(&mut browser, "").await;
    world.provider().misbehave(faults.clone()).await;
    let back = world.visit(&to, "grace").await;
    let answer = come_back(&mut browser, &back).await;
    world.provider().behave().await;
    assert!(answer.set_cookies().is_empty() || location(&answer) == "/dashboard");
    location(&answer).to_owned()
}

async fn refused(world: &World, faults: Value, error: &str) {
    let end = end_of(world, &faults).await;
    assert_eq!(end, format!("/login?return_to=%2Fdashboard&error={error}"), "{faults}");
    let record = world.record().await;
    assert!(!record.iter().any(|entry| entry.kind == "user.created"), "{faults}");
    let entry = World::latest(&record, "sign_in.failed");
    assert_eq!(entry.details["provider"], "rauthy", "{faults}");
}

#[tokio::test]
async fn a3_the_issuer_is_the_providers_whatever_the_token_says() {
    let mut world = World::start().await;
    world.second_provider().await;
    let providers = world.admin.get("/auth/v1/providers").send().await.json()["items"].clone();
    let issuers = providers.as_array().unwrap().iter().map(|provider| provider["issuer"].clone());
    let second = issuers.into_iter().find(|issuer| *issuer != world.issuer()).unwrap();
    for issuer in [second, json!("https://evil.example"), json!(format!("{}/", world.issuer())), Value::Null] {
        refused(&world, json!({ "id_token": { "set": { "iss": issuer } } }), "provider_refused").await;
    }
    refused(&world, json!({ "id_token": { "without": ["iss"] } }), "provider_refused").await;
    assert_eq!(end_of(&world, &json!({})).await, "/dashboard", "without it she gets in");
}

#[tokio::test]
async fn a4_a_token_for_somebody_else_is_not_for_us() {
    let world = World::start().await;
    for audience in [json!("another"), json!(["another"]), json!(["paseport", "another"]), json!([]), json!("")] {
        refused(&world, json!({ "id_token": { "set": { "aud": audience } } }), "provider_refused").await;
    }
    let foreign_party = json!({ "aud": ["paseport", "another"], "azp": "another" });
    refused(&world, json!({ "id_token": { "set": foreign_party } }), "provider_refused").await;
    assert_eq!(end_of(&world, &json!({})).await, "/dashboard");
}

#[tokio::test]
async fn h1_a_token_that_nobody_signed_proves_nothing() {
    let world = World::start().await;
    for forgery in [
        json!({ "alg": "none" }),
        json!({ "alg": "HS256" }),
        json!({ "broken": true }),
        json!({ "header": { "set": { "kid": "unknown" } } }),
        json!({ "set": { "nonce": "another" } }),
        json!({ "without": ["nonce"] }),
        json!({ "without": ["exp"] }),
        json!({ "without": ["iat"] }),
        json!({ "without": ["sub"] }),
        json!({ "missing": true }),
    ] {
        refused(&world, json!({ "id_token": forgery }), "provider_refused").await;
    }
    assert_eq!(end_of(&world, &json!({})).await, "/dashboard");
}

#[tokio::test]
async fn b14_an_answer_of_another_issuer_is_refused() {
    let world = World::start().await;
    for callback in [json!({ "set": { "iss": "https://evil.example" } }), json!({ "without": ["iss"] })] {
        refused(&world, json!({ "callback": callback }), "provider_refused").await;
    }
    assert_eq!(end_of(&world, &json!({})).await, "/dashboard");
}

#[tokio::test]
async fn a_provider_that_fails_is_unavailable() {
    let world = World::start().await;
    refused(&world, json!({ "answers": { "token": { "status": 500 } } }), "provider_unavailable").await;
    refused(&world, json!({ "answers": { "token": { "status": 503 } } }), "provider_unavailable").await;
    assert_eq!(end_of(&world, &json!({})).await, "/dashboard");
}

#[tokio::test]
async fn a_fresh_sign_in_is_one_that_the_provider_says_is_fresh() {
    let world = World::start().await;
    let mut browser = world.app.anonymous();
    let to = world.depart(&mut browser, "&fresh=true").await;
    assert!(to.as_str().contains("max_age=300"), "{to}");
    world.provider().misbehave(json!({ "id_token": { "without": ["auth_time"] } })).await;
    let back = world.visit(&to, "grace").await;
    assert_eq!(location(&come_back(&mut browser, &back).await), "/login?return_to=%2Fdashboard&error=provider_refused");
    world.provider().behave().await;
    let to = world.depart(&mut browser, "&fresh=true").await;
    let back = world.visit(&to, "grace").await;
    assert_eq!(location(&come_back(&mut browser, &back).await), "/dashboard");
}

/// What the provider saw long ago opens no route that wants a fresh sign-in.
#[tokio::test]
async fn a_session_is_as_fresh_as_the_provider_says() {
    let world = World::start().await;
    world.signed_in("grace").await;
    let long_ago = now(&world) - 301;
    world.provider().misbehave(json!({ "id_token": { "set": { "auth_time": long_ago } } })).await;
    let mut browser = world.signed_in("grace").await;
    let link = json!({ "provider": "rauthy" });
    let answer = browser.post("/auth/v1/oauth/link").json(&link).await;
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (401, "fresh-sign-in-required"));
    let to_come = now(&world) + 3;
    world.provider().misbehave(json!({ "id_token": { "set": { "auth_time": to_come } } })).await;
    let mut browser = world.signed_in("grace").await;
    assert_eq!(browser.post("/auth/v1/oauth/link").json(&link).await.status, 200, "just now");
}

/// Left aside, it would be a sign-in of just now.
#[tokio::test]
async fn a_time_at_which_nobody_can_have_signed_in_is_not_believed() {
    let world = World::start().await;
    let second = now(&world);
    let text = second.to_string();
    for time in [json!(second + 90), json!(300_000_000_000_i64), json!(-1), json!(1e300), json!(text), json!(true)] {
        refused(&world, json!({ "id_token": { "set": { "auth_time": time } } }), "provider_refused").await;
    }
    let date = json!("2026-01-01T00:00:00Z");
    refused(&world, json!({ "id_token": { "set": { "auth_time": date } } }), "provider_refused").await;
    assert_eq!(end_of(&world, &json!({ "id_token": { "set": { "auth_time": second } } })).await, "/dashboard");
}

fn now(world: &World) -> i64 {
    world.app.clock.now().as_second()
}

#[tokio::test]
async fn i2_a_provider_at_an_address_of_our_own_is_none() {
    let mut world = World::start().await;
    for issuer in [
        "http://127.0.0.1:9",
        "https://127.0.0.1:9",
        "https://localhost:9",
        "https://[::1]:9",
        "https://10.0.0.1",
        "https://169.254.169.254",
        "https://[::ffff:127.0.0.1]:9",
        "https://0.0.0.0",
    ] {
        for path in ["/auth/v1/providers", "/auth/v1/providers/test"] {
            let mut given = body(issuer);
            given["slug"] = json!("inside");
            if path.ends_with("test") {
                given = json!({ "issuer": issuer });
            }
            let answer = world.admin.post(path).json(&given).await;
            assert_eq!((answer.status.as_u16(), answer.invalid_fields()), (422, vec!["issuer".to_owned()]), "{issuer}");
        }
    }
    let own = json!({ "issuer": world.issuer() });
    let answer = world.admin.post("/auth/v1/providers/test").json(&own).await;
    assert_eq!(answer.status, 204, "the one that is let through");
}

#[tokio::test]
async fn a_discovery_document_that_can_t_be_used_is_named() {
    let mut world = World::start().await;
    let issuer = world.issuer();
    for faults in [
        json!({ "discovery": { "set": { "issuer": "https://evil.example" } } }),
        json!({ "discovery": { "without": ["token_endpoint"] } }),
        json!({ "answers": { "discovery": { "status": 404 } } }),
        json!({ "answers": { "discovery": { "status": 302, "location": "http://127.0.0.1:9/" } } }),
        json!({ "jwks": [] }),
    ] {
        world.provider().misbehave(faults.clone()).await;
        let answer = world.admin.post("/auth/v1/providers/test").json(&json!({ "issuer": issuer })).await;
        assert_eq!((answer.status.as_u16(), answer.invalid_fields()), (422, vec!["issuer".to_owned()]), "{faults}");
        let message = answer.json()["errors"][0]["message"].as_str().unwrap().to_owned();
        assert!(message.starts_with("can't be used: ") && message.len() > 20, "{message}");
    }
    let path = format!("/auth/v1/providers/{}", world.id);
    assert_eq!(world.admin.delete(&path).send().await.status, 204);
    let answer = world.admin.put(&path).json(&body(&issuer)).await;
    assert_eq!(answer.status, 422, "it is looked at before it is enabled again");
    world.provider().behave().await;
    assert_eq!(world.admin.put(&path).json(&body(&issuer)).await.status, 200);
}
