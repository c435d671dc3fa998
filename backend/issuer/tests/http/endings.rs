//! Power taken away is gone at once: on the issuer, on the API, at the next refresh and at every way in.

use std::{sync::Arc, time::Duration};

use serde_json::json;
use shared::domain::{
    sessions::{ChangeFeed, ChangeListener},
    users::Roles,
};
use testkit::{actor::Actor, app::TestApp, interposed::InterposedSessionCache};

use crate::{
    accounts::{self, PASSWORD},
    timing,
};

/// Routes of the API and of the issuer that every live session opens.
pub(crate) const ROUTES: [&str; 4] = ["/api/dashboard", "/account/v1/me", "/account/v1/sessions", "/userinfo"];
const EMAIL: &str = "victim@example.com";

/// What can end a session.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event {
    Logout,
    OwnEnd,
    EndFromElsewhere,
    PasswordChangedElsewhere,
    Deleted,
    Disabled,
    Locked,
    AdminReset,
    EndedByAdmin,
}

pub(crate) const EVENTS: [Event; 9] = [
    Event::Logout,
    Event::OwnEnd,
    Event::EndFromElsewhere,
    Event::PasswordChangedElsewhere,
    Event::Deleted,
    Event::Disabled,
    Event::Locked,
    Event::AdminReset,
    Event::EndedByAdmin,
];

pub(crate) async fn sid(actor: &mut Actor) -> String {
    let sessions = accounts::sessions(actor).await;
    let current = sessions.iter().find(|session| session["current"] == true).unwrap();
    current["sid"].as_str().unwrap().to_owned()
}

/// Makes it happen to the victim; `elsewhere` is another session of his.
pub(crate) async fn happen(event: Event, victim: &Actor, elsewhere: &mut Actor, admin: &mut Actor) {
    let mut own = victim.clone();
    let id = victim.user_id.clone().unwrap();
    let user = format!("/users/v1/{id}");
    let answer = match event {
        Event::Logout => own.post("/auth/v1/logout").send().await,
        Event::OwnEnd => {
            let path = format!("/account/v1/sessions/{}", sid(&mut own).await);
            own.delete(&path).send().await
        }
        Event::EndFromElsewhere => elsewhere.delete("/account/v1/sessions").send().await,
        Event::PasswordChangedElsewhere => {
            let body = json!({ "current_password": PASSWORD, "new_password": "another lantern altogether" });
            elsewhere.put("/account/v1/password").json(&body).await
        }
        Event::Deleted => admin.delete(&user).send().await,
        Event::Disabled => accounts::change(admin, &id, json!({ "status": "disabled" })).await,
        Event::Locked => accounts::change(admin, &id, json!({ "status": "locked" })).await,
        Event::AdminReset => accounts::change(admin, &id, json!({ "password": "reset by the admin" })).await,
        Event::EndedByAdmin => admin.delete(&format!("{user}/sessions")).send().await,
    };
    assert!(answer.status.is_success(), "{event:?}: {}", answer.text());
}

#[tokio::test]
async fn c5_whatever_ends_a_session_ends_its_tokens_of_every_class() {
    for event in EVENTS {
        let app = TestApp::start().await;
        app.make_user((EMAIL, PASSWORD), Roles::ADMIN_AND_USER).await;
        let mut admin = app.admin().await;
        let (mut victim, mut elsewhere) = (app.sign_in((EMAIL, PASSWORD)).await, app.sign_in((EMAIL, PASSWORD)).await);
        let mut early = victim.clone();
        app.advance(60);
        assert_eq!(victim.refresh().await.status, 200);
        for token in [&mut early, &mut victim] {
            for path in ROUTES.into_iter().chain(["/api/admin", "/users/v1"]) {
                assert!(accounts::opens(token, path).await, "{event:?}: {path} is open before");
            }
        }
        happen(event, &victim, &mut elsewhere, &mut admin).await;
        for token in [&mut early, &mut victim] {
            for path in ROUTES.into_iter().chain(["/api/admin", "/users/v1"]) {
                assert!(!accounts::opens(token, path).await, "{event:?}: an access token opens {path}");
            }
        }
        let previous = early.refresh_token().unwrap();
        let current = victim.refresh_token().unwrap();
        for token in [current, previous] {
            victim.hold_refresh_token(&token);
            assert_eq!(victim.refresh().await.status, 401, "{event:?}: a refresh token works");
        }
        assert!(accounts::opens(&mut admin, "/api/admin").await, "{event:?}: the admin goes on");
    }
}

