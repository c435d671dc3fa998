//! What even admins may not do: attacks g3 and r4.

use std::sync::Arc;

use serde_json::{Value, json};
use shared::domain::{
    ids::UserId,
    users::{Role, Roles, UserStatus},
};
use testkit::{
    actor::{Actor, Answer},
    app::TestApp,
};
use tokio::sync::Barrier;

use crate::scene::Scene;

const PASSWORD: &str = "nobody guesses this one";

fn address(actor: &Actor) -> String {
    format!("/users/v1/{}", actor.user_id.as_deref().expect("signed in"))
}

/// The body that leaves a user as he is, with other values for some fields.
async fn update_of(admin: &mut Actor, path: &str, changes: Value) -> Value {
    let user = admin.get(path).send().await.json();
    let mut body = json!({
        "email": user["email"], "display_name": user["display_name"], "roles": user["roles"], "status": user["status"],
    });
    let Value::Object(changes) = changes else { panic!("changes are an object") };
    for (name, value) in changes {
        body[name] = value;
    }
    body
}

async fn another_admin(app: &TestApp, email: &str, roles: Roles) -> Actor {
    app.make_user((email, PASSWORD), roles).await;
    app.sign_in((email, PASSWORD)).await
}

#[track_caller]
fn assert_conflict(answer: &Answer, problem: &str) {
    assert_eq!(answer.status, 409, "{}", answer.text());
    assert_eq!(answer.problem(), problem);
    assert!(!answer.json()["detail"].as_str().unwrap_or_default().is_empty(), "the reason is told");
}

#[tokio::test]
async fn g3_nobody_grants_a_role_he_lacks() {
    let mut scene = Scene::start().await;
    let mut bare = another_admin(&scene.app, "bare@example.com", Roles::new([Role::Admin]).unwrap()).await;
    let other = another_admin(&scene.app, "other@example.com", Roles::new([Role::Admin]).unwrap()).await;
    let before = scene.recorded().await;

    for roles in [json!(["User"]), json!(["Admin", "User"])] {
        let new = json!({ "email": "x@example.com", "display_name": "X", "password": PASSWORD, "roles": roles });
        assert_conflict(&bare.post("/users/v1").json(&new).await, "role-not-owned");
        let body = update_of(&mut bare, &address(&other), json!({ "roles": roles })).await;
        assert_conflict(&bare.put(&address(&other)).json(&body).await, "role-not-owned");
    }
    let own = address(&bare);
    let body = update_of(&mut bare, &own, json!({ "roles": ["Admin", "User"] })).await;
    assert_conflict(&bare.put(&own).json(&body).await, "role-not-owned");
    assert_eq!(scene.recorded().await, before);

    let target = format!("/users/v1/{}", scene.target);
    let body = update_of(&mut bare, &target, json!({ "display_name": "Renamed" })).await;
    assert_eq!(bare.put(&target).json(&body).await.status, 200, "a role that is there already may stay");
    let body = update_of(&mut scene.admin, &address(&other), json!({ "roles": ["Admin", "User"] })).await;
    assert_eq!(scene.admin.put(&address(&other)).json(&body).await.status, 200, "who has it may grant it");
}

#[tokio::test]
async fn g3_nobody_demotes_bars_or_deletes_himself() {
    let mut scene = Scene::start().await;
    another_admin(&scene.app, "second@example.com", Roles::ADMIN_AND_USER).await;
    let own = address(&scene.admin);
    let before = scene.recorded().await;
    for (changes, problem) in [
        (json!({ "roles": ["User"] }), "own-role"),
        (json!({ "status": "locked" }), "own-status"),
        (json!({ "status": "disabled" }), "own-status"),
        (json!({ "password": "another one nobody guesses" }), "own-password"),
    ] {
        let body = update_of(&mut scene.admin, &own, changes).await;
        assert_conflict(&scene.admin.put(&own).json(&body).await, problem);
    }
    assert_conflict(&scene.admin.delete(&own).send().await, "own-account");
    assert_eq!(scene.recorded().await, before);
    assert_eq!(scene.admin.get("/api/admin").send().await.status, 200);

    let body = update_of(&mut scene.admin, &own, json!({ "display_name": "Ada", "roles": ["Admin"] })).await;
    let answer = scene.admin.put(&own).json(&body).await;
    assert_eq!(answer.status, 200, "he may rename himself and give up what isn't Admin: {}", answer.text());
}

/// A caller who was let in while he was an admin, and is none any more when his request reaches the store: only then
/// can the other one be the last.
#[tokio::test]
async fn g3_the_last_active_admin_stays() {
    let mut scene = Scene::start().await;
    let last = another_admin(&scene.app, "last@example.com", Roles::ADMIN_AND_USER).await;
    another_admin(&scene.app, "locked@example.com", Roles::ADMIN_AND_USER).await;
    bar_unnoticed(&scene.app, "locked@example.com").await;
    assert_eq!(scene.admin.get("/users/v1").send().await.status, 200);
    bar_unnoticed(&scene.app, TestApp::ADMIN.0).await;

    let before = scene.recorded().await;
    for changes in [json!({ "roles": ["User"] }), json!({ "status": "locked" }), json!({ "status": "disabled" })] {
        let body = update_of(&mut scene.admin, &address(&last), changes).await;
        assert_conflict(&scene.admin.put(&address(&last)).json(&body).await, "last-admin");
    }
    assert_conflict(&scene.admin.delete(&address(&last)).send().await, "last-admin");
    assert_eq!(scene.recorded().await, before);
}

