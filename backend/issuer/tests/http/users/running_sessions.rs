//! What a change of a user does to his running sessions: at once, for tokens that were checked before and for others.

use serde_json::{Value, json};
use testkit::{
    actor::{Actor, Answer},
    app::TestApp,
};

use super::{PASSWORD, grace, unchanged, with};

/// A user with two sessions: one whose token has been checked and is remembered, one whose token never was.
struct Running {
    app: TestApp,
    admin: Actor,
    location: String,
    checked: Actor,
    unchecked: Actor,
}

impl Running {
    async fn start(changes: Value) -> Self {
        let app = TestApp::start().await;
        let mut admin = app.admin().await;
        let answer = admin.post("/users/v1").json(&with(grace(), changes)).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let location = answer.header("location").expect("an address").to_owned();
        let mut checked = app.sign_in(("grace@example.com", PASSWORD)).await;
        let unchecked = app.sign_in(("grace@example.com", PASSWORD)).await;
        assert_eq!(checked.get("/api/dashboard").send().await.status, 200);
        Self { app, admin, location, checked, unchecked }
    }

    async fn update(&mut self, changes: Value) -> Answer {
        let answer = self.admin.put(&self.location).json(&with(unchanged(), changes)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer
    }

    /// The answers that both tokens and both cookies get.
    async fn statuses(&mut self) -> [u16; 6] {
        let Self { checked, unchecked, .. } = self;
        [
            checked.get("/account/v1/me").send().await.status.as_u16(),
            checked.get("/api/dashboard").send().await.status.as_u16(),
            unchecked.get("/account/v1/me").send().await.status.as_u16(),
            unchecked.get("/api/dashboard").send().await.status.as_u16(),
            checked.refresh().await.status.as_u16(),
            unchecked.refresh().await.status.as_u16(),
        ]
    }
}

#[tokio::test]
async fn c5_c6_disabling_and_locking_end_every_session_and_every_way_in() {
    for status in ["disabled", "locked"] {
        let mut running = Running::start(json!({})).await;
        running.update(json!({ "status": status })).await;
        assert_eq!(running.statuses().await, [401; 6], "{status}");
        let refused = running.app.anonymous().sign_in("grace@example.com", PASSWORD).await;
        assert_eq!(refused.status, 401, "{status}");
        assert_eq!(refused.problem(), "invalid-credentials");

        running.update(json!({ "status": "active" })).await;
        assert_eq!(running.statuses().await, [401; 6], "what ended stays ended");
        running.app.sign_in(("grace@example.com", PASSWORD)).await;
    }
}

#[tokio::test]
async fn c5_deleting_ends_every_session() {
    let mut running = Running::start(json!({})).await;
    assert_eq!(running.admin.delete(&running.location).send().await.status, 204);
    assert_eq!(running.statuses().await, [401; 6]);
}

#[tokio::test]
async fn c5_c7_a_demoted_admin_loses_administration_and_nothing_else() {
    let mut running = Running::start(json!({ "roles": ["Admin", "User"] })).await;
    for actor in [&mut running.checked, &mut running.unchecked] {
        assert_eq!(actor.get("/api/admin").send().await.status, 200);
    }
    running.update(json!({ "roles": ["User"] })).await;
    for actor in [&mut running.checked, &mut running.unchecked] {
        let answer = actor.get("/api/admin").send().await;
        assert_eq!(answer.status, 403);
        assert_eq!(answer.problem(), "insufficient-role");
        assert_eq!(actor.get("/users/v1").send().await.status, 403);
    }
    assert_eq!(running.statuses().await, [200; 6], "the sessions go on");
    let refreshed = running.checked.refresh().await;
    assert_eq!(refreshed.json()["user"]["roles"], json!(["User"]));
    assert_eq!(running.checked.get("/api/admin").send().await.status, 403);
}

#[tokio::test]
async fn a_promoted_user_may_at_once_what_admins_may() {
    let mut running = Running::start(json!({})).await;
    assert_eq!(running.checked.get("/api/admin").send().await.status, 403);
    running.update(json!({ "roles": ["Admin", "User"] })).await;
    assert_eq!(running.checked.get("/api/admin").send().await.status, 200);
}

#[tokio::test]
async fn c5_a_password_reset_ends_every_session_and_the_old_password() {
    let mut running = Running::start(json!({})).await;
    running.update(json!({ "password": "another one nobody guesses" })).await;
    assert_eq!(running.statuses().await, [401; 6]);
    let refused = running.app.anonymous().sign_in("grace@example.com", PASSWORD).await;
    assert_eq!(refused.status, 401);
    running.app.sign_in(("grace@example.com", "another one nobody guesses")).await;
}

#[tokio::test]
async fn another_name_and_address_keep_the_sessions_and_show_in_the_next_token_answer() {
    let mut running = Running::start(json!({})).await;
    running.update(json!({ "email": "hopper@example.com", "display_name": "Hopper" })).await;
    assert_eq!(running.statuses().await, [200; 6]);
    let answer = running.checked.refresh().await;
    assert_eq!(answer.status, 200);
    let user = answer.json()["user"].clone();
    let id = running.location.trim_start_matches("/users/v1/");
    let expected = json!({ "id": id, "email": "hopper@example.com", "display_name": "Hopper", "roles": ["User"] });
    assert_eq!(user, expected);
    assert_eq!(running.app.anonymous().sign_in("grace@example.com", PASSWORD).await.status, 401);
    running.app.sign_in(("hopper@example.com", PASSWORD)).await;
}

#[tokio::test]
async fn an_update_that_changes_nothing_keeps_the_sessions() {
    let mut running = Running::start(json!({})).await;
    running.update(json!({})).await;
    assert_eq!(running.statuses().await, [200; 6]);
}

#[tokio::test]
async fn other_users_are_not_touched_by_any_of_it() {
    let mut running = Running::start(json!({})).await;
    let mut bystander = running.app.user().await;
    for changes in [json!({ "status": "disabled" }), json!({ "password": "another one nobody guesses" })] {
        running.update(changes).await;
    }
    assert_eq!(running.admin.delete(&running.location).send().await.status, 204);
    assert_eq!(bystander.get("/account/v1/me").send().await.status, 200);
    assert_eq!(bystander.refresh().await.status, 200);
    assert_eq!(running.admin.refresh().await.status, 200);
}
