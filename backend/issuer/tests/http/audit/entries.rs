//! Each change of authority and each outcome of a sign-in leaves exactly one entry, with everything it must tell.

use serde_json::{Value, json};
use testkit::{actor::Actor, app::TestApp};

use super::{PASSWORD, admin_at_home, grace, make_grace, session_of, written_by};

const ID: &str = "the-request-in-question";

/// An entry but for `id`, which must be there.
fn told(mut entry: Value) -> Value {
    assert!(entry["id"].is_string(), "{entry}");
    entry.as_object_mut().expect("an entry").remove("id");
    entry
}

/// Entries of one request, in the order of their kinds.
async fn of_request(admin: &mut Actor) -> Vec<Value> {
    written_by(admin, ID).await.into_iter().map(told).collect()
}

/// An entry by the admin at home about somebody.
fn by_admin(admin: &Actor, sid: &str, target: &str, kind: &str, reason: Option<&str>, details: &Value) -> Value {
    json!({
        "at": "2026-01-01T00:00:00Z", "actor_kind": "user", "actor": admin.user_id, "target": target, "kind": kind,
        "reason": reason, "request_id": ID, "session": sid, "ip": "203.0.113.7", "details": details,
    })
}

/// An entry by nobody known, from the address of every fresh browser.
fn by_stranger(target: Option<&str>, kind: &str, reason: Option<&str>, details: &Value) -> Value {
    json!({
        "at": "2026-01-01T00:00:00Z", "actor_kind": "anonymous", "actor": null, "target": target, "kind": kind,
        "reason": reason, "request_id": ID, "session": null, "ip": "192.0.2.1", "details": details,
    })
}

#[tokio::test]
async fn a_user_made_changed_and_deleted_leaves_one_entry_each() {
    let app = TestApp::start().await;
    let mut admin = admin_at_home(&app).await;
    let sid = session_of(&mut admin).await;

    let body =
        json!({ "email": "grace@example.com", "display_name": "Grace", "password": PASSWORD, "roles": ["User"] });
    let answer = admin.post("/users/v1").header("x-request-id", ID).json(&body).await;
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    let expected = by_admin(&admin, &sid, &id, "user.created", None, &json!({ "after": grace() }));
    assert_eq!(of_request(&mut admin).await, [expected]);

    let id_of_update = "the-update-in-question";
    let path = format!("/users/v1/{id}");
    let body = json!({
        "email": "hopper@example.com", "display_name": "Hopper", "roles": ["Admin", "User"], "status": "active",
    });
    assert_eq!(admin.put(&path).header("x-request-id", id_of_update).json(&body).await.status, 200);
    let mut after = body.clone();
    after["email_verified"] = json!(false);
    let details = json!({ "before": grace(), "after": after, "password_reset": false });
    let mut expected = by_admin(&admin, &sid, &id, "user.updated", None, &details);
    expected["request_id"] = json!(id_of_update);
    let written = written_by(&mut admin, id_of_update).await.into_iter().map(told).collect::<Vec<_>>();
    assert_eq!(written, [expected]);

    let id_of_deletion = "the-deletion-in-question";
    assert_eq!(admin.delete(&path).header("x-request-id", id_of_deletion).send().await.status, 204);
    let mut expected = by_admin(&admin, &sid, &id, "user.deleted", None, &json!({ "before": after }));
    expected["request_id"] = json!(id_of_deletion);
    let written = written_by(&mut admin, id_of_deletion).await.into_iter().map(told).collect::<Vec<_>>();
    assert_eq!(written, [expected]);
}

