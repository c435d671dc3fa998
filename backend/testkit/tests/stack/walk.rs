//! The walk of the README, through Nginx.

use http::Method;
use serde_json::json;
use testkit::{
    app::TestApp,
    stack::{Stack, StackOptions},
};

use crate::turn;

#[tokio::test]
async fn the_walk_of_the_readme_goes_as_on_the_embedded_edition() {
    let _turn = turn::beside_another().await;
    let stack = tokio::task::spawn_blocking(|| Stack::start(&StackOptions::default())).await.unwrap();
    let [mut user, mut admin] = [stack.browser(), stack.browser()];
    assert_eq!(user.sign_in(TestApp::USER.0, TestApp::USER.1).await.unwrap().status, 200);
    assert_eq!(admin.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.unwrap().status, 200);
    assert_eq!(user.get("/api/dashboard").await.unwrap().status, 200);
    assert_eq!(user.get("/api/admin").await.unwrap().status, 403);
    assert_eq!(stack.browser().get("/api/admin").await.unwrap().status, 401);

    let grace = json!({
        "email": "grace@example.com", "display_name": "Grace", "password": "a-long-enough-phrase", "roles": ["User"]
    });
    let made = admin.call(Method::POST, "/users/v1", Some(&grace)).await.unwrap();
    assert_eq!(made.status, 201);
    let path = format!("/users/v1/{}", made.body["id"].as_str().unwrap());
    let mut grace = stack.browser();
    assert_eq!(grace.sign_in("grace@example.com", "a-long-enough-phrase").await.unwrap().status, 200);
    assert_eq!(grace.get("/api/dashboard").await.unwrap().status, 200);
    assert_eq!(admin.call(Method::DELETE, &path, None).await.unwrap().status, 204);
    assert_eq!(grace.refresh().await.unwrap().status, 401);

    let mut tab = user.clone();
    assert_eq!(user.refresh().await.unwrap().status, 200);
    assert_eq!(tab.refresh().await.unwrap().status, 200);
    assert_eq!(user.refresh_token(), tab.refresh_token());
    assert_eq!(user.sign_out().await.unwrap().status, 204);
    assert_eq!(tab.refresh().await.unwrap().status, 401);
}