#[tokio::test]
async fn c5_a_role_taken_away_is_gone_from_the_tokens_that_are_out() {
    let app = TestApp::start().await;
    let id = app.make_user((EMAIL, PASSWORD), Roles::ADMIN_AND_USER).await.id.to_string();
    let mut admin = app.admin().await;
    let mut victim = app.sign_in((EMAIL, PASSWORD)).await;
    for path in ["/api/admin", "/users/v1", "/audit/v1"] {
        assert!(accounts::opens(&mut victim, path).await, "{path}");
    }
    accounts::change(&mut admin, &id, json!({ "roles": ["User"] })).await;
    for path in ["/api/admin", "/users/v1", "/audit/v1"] {
        let answer = victim.get(path).send().await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (403, "insufficient-role"), "{path}");
    }
    assert!(accounts::opens(&mut victim, "/api/dashboard").await, "what a user may do he still may");
    accounts::change(&mut admin, &id, json!({ "roles": ["Admin", "User"] })).await;
    assert!(accounts::opens(&mut victim, "/api/admin").await, "given back, it works at once too");
}

#[tokio::test]
async fn c7_a_role_taken_away_is_gone_at_the_next_refresh() {
    let app = TestApp::start().await;
    let id = app.make_user((EMAIL, PASSWORD), Roles::ADMIN_AND_USER).await.id.to_string();
    let mut admin = app.admin().await;
    let mut victim = app.sign_in((EMAIL, PASSWORD)).await;
    accounts::change(&mut admin, &id, json!({ "roles": ["User"], "display_name": "Renamed" })).await;
    let answer = victim.refresh().await;
    assert_eq!(answer.json()["user"]["roles"], json!(["User"]));
    assert_eq!(answer.json()["user"]["display_name"], "Renamed");
    assert_eq!(victim.get("/api/admin").send().await.status, 403);
}

#[tokio::test]
async fn c6_a_barred_user_has_no_way_in() {
    for status in ["disabled", "locked"] {
        let app = TestApp::start().await;
        app.make_user((EMAIL, PASSWORD), Roles::ADMIN_AND_USER).await;
        let mut admin = app.admin().await;
        let mut victim = app.sign_in((EMAIL, PASSWORD)).await;
        let id = victim.user_id.clone().unwrap();
        let refresh_token = victim.refresh_token().unwrap();
        accounts::change(&mut admin, &id, json!({ "status": status })).await;

        let mut known = app.anonymous();
        known.cookies.clone_from(&victim.cookies);
        for browser in [&mut known, &mut app.anonymous()] {
            let answer = browser.sign_in(EMAIL, PASSWORD).await;
            assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (401, "invalid-credentials"), "{status}");
        }
        let answer = victim.refresh().await;
        assert_eq!(answer.status, 401, "{status}");
        assert!(answer.set_cookie("__Host-refresh").unwrap().clears());
        for path in ROUTES.into_iter().chain(["/api/admin", "/users/v1"]) {
            assert!(!accounts::opens(&mut victim, path).await, "{status}: {path}");
        }
        let body = json!({ "current_password": PASSWORD, "new_password": "another lantern altogether" });
        assert_eq!(victim.put("/account/v1/password").json(&body).await.status, 401, "{status}");
        assert_eq!(victim.patch("/account/v1/me").json(&json!({ "display_name": "x" })).await.status, 401, "{status}");

        accounts::change(&mut admin, &id, json!({ "status": "active" })).await;
        victim.hold_refresh_token(&refresh_token);
        assert_eq!(victim.refresh().await.status, 401, "{status}: the sessions of before stay ended");
        assert!(!accounts::opens(&mut victim, "/account/v1/me").await);
        assert_eq!(app.anonymous().sign_in(EMAIL, PASSWORD).await.status, 200, "{status}: lifted, he may come back");
    }
}

#[tokio::test]
async fn the_record_says_why_a_session_ended() {
    let app = TestApp::start().await;
    app.make_user((EMAIL, PASSWORD), Roles::USER).await;
    let mut admin = app.admin().await;
    for (event, reason) in [
        (Event::Logout, "signed_out"),
        (Event::OwnEnd, "ended_by_owner"),
        (Event::EndedByAdmin, "ended_by_admin"),
        (Event::Locked, "user_barred"),
        (Event::Deleted, "user_deleted"),
    ] {
        let id = accounts::record(&app, EMAIL).await.id.to_string();
        let mut victim = app.sign_in((EMAIL, PASSWORD)).await;
        let sid = sid(&mut victim).await;
        app.advance(1);
        happen(event, &victim, &mut app.anonymous(), &mut admin).await;
        let list = admin.get(&format!("/audit/v1?kind=session.ended&target={id}&limit=1")).send().await.json();
        let entry = &list["items"][0];
        assert_eq!((&entry["reason"], &entry["details"]["session"]), (&json!(reason), &json!(sid)), "{event:?}");
        assert!(!list.to_string().contains(victim.refresh_token().as_deref().unwrap_or("no token")));
        if matches!(event, Event::Locked) {
            accounts::change(&mut admin, &id, json!({ "status": "active" })).await;
        }
    }
}

