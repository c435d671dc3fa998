//! `/account/v1/sessions` and `/users/v1/{user_id}/sessions`

use std::net::Ipv4Addr;

use serde_json::json;
use testkit::{actor::Actor, app::TestApp};

use crate::accounts;

async fn current_sid(actor: &mut Actor) -> String {
    let sessions = accounts::sessions(actor).await;
    let current: Vec<_> = sessions.iter().filter(|session| session["current"] == true).collect();
    assert_eq!(current.len(), 1, "{sessions:?}");
    current[0]["sid"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_list_tells_where_one_is_signed_in() {
    let app = TestApp::start().await;
    let mut phone = app.anonymous_at(Ipv4Addr::new(198, 51, 100, 7));
    let login = json!({ "email": TestApp::USER.0, "password": TestApp::USER.1 });
    let answer = phone.post("/auth/v1/login/local").header("user-agent", "Phone/1.0").json(&login).await;
    phone.access_token = answer.json()["access_token"].as_str().map(str::to_owned);
    app.advance(60);
    let mut desk = app.user().await;
    let items = accounts::sessions(&mut desk).await;
    let (own, other) = (&items[0]["sid"], &items[1]["sid"]);
    assert_ne!(own, other);
    assert_eq!(
        json!(items),
        json!([
            {
                "sid": own, "current": true, "created_at": "2026-01-01T00:01:00Z",
                "last_seen_at": "2026-01-01T00:01:00Z", "ip": "192.0.2.1", "user_agent": "", "client_id": "bff",
                "amr": ["pwd"],
            },
            {
                "sid": other, "current": false, "created_at": "2026-01-01T00:00:00Z",
                "last_seen_at": "2026-01-01T00:00:00Z", "ip": "198.51.100.7", "user_agent": "Phone/1.0",
                "client_id": "bff", "amr": ["pwd"],
            },
        ])
    );
}

#[tokio::test]
async fn a_refresh_is_seen_in_the_list() {
    let app = TestApp::start().await;
    let phone = app.user().await;
    let mut desk = app.user().await;
    app.advance(120);
    let token = phone.refresh_token().unwrap();
    let mut moved = app.anonymous_at(Ipv4Addr::new(203, 0, 113, 9));
    moved.hold_refresh_token(&token);
    let answer = moved.post("/auth/v1/refresh").header("user-agent", "Phone/2.0").send().await;
    assert_eq!(answer.status, 200);
    app.edition.issuer.checkpoints.write().await.unwrap();
    let sessions = accounts::sessions(&mut desk).await;
    let phone = sessions.iter().find(|session| session["current"] == false).unwrap();
    assert_eq!(phone["created_at"], "2026-01-01T00:00:00Z");
    assert_eq!(phone["last_seen_at"], "2026-01-01T00:02:00Z");
    assert_eq!((&phone["ip"], &phone["user_agent"]), (&json!("203.0.113.9"), &json!("Phone/2.0")));
    assert_eq!(sessions[0], *phone, "the latest used comes first");
}

#[tokio::test]
async fn the_name_of_a_browser_is_cut() {
    let app = TestApp::start().await;
    let mut browser = app.anonymous();
    let login = json!({ "email": TestApp::USER.0, "password": TestApp::USER.1 });
    let call = browser.post("/auth/v1/login/local").header("user-agent", &"x".repeat(5000));
    let answer = call.json(&login).await;
    browser.access_token = answer.json()["access_token"].as_str().map(str::to_owned);
    let sessions = accounts::sessions(&mut browser).await;
    assert_eq!(sessions[0]["user_agent"], "x".repeat(256));
}

#[tokio::test]
async fn one_session_is_ended_by_its_owner() {
    let app = TestApp::start().await;
    let (mut phone, mut desk, mut tablet) = (app.user().await, app.user().await, app.user().await);
    let sid = current_sid(&mut phone).await;
    let answer = desk.delete(&format!("/account/v1/sessions/{sid}")).send().await;
    assert_eq!(answer.status, 204);
    assert!(!accounts::opens(&mut phone, "/account/v1/me").await);
    assert_eq!(phone.refresh().await.status, 401);
    assert!(accounts::opens(&mut tablet, "/account/v1/me").await);
    assert_eq!(accounts::sessions(&mut desk).await.len(), 2);
    let again = desk.delete(&format!("/account/v1/sessions/{sid}")).send().await;
    assert_eq!(again.status, 404, "it is gone");
}

#[tokio::test]
async fn ones_own_session_can_be_ended_from_itself() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    let sid = current_sid(&mut browser).await;
    assert_eq!(browser.delete(&format!("/account/v1/sessions/{sid}")).send().await.status, 204);
    assert!(!accounts::opens(&mut browser, "/account/v1/me").await);
}

#[tokio::test]
async fn all_others_are_ended_and_this_one_stays() {
    let app = TestApp::start().await;
    let (mut phone, mut desk, mut tablet) = (app.user().await, app.user().await, app.user().await);
    let mut stranger = app.admin().await;
    assert_eq!(desk.delete("/account/v1/sessions").send().await.status, 204);
    for other in [&mut phone, &mut tablet] {
        assert!(!accounts::opens(other, "/api/dashboard").await);
        assert_eq!(other.refresh().await.status, 401);
    }
    assert_eq!(accounts::sessions(&mut desk).await.len(), 1);
    assert_eq!(desk.refresh().await.status, 200);
    assert!(accounts::opens(&mut stranger, "/account/v1/me").await, "sessions of others are not touched");
}

#[tokio::test]
async fn c8_a_session_of_another_is_not_there() {
    let app = TestApp::start().await;
    let (mut user, mut admin) = (app.user().await, app.admin().await);
    let (users, admins) = (current_sid(&mut user).await, current_sid(&mut admin).await);
    for (caller, sid) in [(&mut user, &admins), (&mut admin, &users)] {
        let other = caller.delete(&format!("/account/v1/sessions/{sid}")).send().await;
        let nobodys = caller.delete("/account/v1/sessions/AAAAAAAAAAAAAAAAAAAAAAAA").send().await;
        assert_eq!((other.status.as_u16(), nobodys.status.as_u16()), (404, 404));
        let (mut one, mut two) = (other.json(), nobodys.json());
        one["instance"] = json!("");
        two["instance"] = json!("");
        assert_eq!(one, two, "nothing tells that the session exists");
    }
    for actor in [&mut user, &mut admin] {
        assert!(accounts::opens(actor, "/account/v1/me").await);
        assert_eq!(actor.refresh().await.status, 200);
    }
}

#[tokio::test]
async fn an_admin_lists_and_ends_the_sessions_of_a_user() {
    let app = TestApp::start().await;
    let (mut phone, mut desk, mut admin) = (app.user().await, app.user().await, app.admin().await);
    let path = format!("/users/v1/{}/sessions", phone.user_id.clone().unwrap());
    let answer = admin.get(&path).send().await;
    assert_eq!(answer.status, 200);
    let items = answer.json()["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), 2);
    assert!(items.iter().all(|session| session["current"] == false));
    assert_eq!(admin.delete(&path).send().await.status, 204);
    for actor in [&mut phone, &mut desk] {
        assert!(!accounts::opens(actor, "/api/dashboard").await);
        assert_eq!(actor.refresh().await.status, 401);
    }
    assert_eq!(admin.get(&path).send().await.json()["items"], json!([]));
    assert!(accounts::opens(&mut admin, "/account/v1/me").await);
    let nobody = "/users/v1/0190a3c2-7f00-7000-8000-000000000001/sessions";
    assert_eq!(admin.get(nobody).send().await.status, 404);
    assert_eq!(admin.delete(nobody).send().await.status, 404);
}

#[tokio::test]
async fn ended_and_expired_sessions_are_not_listed() {
    let app = TestApp::start().await;
    let mut old = app.user().await;
    let mut gone = app.user().await;
    gone.post("/auth/v1/logout").send().await;
    assert_eq!(accounts::sessions(&mut old).await.len(), 1);
    app.advance(14 * 24 * 3600);
    let mut new = app.user().await;
    assert_eq!(accounts::sessions(&mut new).await.len(), 1);
}
