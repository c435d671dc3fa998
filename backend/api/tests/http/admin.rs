//! `GET /api/admin`: the dashboard with what only an operator may see.

use serde_json::json;
use shared::domain::users::{Role, Roles};
use testkit::app::TestApp;

#[tokio::test]
async fn an_admin_sees_the_dashboard_and_more() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let answer = admin.get("/api/admin").send().await;
    assert_eq!(answer.status, 200);
    let mut shown = answer.json();
    let operator = shown.as_object_mut().unwrap().remove("operator").unwrap();
    assert_eq!(operator["process_id"], std::process::id());
    assert_eq!(operator["product_version"], env!("CARGO_PKG_VERSION"));
    let dependencies = shown.as_object_mut().unwrap().remove("dependencies").unwrap();
    let keys = json!({ "name": "keys", "status": "ready" });
    assert!(dependencies.as_array().unwrap().contains(&keys), "{dependencies}");
    assert_eq!(shown, admin.get("/api/dashboard").send().await.json(), "the rest is the dashboard");
}

#[tokio::test]
async fn an_admin_without_the_role_user_sees_it_too() {
    let app = TestApp::start().await;
    let bare = ("bare@example.com", "nobody guesses this one");
    app.make_user(bare, Roles::new([Role::Admin]).unwrap()).await;
    assert_eq!(app.sign_in(bare).await.get("/api/admin").send().await.status, 200);
}

#[tokio::test]
async fn a_user_is_told_that_his_role_is_not_enough() {
    let app = TestApp::start().await;
    let answer = app.user().await.get("/api/admin").send().await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.problem(), "insufficient-role");
    assert_eq!(answer.header("www-authenticate"), Some(r#"Bearer error="insufficient_scope""#));
    assert!(!answer.text().contains("operator"));
}

#[tokio::test]
async fn nobody_is_asked_for_a_token() {
    let app = TestApp::start().await;
    let answer = app.anonymous().get("/api/admin").send().await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.problem(), "unauthorized");
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
}
