//! `POST /auth/v1/setup`

use serde_json::{Value, json};
use shared::domain::users::Roles;
use testkit::{actor::Answer, app::TestApp};

use crate::accounts::{self, PASSWORD};

const EMAIL: &str = "first@example.com";

/// What a start does: makes a token while there is no admin.
async fn prepare(app: &TestApp) -> Option<String> {
    let token = app.edition.issuer.setup.prepare().await.unwrap();
    token.map(|token| token.expose().to_owned())
}

fn body(token: &str) -> Value {
    json!({ "token": token, "email": EMAIL, "display_name": "First Admin", "password": PASSWORD })
}

async fn complete(app: &TestApp, body: &Value) -> Answer {
    app.anonymous().post("/auth/v1/setup").json(body).await
}

fn refused(answer: &Answer) {
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (401, "invalid-setup-token"), "{}", answer.text());
}

#[tokio::test]
async fn the_token_makes_the_first_admin_once() {
    let app = TestApp::start_empty(|_| {}).await;
    let token = prepare(&app).await.unwrap();
    let answer = complete(&app, &body(&token)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let user = answer.json();
    assert_eq!(
        user,
        json!({
            "id": user["id"], "email": EMAIL, "display_name": "First Admin", "roles": ["Admin", "User"],
            "status": "active", "email_verified": false, "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-01T00:00:00Z", "last_login_at": null,
        })
    );
    assert!(answer.set_cookies().is_empty(), "nobody is signed in by it");
    let mut admin = app.sign_in((EMAIL, PASSWORD)).await;
    assert!(accounts::opens(&mut admin, "/api/admin").await);
    let mut again = body(&token);
    again["email"] = json!("second@example.com");
    refused(&complete(&app, &again).await);
    assert_eq!(app.anonymous().sign_in("second@example.com", PASSWORD).await.status, 401);
    let kinds: Vec<_> = admin.get("/audit/v1").send().await.json()["items"].as_array().unwrap().clone();
    assert!(kinds.iter().any(|entry| entry["kind"] == "setup.completed"));
}

#[tokio::test]
async fn a_wrong_token_makes_nobody_and_leaves_the_right_one_good() {
    let app = TestApp::start_empty(|_| {}).await;
    let token = prepare(&app).await.unwrap();
    let mut bent = vec!["x".to_owned(), "A".repeat(token.len()), format!("{token}A"), format!(" {token}")];
    bent.extend((1..token.len()).map(|end| token[..end].to_owned()));
    for wrong in &bent {
        refused(&complete(&app, &body(wrong)).await);
    }
    assert_eq!(app.anonymous().sign_in(EMAIL, PASSWORD).await.status, 401);
    assert_eq!(complete(&app, &body(&token)).await.status, 201);
}

#[tokio::test]
async fn a_bad_field_does_not_use_up_the_token() {
    let app = TestApp::start_empty(|_| {}).await;
    let token = prepare(&app).await.unwrap();
    for (field, value) in [("password", "short"), ("email", "nobody"), ("display_name", ""), ("token", "")] {
        let mut bad = body(&token);
        bad[field] = json!(value);
        let answer = complete(&app, &bad).await;
        assert_eq!((answer.status.as_u16(), answer.invalid_fields()), (422, vec![field.to_owned()]));
    }
    let mut telling = body(&token);
    telling["password"] = json!(format!("{EMAIL} is my password"));
    assert_eq!(complete(&app, &telling).await.invalid_fields(), ["password"]);
    assert_eq!(complete(&app, &body(&token)).await.status, 201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_at_once_one_succeeds() {
    for _ in 0..10 {
        let app = TestApp::start_empty(|_| {}).await;
        let token = prepare(&app).await.unwrap();
        let mut other = body(&token);
        other["email"] = json!("second@example.com");
        let (mut one, mut two) = (app.anonymous(), app.anonymous());
        let first = body(&token);
        let answers = tokio::join!(one.post("/auth/v1/setup").json(&first), two.post("/auth/v1/setup").json(&other),);
        let mut statuses = [answers.0.status.as_u16(), answers.1.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 401]);
    }
}

#[tokio::test]
async fn a_restart_makes_another_token_and_kills_the_one_before() {
    let app = TestApp::start_empty(|_| {}).await;
    let first = prepare(&app).await.unwrap();
    let app = app.restart(|_| {}).await;
    let second = prepare(&app).await.unwrap();
    assert_ne!(first, second);
    refused(&complete(&app, &body(&first)).await);
    assert_eq!(complete(&app, &body(&second)).await.status, 201);
}

#[tokio::test]
async fn where_an_admin_exists_there_is_no_token() {
    let app = TestApp::start().await;
    assert_eq!(prepare(&app).await, None);
    refused(&complete(&app, &body("x")).await);
}

#[tokio::test]
async fn a_token_is_dead_once_an_admin_exists() {
    let app = TestApp::start_empty(|_| {}).await;
    let token = prepare(&app).await.unwrap();
    app.make_user(TestApp::ADMIN, Roles::ADMIN_AND_USER).await;
    refused(&complete(&app, &body(&token)).await);
    assert_eq!(prepare(&app).await, None);
    refused(&complete(&app, &body(&token)).await);
    assert_eq!(app.anonymous().sign_in(EMAIL, PASSWORD).await.status, 401);
}

#[tokio::test]
async fn without_a_start_there_is_no_token() {
    let app = TestApp::start_empty(|_| {}).await;
    for guess in ["x", " ", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        refused(&complete(&app, &body(guess)).await);
    }
}
