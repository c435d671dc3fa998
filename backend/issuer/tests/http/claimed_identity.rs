//! Attack g1: who somebody is follows from his token alone, whatever the request says beside it.

use http::Method;
use serde_json::{Value, json};
use testkit::actor::{Actor, Answer};

use crate::{
    operations::{self, Operation},
    scene::Scene,
};

/// Ways to say "I am somebody else" in headers.
const HEADERS: [&str; 16] = [
    "user_id",
    "user-id",
    "x-user-id",
    "x-user",
    "sub",
    "x-sub",
    "x-forwarded-user",
    "x-auth-request-user",
    "remote-user",
    "x-remote-user",
    "role",
    "roles",
    "x-role",
    "x-roles",
    "x-authenticated-userid",
    "x-original-url",
];

/// The same request, plainly and with claims about the caller in query and headers.
async fn both(actor: &mut Actor, operation: &Operation, address: &str, body: &Value, claimed: &str) -> [Answer; 2] {
    let send = |actor: &mut Actor, path: String, claims: bool| {
        let mut actor = actor.clone();
        let (method, body) = (operation.method.clone(), body.clone());
        let claimed = claimed.to_owned();
        async move {
            let mut call = actor.call(method, &path).header("x-request-id", "one-and-the-same-id");
            for name in HEADERS.iter().filter(|_| claims) {
                call = call.header(name, if name.contains("role") { "Admin" } else { &claimed });
            }
            call.json(&body).await
        }
    };
    let plain = send(actor, address.to_owned(), false).await;
    let query =
        format!("user_id={claimed}&sub={claimed}&uid={claimed}&id={claimed}&role=Admin&roles=Admin&is_admin=true");
    let claiming = send(actor, format!("{address}?{query}"), true).await;
    [plain, claiming]
}

#[tokio::test]
async fn g1_a_user_who_says_that_he_is_an_admin_is_a_user() {
    let mut scene = Scene::start().await;
    let claimed = scene.admin.user_id.clone().unwrap();
    let mut user = scene.app.user().await;
    for operation in operations::all(&scene.app) {
        // What reads can be asked twice; what changes something is refused or about the caller alone.
        if operation.method != Method::GET && !operation.path.starts_with("/users/v1") {
            continue;
        }
        let (address, body) = (scene.address(&operation).await, scene.valid_body(&operation).unwrap_or_default());
        let [plain, claiming] = both(&mut user, &operation, &address, &body, &claimed).await;
        assert_eq!(claiming.status, plain.status, "{operation}: {}", claiming.text());
        assert_eq!(claiming.text(), plain.text(), "{operation}");
    }
}

#[tokio::test]
async fn g1_without_a_token_no_claim_opens_anything() {
    let mut scene = Scene::start().await;
    let claimed = scene.admin.user_id.clone().unwrap();
    let before = scene.recorded().await;
    for operation in operations::all(&scene.app) {
        if !matches!(operation.access(), operations::Access::Bearer(_)) {
            continue;
        }
        let (address, body) = (scene.address(&operation).await, scene.valid_body(&operation).unwrap_or_default());
        let [plain, claiming] = both(&mut scene.app.anonymous(), &operation, &address, &body, &claimed).await;
        assert_eq!([plain.status, claiming.status], [401, 401], "{operation}");
    }
    assert_eq!(scene.recorded().await, before);
}

#[tokio::test]
async fn g1_what_a_user_changes_under_his_account_is_his_own() {
    let scene = Scene::start().await;
    let (mut user, mut admin) = (scene.app.user().await, scene.admin.clone());
    let claimed = admin.user_id.clone().unwrap();
    let admin_before = admin.get("/account/v1/me").send().await.json();
    let query = format!("?user_id={claimed}&sub={claimed}&role=Admin&roles=Admin");

    let renamed = user.patch(&format!("/account/v1/me{query}")).header("x-user-id", &claimed);
    let renamed = renamed.json(&json!({ "display_name": "Renamed" })).await;
    assert_eq!(renamed.status, 200);
    assert_eq!(renamed.json()["id"], json!(user.user_id));
    assert_eq!(renamed.json()["roles"], json!(["User"]));

    let ended = user.delete(&format!("/account/v1/sessions{query}")).header("x-user-id", &claimed).send().await;
    assert_eq!(ended.status, 204);
    let changed = user.put(&format!("/account/v1/password{query}")).header("x-user-id", &claimed);
    let passwords =
        json!({ "current_password": testkit::app::TestApp::USER.1, "new_password": "nobody guesses this one" });
    assert_eq!(changed.json(&passwords).await.status, 204);

    assert_eq!(admin.get("/account/v1/me").send().await.json(), admin_before);
    scene.app.sign_in(testkit::app::TestApp::ADMIN).await;
    scene.app.sign_in(("user@example.com", "nobody guesses this one")).await;
}

#[tokio::test]
async fn g1_a_sign_in_is_for_whom_the_password_is() {
    let scene = Scene::start().await;
    let claimed = scene.admin.user_id.clone().unwrap();
    let (email, password) = testkit::app::TestApp::USER;
    let mut stranger = scene.app.anonymous();
    let path = format!("/auth/v1/login/local?user_id={claimed}&sub={claimed}&email=admin%40example.com&role=Admin");
    let call = stranger.post(&path).header("x-user-id", &claimed).header("x-role", "Admin");
    let answer = call.json(&json!({ "email": email, "password": password })).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["user"]["id"], json!(scene.target));
    assert_eq!(answer.json()["user"]["roles"], json!(["User"]));

    let refreshed = stranger.post(&format!("/auth/v1/refresh?sub={claimed}&role=Admin")).header("x-user-id", &claimed);
    assert_eq!(refreshed.send().await.json()["user"]["id"], json!(scene.target));
}
