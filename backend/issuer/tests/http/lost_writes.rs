//! Attack r6: the record has it, and the fast store does not take it, or takes it and nobody hears.

use std::sync::Arc;

use serde_json::{Value, json};
use shared::domain::users::Roles;
use testkit::{
    actor::{Actor, Answer},
    app::TestApp,
    interposed::{InterposedStore, LostWrites, Writes},
};

use crate::{
    accounts::{self, PASSWORD},
    endings::{self, EVENTS, ROUTES},
};

const EMAIL: &str = "victim@example.com";
const LOSSES: [Writes; 2] = [Writes::Refused, Writes::Unheard];

async fn started() -> (TestApp, Arc<LostWrites>, Arc<InterposedStore>) {
    let mut plugged = None;
    let plug = |ports: &mut _| plugged = Some((LostWrites::plug(ports), InterposedStore::plug(ports)));
    let app = TestApp::start_between(|_| {}, plug).await;
    app.make_user((EMAIL, PASSWORD), Roles::ADMIN_AND_USER).await;
    let (cache, store) = plugged.unwrap();
    (app, cache, store)
}

/// What the background does each second. Returns how many changes it applied.
async fn background(app: &TestApp) -> Option<usize> {
    let issuer = &app.edition.issuer;
    issuer.sessions.record_ends().await;
    issuer::services::authority::apply_pending(&issuer.ports, &issuer.endings).await.ok()
}

/// All that the audit record has about the end of a session.
async fn ends_of(admin: &mut Actor, sid: &str) -> Vec<Value> {
    let list = admin.get("/audit/v1?limit=100").send().await.json();
    let about = |entry: &&Value| {
        ["session.ended", "session.reuse_detected"].contains(&entry["kind"].as_str().unwrap())
            && entry["details"]["session"] == *sid
    };
    list["items"].as_array().unwrap().iter().filter(about).cloned().collect()
}

async fn assert_dead(actor: &Actor, what: &str) {
    for path in ROUTES.into_iter().chain(["/api/admin", "/users/v1"]) {
        assert!(!accounts::opens(&mut actor.clone(), path).await, "{what}: an access token opens {path}");
    }
    assert_eq!(actor.clone().refresh().await.status, 401, "{what}: a refresh token works");
}

fn unavailable(answer: &Answer) {
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (503, "unavailable"), "{}", answer.text());
    assert!(answer.header("retry-after").unwrap().parse::<u64>().unwrap() >= 1);
    assert!(answer.set_cookies().is_empty());
}

#[tokio::test]
async fn r6_whatever_ends_a_session_ends_it_though_the_fast_store_is_lost_for_that() {
    for event in EVENTS {
        for loss in LOSSES {
            let what = format!("{event:?}, {loss:?}");
            let (app, cache, _) = started().await;
            let mut admin = app.admin().await;
            let (mut victim, mut elsewhere) =
                (app.sign_in((EMAIL, PASSWORD)).await, app.sign_in((EMAIL, PASSWORD)).await);
            let sid = endings::sid(&mut victim).await;
            for path in ROUTES.into_iter().chain(["/api/admin", "/users/v1"]) {
                assert!(accounts::opens(&mut victim, path).await, "{what}: {path} is open before");
            }
            cache.set(loss);
            endings::happen(event, &victim, &mut elsewhere, &mut admin).await;
            assert_eq!(background(&app).await, None, "{what}: it is not done yet");
            cache.set(Writes::Done);
            assert!(background(&app).await.unwrap() >= 1, "{what}: nothing was forgotten");
            assert_dead(&victim, &what).await;
            assert_eq!(background(&app).await, Some(0), "{what}: and it was noted that it was done");
            let ends = ends_of(&mut admin, &sid).await;
            assert_eq!(ends.len(), 1, "{what}: {ends:?}");
            assert!(accounts::opens(&mut admin, "/api/admin").await, "{what}: the admin goes on");
        }
    }
}