#[tokio::test]
async fn what_ends_sessions_says_so_once_for_each_with_its_reason() {
    for (change, reason, kind) in [
        (json!({ "status": "disabled" }), "user_barred", "user.updated"),
        (json!({ "status": "locked" }), "user_barred", "user.updated"),
        (json!({ "password": "another one nobody guesses" }), "password_changed", "user.updated"),
        (json!(null), "user_deleted", "user.deleted"),
        (json!("sessions"), "ended_by_admin", ""),
    ] {
        let app = TestApp::start().await;
        let mut admin = admin_at_home(&app).await;
        let own = session_of(&mut admin).await;
        let id = make_grace(&mut admin).await;
        let mut sids = Vec::new();
        for _ in 0..2 {
            let mut grace = app.sign_in(("grace@example.com", PASSWORD)).await;
            sids.push(session_of(&mut grace).await);
        }
        let path = format!("/users/v1/{id}");
        let answer = match &change {
            Value::Null => admin.delete(&path).header("x-request-id", ID).send().await,
            Value::String(part) => admin.delete(&format!("{path}/{part}")).header("x-request-id", ID).send().await,
            change => {
                let mut body = json!({
                    "email": "grace@example.com", "display_name": "Grace", "roles": ["User"], "status": "active",
                });
                change.as_object().unwrap().iter().for_each(|(name, value)| body[name] = value.clone());
                admin.put(&path).header("x-request-id", ID).json(&body).await
            }
        };
        assert!(answer.status.is_success(), "{change}: {}", answer.text());
        let written = of_request(&mut admin).await;
        let (ends, others): (Vec<_>, Vec<_>) = written.into_iter().partition(|entry| entry["kind"] == "session.ended");
        let mut ended: Vec<_> = ends.iter().map(|entry| entry["details"]["session"].as_str().unwrap()).collect();
        ended.sort_unstable();
        sids.sort();
        assert_eq!(ended, sids, "{change}");
        for entry in &ends {
            let details = json!({ "session": entry["details"]["session"] });
            assert_eq!(*entry, by_admin(&admin, &own, &id, "session.ended", Some(reason), &details));
        }
        let kinds: Vec<_> = others.iter().filter_map(|entry| entry["kind"].as_str()).collect();
        assert_eq!(kinds, [kind].into_iter().filter(|kind| !kind.is_empty()).collect::<Vec<_>>(), "{change}");
        if let Some(entry) = others.first().filter(|_| kind == "user.updated") {
            assert_eq!(entry["details"]["password_reset"], json!(change.get("password").is_some()));
        }
    }
}

#[tokio::test]
async fn a_sign_in_that_succeeds_leaves_one_entry() {
    let app = TestApp::start().await;
    let mut admin = admin_at_home(&app).await;
    let id = make_grace(&mut admin).await;
    let mut grace = app.anonymous();
    let sign_in = json!({ "email": "grace@example.com", "password": PASSWORD });
    let answer = grace.post("/auth/v1/login/local").header("x-request-id", ID).json(&sign_in).await;
    grace.access_token = answer.json()["access_token"].as_str().map(str::to_owned);
    let sid = session_of(&mut grace).await;
    let expected = json!({
        "at": "2026-01-01T00:00:00Z", "actor_kind": "user", "actor": id, "target": id, "kind": "sign_in.succeeded",
        "reason": null, "request_id": ID, "session": sid, "ip": "192.0.2.1",
        "details": { "session": sid, "amr": ["pwd"] },
    });
    assert_eq!(of_request(&mut admin).await, [expected]);
}

#[tokio::test]
async fn a_sign_in_that_fails_leaves_one_entry_with_the_reason_that_nobody_was_told() {
    let app = TestApp::start().await;
    let mut admin = admin_at_home(&app).await;
    let mut bodies = Vec::new();
    for (case, reason) in [
        ("unknown", "unknown_user"),
        ("active", "wrong_password"),
        ("locked", "user_locked"),
        ("disabled", "user_disabled"),
        ("external", "no_password"),
    ] {
        let email = format!("{case}@example.com");
        let target = if case == "unknown" { None } else { Some(prepared(&app, &email, case).await) };
        let password = if case == "active" { "something quite different" } else { PASSWORD };
        let request_id = format!("sign-in-of-{case}-user");
        let sign_in = json!({ "email": email, "password": password });
        let answer =
            app.anonymous().post("/auth/v1/login/local").header("x-request-id", &request_id).json(&sign_in).await;
        assert_eq!(answer.status, 401, "{case}");
        bodies.push(answer.text().replace(&request_id, ""));
        let mut expected = by_stranger(target.as_deref(), "sign_in.failed", Some(reason), &json!({}));
        expected["request_id"] = json!(request_id);
        let written = written_by(&mut admin, &request_id).await.into_iter().map(told).collect::<Vec<_>>();
        assert_eq!(written, [expected], "{case}");
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]), "one way out: {bodies:?}");
}

/// A user in a certain state, made past the API.
async fn prepared(app: &TestApp, email: &str, case: &str) -> String {
    let mut user = app.make_user((email, PASSWORD), shared::domain::users::Roles::USER).await;
    let mut work = app.edition.issuer.ports.store.begin().await.expect("a store");
    match case {
        "external" => user.password = None,
        status => user.status = status.parse().expect("a status"),
    }
    work.users().update(&user).await.expect("an update");
    work.commit().await.expect("a commit");
    user.id.to_string()
}

