//! Filters and pages of the record, and what never stands in it.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::users::Roles;
use testkit::{actor::Actor, app::TestApp};

use super::{PASSWORD, admin_at_home, everything, make_grace};

/// A product in which something happens every second; gives the admin and the user it happens to.
async fn eventful() -> (TestApp, Actor, String) {
    let app = TestApp::start().await;
    let mut admin = admin_at_home(&app).await;
    app.advance(1);
    let id = make_grace(&mut admin).await;
    for password in [PASSWORD, "something quite different", PASSWORD] {
        app.advance(1);
        let status = app.anonymous().sign_in("grace@example.com", password).await.status;
        assert_eq!(status == 200, password == PASSWORD);
    }
    app.advance(1);
    assert_eq!(admin.delete(&format!("/users/v1/{id}/sessions")).send().await.status, 204);
    app.advance(1);
    assert_eq!(admin.delete(&format!("/users/v1/{id}")).send().await.status, 204);
    (app, admin, id)
}

fn kinds(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["kind"].as_str().expect("a kind")).collect()
}

#[tokio::test]
async fn the_latest_comes_first_and_entries_outlive_the_user_they_tell_of() {
    let (_app, mut admin, id) = eventful().await;
    let entries = everything(&mut admin, "").await;
    let expected = [
        "user.deleted",
        "session.ended",
        "session.ended",
        "sign_in.succeeded",
        "sign_in.failed",
        "sign_in.succeeded",
        "user.created",
        "sign_in.succeeded",
    ];
    assert_eq!(kinds(&entries), expected);
    assert_eq!(entries[0]["target"], json!(id));
    let times: Vec<_> = entries.iter().map(|entry| entry["at"].as_str().unwrap()).collect();
    assert!(times.is_sorted_by(|later, earlier| later >= earlier), "{times:?}");
}

#[tokio::test]
async fn each_filter_leaves_what_it_names_and_all_together_too() {
    let (_app, mut admin, id) = eventful().await;
    let own = admin.user_id.clone().unwrap();
    let by_grace = everything(&mut admin, &format!("actor={id}")).await;
    assert_eq!(kinds(&by_grace), ["sign_in.succeeded", "sign_in.succeeded"]);
    let by_admin = everything(&mut admin, &format!("actor={own}")).await;
    let expected = ["user.deleted", "session.ended", "session.ended", "user.created", "sign_in.succeeded"];
    assert_eq!(kinds(&by_admin), expected);
    assert_eq!(everything(&mut admin, &format!("target={id}")).await.len(), 7);
    assert_eq!(everything(&mut admin, &format!("target={own}")).await.len(), 1);
    assert_eq!(everything(&mut admin, "kind=sign_in.succeeded").await.len(), 3);
    assert_eq!(everything(&mut admin, "kind=sign_in").await.len(), 0, "a kind is compared as a whole");
    assert_eq!(everything(&mut admin, "kind=%25").await.len(), 0);

    let middle = everything(&mut admin, "from=2026-01-01T00:00:02Z&to=2026-01-01T00:00:04Z").await;
    assert_eq!(kinds(&middle), ["sign_in.failed", "sign_in.succeeded"], "from is inside, to is not");
    let elsewhere = everything(&mut admin, "from=2026-01-01T02:00:02%2B02:00&to=2026-01-01T02:00:04%2B02:00").await;
    assert_eq!(elsewhere, middle, "a time is a time in every zone");
    assert_eq!(everything(&mut admin, "from=2026-01-02T00:00:00Z").await.len(), 0);

    let query = format!("actor={own}&target={id}&kind=session.ended&from=2026-01-01T00:00:05Z&to=2026-01-01T00:00:06Z");
    assert_eq!(everything(&mut admin, &query).await.len(), 2);
}

#[tokio::test]
async fn pages_show_each_entry_exactly_once_with_any_filter() {
    let (_app, mut admin, id) = eventful().await;
    for filter in [String::new(), format!("target={id}"), "kind=sign_in.succeeded".to_owned()] {
        let whole = everything(&mut admin, &format!("{filter}&limit=100")).await;
        for limit in 1..=4 {
            let paged = everything(&mut admin, &format!("{filter}&limit={limit}")).await;
            assert_eq!(paged, whole, "{filter} with limit {limit}");
        }
        let ids: BTreeSet<_> = whole.iter().map(|entry| entry["id"].to_string()).collect();
        assert_eq!(ids.len(), whole.len());
    }
}

