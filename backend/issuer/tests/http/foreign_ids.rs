//! Identifiers of others, and what is none: 404, and nothing happens.

use shared::domain::users::Roles;
use testkit::{actor::Actor, app::TestApp};

use crate::{operations, scene::Scene};

const UNKNOWN_SESSION: &str = "AAAAAAAAAAAAAAAAAAAAAAAA";
const UNKNOWN_USER: &str = "0190a3c2-7f00-7000-8000-00000000dead";

async fn session_of(actor: &mut Actor) -> String {
    let sessions = actor.get("/account/v1/sessions").send().await.json();
    sessions["items"][0]["sid"].as_str().expect("a session").to_owned()
}

#[tokio::test]
async fn c8_the_session_of_another_is_404_and_lives_on() {
    let app = TestApp::start().await;
    let mut owner = app.user().await;
    let sid = session_of(&mut owner).await;
    app.make_user(("other@example.com", "nobody guesses this one"), Roles::USER).await;
    let strangers = [app.sign_in(("other@example.com", "nobody guesses this one")).await, app.admin().await];
    for mut stranger in strangers {
        let answer = stranger.delete(&format!("/account/v1/sessions/{sid}")).send().await;
        assert_eq!(answer.status, 404);
        assert_eq!(answer.problem(), "not-found");
        assert_eq!(owner.get("/account/v1/me").send().await.status, 200);
    }
    let answer = owner.delete(&format!("/account/v1/sessions/{sid}")).send().await;
    assert_eq!(answer.status, 204, "its owner can end it");
    assert_eq!(owner.get("/account/v1/me").send().await.status, 401);
}

#[tokio::test]
async fn g9_another_s_session_and_none_at_all_look_alike() {
    let app = TestApp::start().await;
    let (mut owner, mut stranger) = (app.user().await, app.admin().await);
    let sid = session_of(&mut owner).await;
    let mut bodies = Vec::new();
    for sid in [sid.as_str(), UNKNOWN_SESSION] {
        let call = stranger.delete(&format!("/account/v1/sessions/{sid}"));
        let answer = call.header("x-request-id", "one-and-the-same-id").send().await;
        assert_eq!(answer.status, 404);
        bodies.push(answer.text());
    }
    assert_eq!(bodies[0], bodies[1]);
}

#[tokio::test]
async fn g9_a_user_s_own_id_opens_no_administration() {
    let app = TestApp::start().await;
    let mut user = app.user().await;
    let own = user.user_id.clone().unwrap();
    for id in [own.as_str(), UNKNOWN_USER, "junk"] {
        let paths = [format!("/users/v1/{id}"), format!("/users/v1/{id}/sessions")];
        for path in paths {
            let answer = user.get(&path).send().await;
            assert_eq!(answer.status, 403, "{path}");
            assert_eq!(answer.problem(), "insufficient-role");
        }
    }
}

#[tokio::test]
async fn g9_what_is_no_id_is_404_everywhere() {
    let mut scene = Scene::start().await;
    let upper_case = scene.target.to_uppercase();
    let without_hyphens = scene.target.replace('-', "");
    let braced = format!("%7B{}%7D", scene.target);
    let long = "a".repeat(10_000);
    let junk = [
        UNKNOWN_USER,
        UNKNOWN_SESSION,
        &upper_case,
        &without_hyphens,
        &braced,
        &long,
        "1",
        "-1",
        "null",
        "%00",
        "%ff",
        "%2e%2e",
        "..%2fusers",
        "%27%20OR%201=1--",
        "*",
        "me",
        "%F0%9F%98%80",
        "00000000-0000-0000-0000-000000000000",
    ];
    for operation in operations::all(&scene.app) {
        // A provider's callback is a page: whatever comes to it ends at the sign-in page, if a provider can have this name.
        if operation.parameters("path").is_empty() || operation.to_string().contains("/oauth/callback/") {
            continue;
        }
        let body = scene.valid_body(&operation).unwrap_or_default();
        let before = scene.recorded().await;
        for id in junk {
            let address = operation.address(id);
            let answer = scene.admin.call(operation.method.clone(), &address).json(&body).await;
            assert_eq!(answer.status, 404, "{} {address}: {}", operation.method, answer.text());
            assert_eq!(answer.problem(), "not-found");
        }
        assert_eq!(scene.recorded().await, before, "{operation}");
    }
    assert_eq!(scene.admin.get("/account/v1/me").send().await.status, 200);
}

#[tokio::test]
async fn a_session_that_ended_is_404() {
    let app = TestApp::start().await;
    let (mut first, mut second) = (app.user().await, app.user().await);
    let sid = session_of_other(&mut first).await;
    let path = format!("/account/v1/sessions/{sid}");
    assert_eq!(first.delete(&path).send().await.status, 204);
    assert_eq!(second.get("/account/v1/me").send().await.status, 401);
    assert_eq!(first.delete(&path).send().await.status, 404);
}

async fn session_of_other(actor: &mut Actor) -> String {
    let sessions = actor.get("/account/v1/sessions").send().await.json();
    let items = sessions["items"].as_array().expect("sessions");
    let other = items.iter().find(|session| session["current"] == false).expect("another session");
    other["sid"].as_str().expect("its id").to_owned()
}