#[tokio::test]
async fn a_throttled_account_leaves_one_entry_for_each_delay_and_not_for_each_attempt() {
    let app = TestApp::start().await;
    let mut admin = admin_at_home(&app).await;
    let id = make_grace(&mut admin).await;
    let mut stranger = app.anonymous();
    let mut refusals = 0;
    for _ in 0..12 {
        let sign_in = json!({ "email": "grace@example.com", "password": "something quite different" });
        let answer = stranger.post("/auth/v1/login/local").header("x-request-id", ID).json(&sign_in).await;
        refusals += usize::from(answer.status == 429);
    }
    assert!(refusals >= 5, "{refusals} refusals");
    let mut written = of_request(&mut admin).await;
    written.retain(|entry| entry["kind"] == "sign_in.throttled");
    assert_eq!(written, [by_stranger(Some(&id), "sign_in.throttled", None, &json!({ "retry_after": 1 }))]);
}

#[tokio::test]
async fn what_a_user_does_with_his_own_account_leaves_entries() {
    let app = TestApp::start().await;
    let mut admin = admin_at_home(&app).await;
    let id = make_grace(&mut admin).await;
    let (mut grace, mut other) =
        (app.sign_in(("grace@example.com", PASSWORD)).await, app.sign_in(("grace@example.com", PASSWORD)).await);
    let (sid, other_sid) = (session_of(&mut grace).await, session_of(&mut other).await);
    let expect = |request_id: &str, kind: &str, reason: Option<&str>, details: Value| {
        json!({
            "at": "2026-01-01T00:00:00Z", "actor_kind": "user", "actor": id, "target": id, "kind": kind, "reason": reason,
            "request_id": request_id, "session": sid, "ip": "192.0.2.1", "details": details,
        })
    };

    let renamed = grace.patch("/account/v1/me").header("x-request-id", "the-renaming-of-grace");
    assert_eq!(renamed.json(&json!({ "display_name": "G." })).await.status, 200);
    let (before, mut after) = (super::grace(), super::grace());
    after["display_name"] = json!("G.");
    let details = json!({ "before": before, "after": after });
    let expected = expect("the-renaming-of-grace", "user.profile_changed", None, details);
    assert_eq!(entries(&mut admin, "the-renaming-of-grace").await, [expected]);

    let wrong =
        json!({ "current_password": "something quite different", "new_password": "another one nobody guesses" });
    let refused = grace.put("/account/v1/password").header("x-request-id", "the-wrong-password-of");
    assert_eq!(refused.json(&wrong).await.status, 422);
    let expected = expect("the-wrong-password-of", "password.change_refused", None, json!({}));
    assert_eq!(entries(&mut admin, "the-wrong-password-of").await, [expected]);

    let right = json!({ "current_password": PASSWORD, "new_password": "another one nobody guesses" });
    let changed = grace.put("/account/v1/password").header("x-request-id", "the-password-of-grace");
    assert_eq!(changed.json(&right).await.status, 204);
    let expected = [
        expect("the-password-of-grace", "password.changed", None, json!({})),
        expect("the-password-of-grace", "session.ended", Some("password_changed"), json!({ "session": other_sid })),
    ];
    assert_eq!(entries(&mut admin, "the-password-of-grace").await, expected);

    let end = format!("/account/v1/sessions/{sid}");
    assert_eq!(grace.delete(&end).header("x-request-id", "the-session-of-grace").send().await.status, 204);
    let expected = expect("the-session-of-grace", "session.ended", Some("ended_by_owner"), json!({ "session": sid }));
    assert_eq!(entries(&mut admin, "the-session-of-grace").await, [expected]);
}

async fn entries(admin: &mut Actor, request_id: &str) -> Vec<Value> {
    written_by(admin, request_id).await.into_iter().map(told).collect()
}