#[tokio::test]
async fn what_the_fast_store_did_not_hear_at_once_it_is_told_later() {
    let mut cache = None;
    let app = TestApp::start_between(|_| {}, |ports| cache = Some(InterposedSessionCache::plug(ports))).await;
    let (cache, issuer) = (cache.unwrap(), &app.edition.issuer);
    let apply = async || issuer::services::authority::apply_pending(&issuer.ports, &issuer.endings).await;
    let id = app.make_user((EMAIL, PASSWORD), Roles::ADMIN_AND_USER).await.id.to_string();
    let (mut admin, mut victim, mut demoted) =
        (app.admin().await, app.user().await, app.sign_in((EMAIL, PASSWORD)).await);
    for actor in [&mut victim, &mut demoted] {
        assert!(accounts::opens(actor, "/api/dashboard").await);
    }
    cache.set_deaf(true);
    assert_eq!(victim.clone().post("/auth/v1/logout").send().await.status, 204, "the record has it: that is success");
    accounts::change(&mut admin, &id, json!({ "roles": ["User"] })).await;
    assert!(apply().await.is_err());
    cache.set_deaf(false);
    assert_eq!(apply().await.unwrap(), 2, "nothing was forgotten");
    assert!(!accounts::opens(&mut victim, "/api/dashboard").await);
    assert_eq!(demoted.get("/api/admin").send().await.status, 403);
    assert_eq!(apply().await.unwrap(), 0, "and it was noted that it was done");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revocation_is_felt_within_two_seconds() {
    let app = TestApp::start().await;
    app.make_user((EMAIL, PASSWORD), Roles::USER).await;
    let mut admin = app.admin().await;
    let mut times = Vec::new();
    for round in 0..200 {
        let mut victim = app.sign_in((EMAIL, PASSWORD)).await;
        let id = victim.user_id.clone().unwrap();
        assert!(accounts::opens(&mut victim, "/api/dashboard").await);
        let started = timing::now();
        match round % 4 {
            0 => victim.post("/auth/v1/logout").send().await.status,
            1 => admin.delete(&format!("/users/v1/{id}/sessions")).send().await.status,
            2 => accounts::change(&mut admin, &id, json!({ "status": "disabled" })).await.status,
            _ => accounts::change(&mut admin, &id, json!({ "password": PASSWORD })).await.status,
        };
        while accounts::opens(&mut victim, "/api/dashboard").await {
            assert!(started.elapsed().as_secs() < 2, "round {round}");
        }
        times.push(started.elapsed());
        if round % 4 == 2 {
            accounts::change(&mut admin, &id, json!({ "status": "active" })).await;
        }
    }
    times.sort();
    let (median, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    println!("revocation to 401: median {median:.1?}, p99 {p99:.1?} over {} rounds", times.len());
    assert!(p99.as_secs() < 2, "{p99:?}");
}

/// A change feed that tells nobody anything.
struct SilentFeed;

impl ChangeFeed for SilentFeed {
    fn subscribe(&self, _: Arc<dyn ChangeListener>) {}
}

#[tokio::test]
async fn with_the_feed_cut_a_revocation_is_felt_within_thirty_seconds() {
    let app = TestApp::start_between(|_| {}, |ports| ports.change_feed = Arc::new(SilentFeed)).await;
    let mut victim = app.user().await;
    assert!(accounts::opens(&mut victim, "/api/dashboard").await);
    app.advance(20);
    assert_eq!(victim.clone().post("/auth/v1/logout").send().await.status, 204);
    assert!(accounts::opens(&mut victim, "/api/dashboard").await, "the check lives on what it remembers");
    app.clock.advance(Duration::from_millis(10_001));
    assert!(!accounts::opens(&mut victim, "/api/dashboard").await);
}

#[tokio::test]
async fn being_used_does_not_extend_what_is_remembered() {
    let app = TestApp::start_between(|_| {}, |ports| ports.change_feed = Arc::new(SilentFeed)).await;
    let mut victim = app.user().await;
    assert!(accounts::opens(&mut victim, "/api/dashboard").await);
    assert_eq!(victim.clone().post("/auth/v1/logout").send().await.status, 204);
    for _ in 0..3 {
        app.advance(10);
        assert!(accounts::opens(&mut victim, "/api/dashboard").await);
    }
    app.clock.advance(Duration::from_millis(1));
    assert!(!accounts::opens(&mut victim, "/api/dashboard").await);
}