#[tokio::test]
async fn r6_a_role_taken_away_is_gone_though_the_fast_store_is_lost_for_that() {
    for loss in LOSSES {
        let (app, cache, _) = started().await;
        let (mut admin, mut victim) = (app.admin().await, app.sign_in((EMAIL, PASSWORD)).await);
        for path in ["/api/admin", "/users/v1"] {
            assert!(accounts::opens(&mut victim, path).await, "{path}");
        }
        cache.set(loss);
        accounts::change(&mut admin, &victim.user_id.clone().unwrap(), json!({ "roles": ["User"] })).await;
        assert_eq!(background(&app).await, None);
        cache.set(Writes::Done);
        assert_eq!(background(&app).await, Some(1), "{loss:?}");
        for path in ["/api/admin", "/users/v1"] {
            assert_eq!(victim.get(path).send().await.status, 403, "{loss:?}: {path}");
        }
        assert!(accounts::opens(&mut victim, "/api/dashboard").await, "{loss:?}: what a user may do he still may");
        assert_eq!(victim.refresh().await.json()["user"]["roles"], json!(["User"]), "{loss:?}");
        let kinds = accounts::audit_kinds(&app).await;
        assert_eq!(kinds.iter().filter(|kind| *kind == "user.updated").count(), 1, "{loss:?}");
    }
}

#[tokio::test]
async fn r6_a_sign_in_that_the_fast_store_does_not_take_hands_nothing_out() {
    for loss in LOSSES {
        let (app, cache, _) = started().await;
        let mut browser = app.sign_in((EMAIL, PASSWORD)).await;
        let (before, mut elsewhere) = (browser.clone(), app.sign_in((EMAIL, PASSWORD)).await);
        cache.set(loss);
        unavailable(&browser.sign_in(EMAIL, PASSWORD).await);
        assert_eq!(browser.refresh_token(), before.refresh_token(), "{loss:?}: the cookie stays");
        cache.set(Writes::Done);
        background(&app).await.unwrap();
        assert_dead(&before, "the session that it takes the place of").await;
        assert_eq!(browser.sign_in(EMAIL, PASSWORD).await.status, 200, "{loss:?}: the same request works later");
        assert!(accounts::opens(&mut browser, "/api/admin").await, "{loss:?}");
        assert_eq!(browser.refresh().await.status, 200, "{loss:?}");
        assert!(accounts::opens(&mut elsewhere, "/api/admin").await, "{loss:?}: others go on");
    }
}

