//! Fields that a body doesn't have, above all those of the tables behind it.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::app::TestApp;

use crate::{
    operations::{self, Operation},
    scene::Scene,
};

const USERS: &str = include_str!("../../../../embedded/migrations/0001_users.sql");
const SESSIONS: &str = include_str!("../../../../embedded/migrations/0002_sessions.sql");
const PROVIDERS: &str = include_str!("../../../../embedded/migrations/0051_providers.sql");
const IDENTITIES: &str = include_str!("../../../../embedded/migrations/0052_external_identities.sql");

/// The columns of a table.
fn columns(migration: &str) -> impl Iterator<Item = &str> {
    let lines = migration.lines().filter(|line| line.starts_with("    "));
    lines.filter_map(|line| line.trim_start().split(' ').next())
}

/// Every column, and what attackers try beside them.
fn names() -> BTreeSet<&'static str> {
    let tried = [
        "role",
        "admin",
        "is_admin",
        "user_id",
        "sub",
        "sid",
        "registration",
        "account",
        "permissions",
        "groups",
        "scope",
        "email_verified",
        "status",
        "password",
        "roles",
        "__proto__",
        "constructor",
        "_method",
        "type",
    ];
    [USERS, SESSIONS, PROVIDERS, IDENTITIES].into_iter().flat_map(columns).chain(tried).collect()
}

#[test]
fn the_columns_are_found() {
    assert!(["id", "password_hash", "authz_version", "salt", "generation"].iter().all(|name| names().contains(name)));
}

#[tokio::test]
async fn g6_no_column_can_be_written_through_a_body() {
    for operation in operations::all(&TestApp::start().await).iter().flat_map(Operation::forms) {
        let Some(schema) = operation.body_schema() else { continue };
        let mut scene = Scene::for_operation(&operation).await;
        let (address, valid) = (scene.address(&operation).await, scene.valid_body(&operation).unwrap());
        let before = scene.recorded().await;
        for name in names().into_iter().filter(|name| schema["properties"].get(name).is_none()) {
            for value in [json!(true), json!("Admin"), json!(["Admin"]), json!(1), Value::Null] {
                let mut body = valid.clone();
                body[name] = value;
                let answer = scene.admin.call(operation.method.clone(), &address).json(&body).await;
                assert_eq!(answer.status, 422, "{operation} with {name}: {}", answer.text());
                assert_eq!(answer.invalid_fields(), [name], "{operation}");
            }
        }
        assert_eq!(scene.recorded().await, before, "{operation}");
        let answer = scene.admin.call(operation.method.clone(), &address).json(&valid).await;
        assert!(answer.status.is_success(), "{operation} takes the body without them: {}", answer.text());
    }
}

/// `email_verified` is an admin's word at creation, and nobody's about himself.
#[tokio::test]
async fn a6_nobody_says_of_himself_that_his_address_is_verified() {
    let mut scene = Scene::start().await;
    let mut user = scene.app.user().await;
    let me = user.get("/account/v1/me").send().await.json();
    let own = format!("/users/v1/{}", me["id"].as_str().unwrap());
    for value in [json!(true), json!(false), json!("true")] {
        let rename = json!({ "display_name": "Ulla", "email_verified": value });
        assert_eq!(user.patch("/account/v1/me").json(&rename).await.invalid_fields(), ["email_verified"]);
        let update = json!({
            "email": "other@example.com", "display_name": "Ulla", "roles": ["User"], "status": "active",
            "email_verified": value,
        });
        assert_eq!(scene.admin.put(&own).json(&update).await.invalid_fields(), ["email_verified"]);
        assert_eq!(user.put(&own).json(&update).await.status, 403);
    }
    assert_eq!(user.get("/account/v1/me").send().await.json(), me);
}

#[tokio::test]
async fn a_field_with_a_name_that_is_no_name_is_refused_and_not_repeated() {
    let mut scene = Scene::start().await;
    let strange = ["<script>alert(1)</script>", "a b", "", "naïve", "line\nbreak", &"n".repeat(65)];
    for name in strange {
        let mut body = json!({ "display_name": "Ada" });
        body[name] = json!(1);
        let answer = scene.admin.patch("/account/v1/me").json(&body).await;
        assert_eq!(answer.status, 422, "{name:?}");
        assert_eq!(answer.invalid_fields(), ["(unknown)"], "{name:?}");
        assert!(name.is_empty() || !answer.text().contains(name), "{name:?}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_body_of_nothing_but_unknown_fields_gets_a_short_answer() {
    let mut scene = Scene::start().await;
    let body: Value = (0..5_000).map(|index| (format!("f{index}"), json!(1))).collect();
    let answer = scene.admin.patch("/account/v1/me").json(&body).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.len() < 4_096, "{} bytes", answer.body.len());
}