#[tokio::test]
async fn a_session_that_is_signed_out_or_replaced_says_so() {
    let app = TestApp::start().await;
    let mut admin = admin_at_home(&app).await;
    make_grace(&mut admin).await;
    let mut grace = app.sign_in(("grace@example.com", PASSWORD)).await;
    let first = session_of(&mut grace).await;
    let sign_in = json!({ "email": "grace@example.com", "password": PASSWORD });
    let again = grace.post("/auth/v1/login/local").header("x-request-id", "the-second-sign-in-of").json(&sign_in).await;
    grace.access_token = again.json()["access_token"].as_str().map(str::to_owned);
    let second = session_of(&mut grace).await;
    let written = entries(&mut admin, "the-second-sign-in-of").await;
    let summary: Vec<_> =
        written.iter().map(|entry| (&entry["kind"], &entry["reason"], &entry["details"]["session"])).collect();
    assert_eq!(
        summary,
        [
            (&json!("session.ended"), &json!("replaced"), &json!(first)),
            (&json!("sign_in.succeeded"), &json!(null), &json!(second)),
        ]
    );

    assert_eq!(grace.post("/auth/v1/logout").header("x-request-id", "the-sign-out-of-grace").send().await.status, 204);
    let written = entries(&mut admin, "the-sign-out-of-grace").await;
    assert_eq!(written.len(), 1, "{written:?}");
    assert_eq!((&written[0]["kind"], &written[0]["reason"]), (&json!("session.ended"), &json!("signed_out")));
    assert_eq!((&written[0]["actor"], &written[0]["session"]), (&json!(grace.user_id), &json!(second)));
}

#[tokio::test]
async fn a_reused_refresh_token_and_the_end_it_brings_are_one_entry() {
    let app = TestApp::start().await;
    let mut admin = admin_at_home(&app).await;
    let id = make_grace(&mut admin).await;
    let mut grace = app.sign_in(("grace@example.com", PASSWORD)).await;
    let (sid, stolen) = (session_of(&mut grace).await, grace.refresh_token().unwrap());
    assert_eq!(grace.refresh().await.status, 200);
    assert_eq!(grace.refresh().await.status, 200);
    let mut thief = app.anonymous();
    thief.hold_refresh_token(&stolen);
    assert_eq!(thief.post("/auth/v1/refresh").header("x-request-id", ID).send().await.status, 401);
    let expected = by_stranger(Some(&id), "session.reuse_detected", Some("reuse"), &json!({ "session": sid }));
    assert_eq!(of_request(&mut admin).await, [expected]);
}

#[tokio::test]
async fn the_set_up_and_each_refused_try_leave_entries() {
    let app = TestApp::start_empty(|_| {}).await;
    let token = app.edition.issuer.setup.prepare().await.unwrap().unwrap();
    let mut nobody = app.anonymous();
    let body = |token: &str| json!({ "token": token, "email": "first@example.com", "display_name": "First", "password": PASSWORD });
    let refused = nobody.post("/auth/v1/setup").header("x-request-id", "the-refused-set-up").json(&body("guess")).await;
    assert_eq!(refused.status, 401);
    let made = nobody.post("/auth/v1/setup").header("x-request-id", ID).json(&body(token.expose())).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.json()["id"].as_str().unwrap().to_owned();

    let mut admin = app.sign_in(("first@example.com", PASSWORD)).await;
    let mut expected = by_stranger(None, "setup.refused", None, &json!({}));
    expected["request_id"] = json!("the-refused-set-up");
    assert_eq!(entries(&mut admin, "the-refused-set-up").await, [expected]);
    let after = json!({
        "email": "first@example.com", "display_name": "First", "roles": ["Admin", "User"], "status": "active",
        "email_verified": false,
    });
    let expected = by_stranger(Some(&id), "setup.completed", None, &json!({ "after": after }));
    assert_eq!(of_request(&mut admin).await, [expected]);
}

#[tokio::test]
async fn what_is_refused_or_only_read_leaves_no_entry() {
    let app = TestApp::start().await;
    let mut admin = admin_at_home(&app).await;
    let own = format!("/users/v1/{}", admin.user_id.clone().unwrap());
    let calls = [
        admin.get("/users/v1").header("x-request-id", ID).send().await.status.as_u16(),
        admin.get(&own).header("x-request-id", ID).send().await.status.as_u16(),
        admin.delete(&own).header("x-request-id", ID).send().await.status.as_u16(),
        admin.post("/users/v1").header("x-request-id", ID).json(&json!({})).await.status.as_u16(),
        admin.post("/auth/v1/refresh").header("x-request-id", ID).send().await.status.as_u16(),
    ];
    assert_eq!(calls, [200, 200, 409, 422, 200]);
    assert_eq!(of_request(&mut admin).await, [json!(null); 0]);
}