/// Locks a user in the record without telling the check, as if the news were still on their way.
async fn bar_unnoticed(app: &TestApp, email: &str) {
    let mut work = app.edition.issuer.ports.store.begin().await.expect("a store");
    let email = email.parse().expect("an address");
    let mut user = work.users().find_by_email(&email).await.expect("a store").expect("the user");
    user.status = UserStatus::Locked;
    work.users().update(&user).await.expect("an update");
    work.commit().await.expect("a commit");
}

async fn active_admins(app: &TestApp) -> u64 {
    let mut work = app.edition.issuer.ports.store.begin().await.expect("a store");
    work.users().lock_active_admins().await.expect("a count")
}

/// Makes both an active admin again, past the API.
async fn restore(app: &TestApp, pair: [&UserId; 2]) {
    let issuer = &app.edition.issuer;
    for id in pair {
        let mut work = issuer.ports.store.begin().await.expect("a store");
        let mut user = work.users().lock(id).await.expect("a store").expect("the user");
        user.roles = Roles::ADMIN_AND_USER;
        user.raise_authz_version(issuer.ports.clock.now());
        work.users().update(&user).await.expect("an update");
        let change = issuer.endings.user_changed(&mut *work, &user).await.expect("a change");
        work.commit().await.expect("a commit");
        issuer.endings.apply(change).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r4_of_two_admins_who_demote_each_other_at_once_one_stays() {
    let app = TestApp::start().await;
    let (first, second) = (app.admin().await, another_admin(&app, "second@example.com", Roles::ADMIN_AND_USER).await);
    let ids = [&first, &second].map(|actor| actor.user_id.as_ref().unwrap().parse::<UserId>().unwrap());
    let bodies = [
        json!({ "email": "second@example.com", "display_name": "second", "roles": ["User"], "status": "active" }),
        json!({ "email": TestApp::ADMIN.0, "display_name": "admin", "roles": ["User"], "status": "active" }),
    ];
    let (targets, mut refusals) = ([address(&second), address(&first)], Vec::new());
    for round in 0..50 {
        let both_are_let_in = Arc::new(Barrier::new(2));
        let attempts = [first.clone(), second.clone()].into_iter().zip(targets.iter().cloned().zip(bodies.clone()));
        let attempts = attempts.map(|(mut actor, (path, body))| {
            let ready = both_are_let_in.clone();
            tokio::spawn(async move {
                assert_eq!(actor.get("/api/admin").send().await.status, 200);
                ready.wait().await;
                actor.put(&path).json(&body).await
            })
        });
        let mut answers = Vec::new();
        for attempt in attempts.collect::<Vec<_>>() {
            answers.push(attempt.await.unwrap());
        }
        let demoted = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(demoted, 1, "round {round}: {answers:?}");
        assert_eq!(active_admins(&app).await, 1, "round {round}");
        refusals.extend(answers.iter().filter(|answer| answer.status != 200).map(Answer::problem));
        restore(&app, [&ids[0], &ids[1]]).await;
    }
    let expected = ["last-admin", "insufficient-role"];
    assert!(refusals.iter().all(|problem| expected.contains(&problem.as_str())), "{refusals:?}");
}

/// The interleaving of r4 that the store alone can refuse, forced: both were let in, the other's demotion is committed.
#[tokio::test]
async fn r4_the_second_demotion_is_refused_though_its_caller_was_let_in_before_the_first() {
    let app = TestApp::start().await;
    let mut first = app.admin().await;
    let second = another_admin(&app, "second@example.com", Roles::ADMIN_AND_USER).await;
    assert_eq!(first.get("/api/admin").send().await.status, 200);
    let body = update_of(&mut first, &address(&second), json!({ "roles": ["User"] })).await;
    demote_unnoticed(&app, TestApp::ADMIN.0).await;
    assert_conflict(&first.put(&address(&second)).json(&body).await, "last-admin");
    assert_eq!(active_admins(&app).await, 1);
}

/// Whoever lost the role while his request was under way makes and deletes nobody either, however many admins remain.
#[tokio::test]
async fn r4_a_caller_demoted_meanwhile_makes_changes_and_deletes_nobody() {
    let app = TestApp::start().await;
    let mut first = app.admin().await;
    another_admin(&app, "second@example.com", Roles::ADMIN_AND_USER).await;
    let user = app.user().await;
    assert_eq!(first.get("/api/admin").send().await.status, 200);
    let body = update_of(&mut first, &address(&user), json!({ "display_name": "Renamed" })).await;
    demote_unnoticed(&app, TestApp::ADMIN.0).await;
    let new = json!({
        "email": "new@example.com", "display_name": "New", "password": "a-long-enough-phrase", "roles": ["User"],
    });
    for answer in [
        first.post("/users/v1").json(&new).await,
        first.put(&address(&user)).json(&body).await,
        first.delete(&address(&user)).send().await,
    ] {
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (403, "insufficient-role"));
    }
    let me = app.user().await.get("/account/v1/me").send().await.json();
    assert_eq!(me["display_name"], "user");
}

async fn demote_unnoticed(app: &TestApp, email: &str) {
    let mut work = app.edition.issuer.ports.store.begin().await.expect("a store");
    let email = email.parse().expect("an address");
    let mut user = work.users().find_by_email(&email).await.expect("a store").expect("the user");
    user.roles = Roles::USER;
    work.users().update(&user).await.expect("an update");
    work.commit().await.expect("a commit");
}
