//! The start of somebody who tries it, and each thing that he does.

use http::Method;
use serde_json::json;

use crate::{
    browser::{ADMIN, USER, new_user},
    program::{Launch, Program, folder},
};

async fn start() -> (tempfile::TempDir, Program) {
    let (folder, data_dir) = folder();
    (folder, Launch::development(&data_dir).start().await)
}

#[tokio::test]
async fn the_start_says_where_to_go_and_as_whom() {
    let (_folder, program) = start().await;
    let address = program.address();
    program.says(&format!("{address}/swagger-ui/")).await;
    let said = program.stdout();
    assert!(said.contains(&format!("ready at {address}\n")), "{said}");
    for (email, password) in [ADMIN, USER] {
        assert!(said.contains(&format!("{email} / {password}")), "{said}");
        assert_eq!(program.browser().sign_in((email, password)).await.status, 200, "{email}");
    }
    assert!(!said.contains("/auth/v1/setup"), "an admin exists, so no setup token is printed: {said}");
}

#[tokio::test]
async fn a_second_start_finds_the_same_accounts_and_makes_no_others() {
    let (_folder, data_dir) = folder();
    let launch = Launch::development(&data_dir);
    let first = launch.start().await;
    let mut browser = first.browser();
    browser.sign_in(ADMIN).await;
    let before = browser.get("/users/v1").await.json();
    assert_eq!(first.stop().await.status.code(), Some(0));

    let second = launch.start().await;
    browser = second.browser();
    assert_eq!(browser.sign_in(ADMIN).await.status, 200);
    let after = browser.get("/users/v1").await.json();
    let ids = |list: &serde_json::Value| {
        list["items"].as_array().unwrap().iter().map(|user| user["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&after).len(), 2);
    assert_eq!(ids(&after), ids(&before));
}

#[tokio::test]
async fn the_dashboard_is_for_users_and_the_rest_for_admins() {
    let (_folder, program) = start().await;
    let mut user = program.browser();
    assert_eq!(user.get("/api/dashboard").await.status, 401);
    assert_eq!(user.sign_in(USER).await.status, 200);
    let dashboard = user.get("/api/dashboard").await;
    assert_eq!(dashboard.status, 200);
    assert!(dashboard.json()["process"]["memory_resident_bytes"].as_u64() > Some(1_000_000), "{}", dashboard.text);
    let refused = user.get("/api/admin").await;
    assert_eq!((refused.status, refused.header("content-type")), (403, "application/problem+json"));

    let mut admin = program.browser();
    admin.sign_in(ADMIN).await;
    assert_eq!(admin.get("/api/admin").await.status, 200);
}

#[tokio::test]
async fn an_admin_creates_changes_disables_and_deletes_a_user() {
    let (_folder, program) = start().await;
    let mut admin = program.browser();
    admin.sign_in(ADMIN).await;
    let (email, password) = ("grace@example.com", "a-long-enough-phrase");
    let created = admin.post("/users/v1", new_user(email, password)).await;
    assert_eq!(created.status, 201, "{}", created.text);
    let path = created.header("location").to_owned();
    assert_eq!(admin.get(&path).await.json()["email"], email);

    let body = |roles: &[&str], status: &str| json!({ "email": email, "display_name": "Grace H.", "roles": roles, "status": status });
    assert_eq!(admin.put(&path, body(&["Admin", "User"], "active")).await.status, 200);
    let mut grace = program.browser();
    assert_eq!(grace.sign_in((email, password)).await.status, 200);
    assert_eq!(grace.get("/api/admin").await.status, 200);

    assert_eq!(admin.put(&path, body(&["User"], "disabled")).await.json()["status"], "disabled");
    assert_eq!(grace.get("/api/dashboard").await.status, 401);
    assert_eq!(grace.refresh().await.unwrap().status, 401);
    assert_eq!(grace.sign_in((email, password)).await.status, 401);

    assert_eq!(admin.delete(&path).await.status, 204);
    assert_eq!(admin.get(&path).await.status, 404);
}

#[tokio::test]
async fn a_repeated_refresh_is_forgiven_and_an_old_token_ends_the_session() {
    let (_folder, program) = start().await;
    let mut browser = program.browser();
    browser.sign_in(USER).await;
    let mut second_tab = browser.clone();
    let mut thief = browser.clone();

    assert_eq!(browser.refresh().await.unwrap().status, 200);
    assert_eq!(second_tab.refresh().await.unwrap().status, 200);
    assert_eq!(browser.refresh_token(), second_tab.refresh_token(), "both tabs get the same successor");

    assert_eq!(browser.refresh().await.unwrap().status, 200);
    let refused = thief.refresh().await.unwrap();
    assert_eq!(refused.status, 401);
    assert_eq!(thief.refresh_token(), None, "the cookie is cleared");
    assert_eq!(browser.refresh().await.unwrap().status, 401, "the successor is over as well");
    assert_eq!(browser.get("/api/dashboard").await.status, 401);
}

#[tokio::test]
async fn signing_out_kills_the_access_token() {
    let (_folder, program) = start().await;
    let mut browser = program.browser();
    browser.sign_in(ADMIN).await;
    assert_eq!(browser.get("/api/dashboard").await.status, 200);
    assert_eq!(browser.call(Method::POST, "/auth/v1/logout", None).await.status, 204);
    assert_eq!(browser.refresh_token(), None);
    assert_eq!(browser.get("/api/dashboard").await.status, 401);
}
