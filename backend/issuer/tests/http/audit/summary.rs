//! `GET /audit/v1/summary`: how many are there, how many came, and what the issuer stands on.

use serde_json::{Value, json};
use testkit::{actor::Actor, app::TestApp, interposed::InterposedStore};

use super::{PASSWORD, admin_at_home, make_grace};

const HOUR: u64 = 60 * 60;

async fn summary(admin: &mut Actor) -> Value {
    let answer = admin.get("/audit/v1/summary").send().await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.json()
}

#[tokio::test]
async fn it_counts_users_by_status_live_sessions_and_sign_ins() {
    let app = TestApp::start().await;
    let mut admin = admin_at_home(&app).await;
    let id = make_grace(&mut admin).await;
    for password in [PASSWORD, "something quite different", PASSWORD] {
        app.anonymous().sign_in("grace@example.com", password).await;
    }
    let counts = summary(&mut admin).await["counts"].clone();
    let sign_ins = json!({ "succeeded": 3, "failed": 1 });
    assert_eq!(
        counts,
        json!({
            "users": { "active": 3, "locked": 0, "disabled": 0 },
            "sessions": { "live": 3 },
            "sign_ins": { "last_hour": sign_ins, "last_day": sign_ins },
        })
    );

    let body = json!({ "email": "grace@example.com", "display_name": "Grace", "roles": ["User"], "status": "locked" });
    assert_eq!(admin.put(&format!("/users/v1/{id}")).json(&body).await.status, 200);
    let counts = summary(&mut admin).await["counts"].clone();
    assert_eq!(counts["users"], json!({ "active": 2, "locked": 1, "disabled": 0 }));
    assert_eq!(counts["sessions"]["live"], 1, "her sessions ended with it");
}

#[tokio::test]
async fn a_sign_in_leaves_the_last_hour_and_then_the_last_day() {
    let app = TestApp::start().await;
    app.user().await;
    for (hours, expected) in [(1, [1, 2]), (1, [1, 3]), (22, [1, 3])] {
        app.advance(hours * HOUR + 1);
        let sign_ins = summary(&mut app.admin().await).await["counts"]["sign_ins"].clone();
        let succeeded = ["last_hour", "last_day"].map(|time| sign_ins[time]["succeeded"].as_u64().expect("a count"));
        assert_eq!(succeeded, expected);
    }
}

#[tokio::test]
async fn it_names_what_the_issuer_stands_on() {
    let app = TestApp::start().await;
    let dependencies = summary(&mut app.admin().await).await["dependencies"].clone();
    let dependencies = dependencies.as_array().expect("a list");
    assert!(dependencies.contains(&json!({ "name": "keys", "status": "ready" })), "{dependencies:?}");
    assert!(dependencies.len() >= 2, "{dependencies:?}");
}

#[tokio::test]
async fn while_the_record_is_away_it_still_answers() {
    let mut store = None;
    let app = TestApp::start_between(|_| {}, |ports| store = Some(InterposedStore::plug(ports))).await;
    let mut admin = app.admin().await;
    store.unwrap().set_away(true);
    let shown = summary(&mut admin).await;
    assert_eq!(shown["counts"], Value::Null);
    assert!(!shown["dependencies"].as_array().expect("a list").is_empty());
}
