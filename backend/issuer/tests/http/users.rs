//! `/users/v1`: administration of users, and what it does to the sessions of those it is about.

mod lists;
mod running_sessions;

use serde_json::{Value, json};
use testkit::{actor::Actor, app::TestApp};

const PASSWORD: &str = "nobody guesses this one";
const UNKNOWN: &str = "0190a3c2-7f00-7000-8000-00000000dead";

fn grace() -> Value {
    json!({
        "email": "Grace@example.com",
        "display_name": "Grace",
        "password": PASSWORD,
        "roles": ["User"],
        "email_verified": true,
    })
}

/// Makes the user above and gives his address.
async fn make_grace(admin: &mut Actor) -> String {
    let answer = admin.post("/users/v1").json(&grace()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.header("location").expect("an address").to_owned()
}

/// What an update of the user above says if it changes nothing.
fn unchanged() -> Value {
    json!({ "email": "Grace@example.com", "display_name": "Grace", "roles": ["User"], "status": "active" })
}

/// `body` with other values for some fields.
fn with(mut body: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else { panic!("changes are an object") };
    for (name, value) in changes {
        body[name] = value;
    }
    body
}

#[tokio::test]
async fn a_user_is_made_and_found_at_his_address() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let answer = admin.post("/users/v1").json(&grace()).await;
    assert_eq!(answer.status, 201);
    let made = answer.json();
    let id = made["id"].as_str().unwrap();
    let expected = json!({
        "id": id,
        "email": "Grace@example.com",
        "display_name": "Grace",
        "roles": ["User"],
        "status": "active",
        "email_verified": true,
        "created_at": "2026-01-01T00:00:00Z",
        "updated_at": "2026-01-01T00:00:00Z",
        "last_login_at": null,
    });
    assert_eq!(made, expected);
    assert_eq!(answer.header("location"), Some(format!("/users/v1/{id}").as_str()));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let found = admin.get(answer.header("location").unwrap()).send().await;
    assert_eq!(found.status, 200);
    assert_eq!(found.json(), expected);
    app.sign_in(("grace@example.com", PASSWORD)).await;
}

#[tokio::test]
async fn an_address_counts_as_verified_only_if_the_admin_says_so() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut body = grace();
    body.as_object_mut().unwrap().remove("email_verified");
    assert_eq!(admin.post("/users/v1").json(&body).await.json()["email_verified"], false);
}

#[tokio::test]
async fn roles_are_a_set_whatever_their_order() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let answer = admin.post("/users/v1").json(&with(grace(), json!({ "roles": ["User", "Admin"] }))).await;
    assert_eq!(answer.json()["roles"], json!(["Admin", "User"]));
}

#[tokio::test]
async fn a9_one_address_is_one_user_in_every_spelling() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let composed = with(grace(), json!({ "email": "Jos\u{e9}@example.com" }));
    assert_eq!(admin.post("/users/v1").json(&composed).await.status, 201);
    for twin in ["jos\u{e9}@example.com", "JOS\u{c9}@EXAMPLE.COM", "Jose\u{301}@example.com", "JOSE\u{301}@Example.Com"]
    {
        let answer = admin.post("/users/v1").json(&with(grace(), json!({ "email": twin }))).await;
        assert_eq!(answer.status, 409, "{twin}: {}", answer.text());
        assert_eq!(answer.problem(), "email-taken");
    }
    let location = make_grace(&mut admin).await;
    let answer = admin.put(&location).json(&with(unchanged(), json!({ "email": "JOSE\u{301}@example.com" }))).await;
    assert_eq!(answer.status, 409);
    assert_eq!(admin.get(&location).send().await.json()["email"], "Grace@example.com");
}

#[tokio::test]
async fn an_update_says_all_that_a_user_is_to_be() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let location = make_grace(&mut admin).await;
    let before = admin.get(&location).send().await.json();
    app.advance(60);
    let update = json!({
        "email": "hopper@example.com",
        "display_name": "Rear Admiral",
        "roles": ["Admin", "User"],
        "status": "locked",
    });
    let answer = admin.put(&location).json(&update).await;
    assert_eq!(answer.status, 200);
    let expected = with(before, with(update, json!({ "email_verified": false, "updated_at": "2026-01-01T00:01:00Z" })));
    assert_eq!(answer.json(), expected);
    assert_eq!(admin.get(&location).send().await.json(), expected);
}

#[tokio::test]
async fn another_address_is_not_verified_and_another_spelling_of_it_still_is() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let location = make_grace(&mut admin).await;
    let respelt = admin.put(&location).json(&with(unchanged(), json!({ "email": "GRACE@example.com" }))).await;
    assert_eq!(respelt.json()["email_verified"], true);
    assert_eq!(respelt.json()["email"], "GRACE@example.com");
    let moved = admin.put(&location).json(&with(unchanged(), json!({ "email": "hopper@example.com" }))).await;
    assert_eq!(moved.json()["email_verified"], false);
    let back = admin.put(&location).json(&unchanged()).await;
    assert_eq!(back.json()["email_verified"], false, "nobody has verified it since");
}

#[tokio::test]
async fn a_deleted_user_is_gone_and_his_address_is_free() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let location = make_grace(&mut admin).await;
    let answer = admin.delete(&location).send().await;
    assert_eq!(answer.status, 204);
    assert!(answer.body.is_empty());
    for answer in [
        admin.get(&location).send().await,
        admin.put(&location).json(&unchanged()).await,
        admin.delete(&location).send().await,
        admin.get(&format!("{location}/sessions")).send().await,
        admin.delete(&format!("{location}/sessions")).send().await,
    ] {
        assert_eq!(answer.status, 404);
        assert_eq!(answer.problem(), "not-found");
    }
    let refused = app.anonymous().sign_in("grace@example.com", PASSWORD).await;
    assert_eq!(refused.status, 401);
    assert_ne!(make_grace(&mut admin).await, location, "an id is never given twice");
}

#[tokio::test]
async fn an_unknown_user_is_404_whatever_is_asked_of_him() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let path = format!("/users/v1/{UNKNOWN}");
    assert_eq!(admin.get(&path).send().await.status, 404);
    assert_eq!(admin.put(&path).json(&unchanged()).await.status, 404);
    assert_eq!(admin.delete(&path).send().await.status, 404);
    assert_eq!(admin.get(&format!("{path}/sessions")).send().await.status, 404);
    assert_eq!(admin.delete(&format!("{path}/sessions")).send().await.status, 404);
}

#[tokio::test]
async fn the_last_sign_in_is_shown() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let location = make_grace(&mut admin).await;
    app.advance(60);
    app.sign_in(("grace@example.com", PASSWORD)).await;
    let shown = admin.get(&location).send().await.json();
    assert_eq!(shown["last_login_at"], "2026-01-01T00:01:00Z");
    assert_eq!(shown["updated_at"], "2026-01-01T00:00:00Z", "a sign-in is no change");
}
