//! `GET /audit/v1`: who did what to whom, why, and from where.

mod entries;
mod reading;
mod summary;

use serde_json::{Value, json};
use testkit::{actor::Actor, app::TestApp};

const PASSWORD: &str = "nobody guesses this one";

/// Everything in the record, read page by page, the latest first.
async fn everything(admin: &mut Actor, query: &str) -> Vec<Value> {
    let (mut entries, mut path) = (Vec::new(), format!("/audit/v1?{query}"));
    loop {
        let answer = admin.get(&path).send().await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let page = answer.json();
        entries.extend(page["items"].as_array().expect("a list").clone());
        let Some(cursor) = page["next_cursor"].as_str() else { return entries };
        path = format!("/audit/v1?{query}&cursor={cursor}");
    }
}

/// The entries that one request wrote, by kind.
async fn written_by(admin: &mut Actor, request_id: &str) -> Vec<Value> {
    let mut entries = everything(admin, "limit=100").await;
    entries.retain(|entry| entry["request_id"] == request_id);
    entries.sort_by_key(|entry| entry["kind"].to_string());
    entries
}

/// What the record keeps of the user that [`make_grace`] makes.
fn grace() -> Value {
    json!({
        "email": "grace@example.com",
        "display_name": "Grace",
        "roles": ["User"],
        "status": "active",
        "email_verified": false,
    })
}

/// Makes a user and gives his id.
async fn make_grace(admin: &mut Actor) -> String {
    let body = json!({
        "email": "grace@example.com", "display_name": "Grace", "password": PASSWORD, "roles": ["User"],
    });
    let answer = admin.post("/users/v1").header("x-request-id", "making-of-grace-1").json(&body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["id"].as_str().expect("an id").to_owned()
}

/// The session that an actor acts from.
async fn session_of(actor: &mut Actor) -> String {
    let sessions = actor.get("/account/v1/sessions").send().await.json();
    let items = sessions["items"].as_array().expect("sessions");
    let current = items.iter().find(|session| session["current"] == true).expect("the current one");
    current["sid"].as_str().expect("its id").to_owned()
}

/// An admin at an address of his own.
async fn admin_at_home(app: &TestApp) -> Actor {
    let mut admin = app.anonymous_at([203, 0, 113, 7]);
    assert_eq!(admin.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.status, 200);
    admin
}
