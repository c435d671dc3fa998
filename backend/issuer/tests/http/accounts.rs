//! Accounts, as an admin makes and changes them, and sessions, as everyone sees them.

use serde_json::{Value, json};
use shared::domain::users::{Email, User};
use testkit::{
    actor::{Actor, Answer},
    app::TestApp,
};

/// A password that no rule refuses.
pub(crate) const PASSWORD: &str = "kestrel orbits a lantern";

/// Makes an account through the admin API; returns its id.
pub(crate) async fn create(admin: &mut Actor, email: &str, password: &str, roles: &[&str]) -> String {
    let body = json!({ "email": email, "display_name": "Somebody", "password": password, "roles": roles });
    let answer = admin.post("/users/v1").json(&body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["id"].as_str().unwrap().to_owned()
}

/// Changes an account: what it is now, with `change` laid over it.
pub(crate) async fn change(admin: &mut Actor, id: &str, change: Value) -> Answer {
    let now = admin.get(&format!("/users/v1/{id}")).send().await.json();
    let mut body = json!({
        "email": now["email"], "display_name": now["display_name"], "roles": now["roles"], "status": now["status"],
    });
    for (field, value) in change.as_object().unwrap() {
        body[field] = value.clone();
    }
    let answer = admin.put(&format!("/users/v1/{id}")).json(&body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer
}

/// The record of an account, past the API.
pub(crate) async fn record(app: &TestApp, email: &str) -> User {
    let mut record = app.edition.issuer.ports.store.read().await.unwrap();
    record.users().find_by_email(&Email::parse(email).unwrap()).await.unwrap().expect("an account")
}

/// Takes an account's password away, as if it came from a provider.
pub(crate) async fn take_password(app: &TestApp, email: &str) {
    let mut user = record(app, email).await;
    user.password = None;
    let mut work = app.edition.issuer.ports.store.begin().await.unwrap();
    assert!(work.users().update(&user).await.unwrap());
    work.commit().await.unwrap();
}

/// The sessions an actor sees as his own.
pub(crate) async fn sessions(actor: &mut Actor) -> Vec<Value> {
    let answer = actor.get("/account/v1/sessions").send().await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["items"].as_array().unwrap().clone()
}

/// Whether the actor's access token opens a route.
pub(crate) async fn opens(actor: &mut Actor, path: &str) -> bool {
    let answer = actor.get(path).send().await;
    match answer.status.as_u16() {
        200 => true,
        401 => {
            assert_eq!(answer.header("www-authenticate"), Some(r#"Bearer error="invalid_token""#), "{path}");
            false
        }
        other => panic!("{path}: {other} {}", answer.text()),
    }
}

/// The kinds of the latest audit entries, the latest first.
pub(crate) async fn audit_kinds(app: &TestApp) -> Vec<String> {
    let mut admin = app.admin().await;
    let answer = admin.get("/audit/v1?limit=100").send().await;
    let items = answer.json()["items"].as_array().unwrap().clone();
    items.iter().map(|item| item["kind"].as_str().unwrap().to_owned()).collect()
}