#[tokio::test]
async fn a_page_holds_as_many_as_asked_for() {
    let (_app, mut admin, _) = eventful().await;
    let page = admin.get("/audit/v1?limit=3").send().await.json();
    assert_eq!(page.as_object().unwrap().keys().collect::<Vec<_>>(), ["items", "next_cursor"]);
    assert_eq!(page["items"].as_array().unwrap().len(), 3);
    assert_eq!(page["next_cursor"], page["items"][2]["id"]);
    let page = admin.get("/audit/v1?limit=8").send().await.json();
    assert_eq!((page["items"].as_array().unwrap().len(), &page["next_cursor"]), (8, &json!(null)));
}

/// Everything secret that is used while something of every kind happens.
async fn use_secrets(app: &TestApp, admin: &mut Actor) -> Vec<String> {
    let passwords = [PASSWORD, "another one nobody guesses", "yet another nobody guesses", "something quite different"];
    let mut secrets: Vec<_> = passwords.map(str::to_owned).into();
    secrets.extend([TestApp::ADMIN.1, TestApp::USER.1].map(str::to_owned));
    let id = make_grace(admin).await;
    let mut grace = app.sign_in(("grace@example.com", PASSWORD)).await;
    assert_eq!(app.anonymous().sign_in("grace@example.com", passwords[3]).await.status, 401);
    secrets.extend([grace.refresh_token(), grace.access_token.clone(), admin.access_token.clone()].map(Option::unwrap));
    assert_eq!(grace.refresh().await.status, 200);
    secrets.extend([grace.refresh_token(), grace.access_token.clone()].map(Option::unwrap));
    for current in [passwords[3], PASSWORD] {
        let change = json!({ "current_password": current, "new_password": passwords[1] });
        grace.put("/account/v1/password").json(&change).await;
    }
    let reset = json!({
        "email": "grace@example.com", "display_name": "Grace", "roles": ["User"], "status": "active",
        "password": passwords[2],
    });
    assert_eq!(admin.put(&format!("/users/v1/{id}")).json(&reset).await.status, 200);
    secrets.extend(grace.cookies.values().cloned());
    secrets
}

#[tokio::test]
async fn no_secret_ever_stands_in_it() {
    let app = TestApp::start().await;
    let mut admin = admin_at_home(&app).await;
    let mut secrets = use_secrets(&app, &mut admin).await;
    secrets.extend(["$2a$", "$2b$", "bcrypt", "v4.public.", "password_hash", "salt", "pepper"].map(str::to_owned));
    let text = serde_json::to_string(&everything(&mut admin, "limit=100").await).unwrap();
    for kind in ["user.updated", "password.changed", "password.change_refused", "sign_in.failed", "session.ended"] {
        assert!(text.contains(kind), "{kind} is there to be searched");
    }
    for secret in secrets {
        assert!(!text.contains(&secret), "{secret} stands in the record");
    }
}

#[tokio::test]
async fn only_admins_read_it_and_nobody_writes_it() {
    let app = TestApp::start().await;
    app.make_user(("plain@example.com", PASSWORD), Roles::USER).await;
    let mut user = app.sign_in(("plain@example.com", PASSWORD)).await;
    assert_eq!(user.get("/audit/v1").send().await.status, 403);
    assert_eq!(app.anonymous().get("/audit/v1").send().await.status, 401);
    let mut admin = app.admin().await;
    let before = everything(&mut admin, "").await;
    for path in ["/audit/v1".to_owned(), format!("/audit/v1/{}", before[0]["id"].as_str().unwrap())] {
        let answers = [
            admin.post(&path).json(&json!({})).await,
            admin.put(&path).json(&json!({})).await,
            admin.patch(&path).json(&json!({})).await,
            admin.delete(&path).send().await,
        ];
        assert!(answers.iter().all(|answer| [404, 405].contains(&answer.status.as_u16())), "{path}");
    }
    assert_eq!(everything(&mut admin, "").await, before);
}