#[tokio::test]
async fn a_sign_in_while_the_fast_store_is_away_leaves_no_session_behind() {
    let (app, cache, _) = started().await;
    let mut elsewhere = app.sign_in((EMAIL, PASSWORD)).await;
    let mut browser = app.sign_in((EMAIL, PASSWORD)).await;
    let before = browser.clone();
    cache.set(Writes::Away);
    // As often as would push every other session out.
    for _ in 0..101 {
        unavailable(&browser.sign_in(EMAIL, PASSWORD).await);
    }
    cache.set(Writes::Done);
    assert_eq!(accounts::sessions(&mut elsewhere).await.len(), 2);
    assert!(accounts::opens(&mut before.clone(), "/api/admin").await, "not even its own session ended");
    assert_eq!(browser.sign_in(EMAIL, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn r6_a_reuse_whose_answer_was_lost_is_recorded_by_whoever_comes_next() {
    let (app, cache, _) = started().await;
    let mut owner = app.sign_in((EMAIL, PASSWORD)).await;
    let (sid, stolen) = (endings::sid(&mut owner).await, owner.refresh_token().unwrap());
    assert_eq!(owner.refresh().await.status, 200);
    app.advance(11);
    let mut thief = app.anonymous();
    thief.hold_refresh_token(&stolen);
    cache.set(Writes::Unheard);
    unavailable(&thief.refresh().await);
    cache.set(Writes::Done);
    assert_dead(&owner, "the step has ended it").await;
    assert_eq!(thief.refresh().await.status, 401);
    assert_eq!(background(&app).await, Some(0));
    let ends = ends_of(&mut app.admin().await, &sid).await;
    assert_eq!(ends.len(), 1, "{ends:?}");
    assert_eq!((&ends[0]["kind"], &ends[0]["reason"]), (&json!("session.reuse_detected"), &json!("reuse")));
    assert!(accounts::sessions(&mut app.sign_in((EMAIL, PASSWORD)).await).await.len() == 1, "the record knows");
}

#[tokio::test]
async fn r6_a_reuse_outlives_the_issuer_that_found_it() {
    let (app, cache, _) = started().await;
    let mut owner = app.sign_in((EMAIL, PASSWORD)).await;
    let (sid, stolen) = (endings::sid(&mut owner).await, owner.refresh_token().unwrap());
    assert_eq!(owner.refresh().await.status, 200);
    app.advance(11);
    let mut thief = app.anonymous();
    thief.hold_refresh_token(&stolen);
    cache.set(Writes::Unheard);
    unavailable(&thief.refresh().await);
    let app = app.restart(|_| {}).await;
    let mut again = app.anonymous();
    again.hold_refresh_token(&owner.refresh_token().unwrap());
    assert_eq!(again.refresh().await.status, 401);
    assert_eq!(ends_of(&mut app.admin().await, &sid).await.len(), 1);
}

#[tokio::test]
async fn a_reuse_that_several_record_has_one_entry() {
    let (app, _, store) = started().await;
    let mut owner = app.sign_in((EMAIL, PASSWORD)).await;
    let (sid, stolen) = (endings::sid(&mut owner).await, owner.refresh_token().unwrap());
    assert_eq!(owner.refresh().await.status, 200);
    app.advance(11);
    let mut thief = app.anonymous();
    store.set_away(true);
    for _ in 0..3 {
        thief.hold_refresh_token(&stolen);
        assert_eq!(thief.refresh().await.status, 401);
    }
    store.set_away(false);
    thief.hold_refresh_token(&stolen);
    assert_eq!(thief.refresh().await.status, 401);
    background(&app).await.unwrap();
    background(&app).await.unwrap();
    assert_eq!(ends_of(&mut app.admin().await, &sid).await.len(), 1);
}

#[tokio::test]
async fn a_sign_out_reaches_the_record_though_a_refresh_took_the_cookie() {
    let (app, _, store) = started().await;
    let mut elsewhere = app.sign_in((EMAIL, PASSWORD)).await;
    let mut browser = app.sign_in((EMAIL, PASSWORD)).await;
    let (sid, before) = (endings::sid(&mut browser).await, browser.clone());
    store.set_away(true);
    unavailable(&browser.post("/auth/v1/logout").send().await);
    browser.refresh().await;
    store.set_away(false);
    background(&app).await.unwrap();
    assert_dead(&before, "it is signed out").await;
    assert_eq!(accounts::sessions(&mut elsewhere).await.len(), 1);
    let ends = ends_of(&mut app.admin().await, &sid).await;
    assert_eq!(ends.len(), 1, "{ends:?}");
    assert_eq!((&ends[0]["reason"], &ends[0]["session"]), (&json!("signed_out"), &json!(sid)));
}

#[tokio::test]
async fn a_password_change_whose_rotation_is_lost_signs_nobody_out() {
    for loss in LOSSES {
        let (app, cache, _) = started().await;
        let mut browser = app.sign_in((EMAIL, PASSWORD)).await;
        let mut before = browser.clone();
        cache.set(loss);
        let change = json!({ "current_password": PASSWORD, "new_password": "another lantern altogether" });
        assert_eq!(browser.put("/account/v1/password").json(&change).await.status, 204, "{loss:?}");
        assert_ne!(browser.refresh_token(), before.refresh_token(), "{loss:?}");
        cache.set(Writes::Done);
        app.advance(60);
        assert_eq!(browser.refresh().await.status, 200, "{loss:?}");
        assert_eq!(before.refresh().await.status, 401, "{loss:?}: the token of before is a reuse");
        assert_eq!(browser.refresh().await.status, 401, "{loss:?}");
    }
}
