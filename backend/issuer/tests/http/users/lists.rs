//! `GET /users/v1` and `GET /users/v1/{user_id}/sessions`.

use std::collections::BTreeSet;

use serde_json::json;
use shared::domain::users::Roles;
use testkit::{actor::Actor, app::TestApp};

use super::{PASSWORD, grace, make_grace, with};

/// The e-mail addresses that a search finds.
async fn found(admin: &mut Actor, query: &str) -> BTreeSet<String> {
    let answer = admin.get(&format!("/users/v1?{query}")).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let list = answer.json();
    let items = list["items"].as_array().expect("a list").iter();
    items.map(|user| user["email"].as_str().expect("an address").to_owned()).collect()
}

fn set<const N: usize>(emails: [&str; N]) -> BTreeSet<String> {
    emails.map(str::to_owned).into()
}

#[tokio::test]
async fn the_list_has_the_form_of_every_list() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let answer = admin.get("/users/v1").send().await;
    assert_eq!(answer.status, 200);
    let list = answer.json();
    assert_eq!(list.as_object().unwrap().keys().collect::<Vec<_>>(), ["items", "next_cursor"]);
    assert_eq!(list["next_cursor"], json!(null));
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    let own = format!("/users/v1/{}", admin.user_id.clone().unwrap());
    assert!(items.contains(&admin.get(&own).send().await.json()));
}

#[tokio::test]
async fn pages_show_each_user_exactly_once_in_the_order_they_were_made() {
    let app = TestApp::start().await;
    let mut expected = vec!["admin@example.com".to_owned(), "user@example.com".to_owned()];
    for index in 0..23 {
        app.advance(1);
        let email = format!("u{index:02}@example.com");
        app.make_user((&email, PASSWORD), Roles::USER).await;
        expected.push(email);
    }
    let mut admin = app.admin().await;
    let (mut seen, mut sizes, mut path) = (Vec::new(), Vec::new(), "/users/v1?limit=10".to_owned());
    loop {
        let page = admin.get(&path).send().await.json();
        let items = page["items"].as_array().unwrap();
        sizes.push(items.len());
        seen.extend(items.iter().map(|user| user["email"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/users/v1?limit=10&cursor={cursor}");
    }
    assert_eq!(sizes, [10, 10, 5]);
    // The first two were made in the same millisecond.
    seen[..2].sort();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_page_that_is_full_and_the_last_has_no_next_one() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let page = admin.get("/users/v1?limit=2").send().await.json();
    assert_eq!(page["items"].as_array().unwrap().len(), 2);
    assert_eq!(page["next_cursor"], json!(null));
}

#[tokio::test]
async fn paging_goes_on_where_it_was_though_users_come_and_go() {
    let app = TestApp::start().await;
    for index in 0..6 {
        app.advance(1);
        app.make_user((&format!("u{index}@example.com"), PASSWORD), Roles::USER).await;
    }
    let mut admin = app.admin().await;
    let first = admin.get("/users/v1?limit=4").send().await.json();
    let cursor = first["next_cursor"].as_str().unwrap().to_owned();
    assert_eq!(admin.delete(&format!("/users/v1/{cursor}")).send().await.status, 204, "the one the cursor names");
    app.advance(1);
    app.make_user(("late@example.com", PASSWORD), Roles::USER).await;
    let rest = found(&mut admin, &format!("limit=100&cursor={cursor}")).await;
    assert_eq!(rest, set(["u2@example.com", "u3@example.com", "u4@example.com", "u5@example.com", "late@example.com"]));
}

#[tokio::test]
async fn a_search_looks_into_address_and_name_and_takes_every_character_as_it_is() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for (email, name) in [
        ("percent@example.com", "100% Real"),
        ("under_score@example.com", "Under"),
        ("zoe@example.com", "ZOË Straße"),
        ("bang@example.com", "wow! [a-z] * ? \\ ' \" ;--"),
    ] {
        let body = with(grace(), json!({ "email": email, "display_name": name }));
        assert_eq!(admin.post("/users/v1").json(&body).await.status, 201);
    }
    let everyone = found(&mut admin, "").await;
    assert_eq!(everyone.len(), 6);
    for (query, expected) in [
        ("q=percent", set(["percent@example.com"])),
        ("q=PERCENT%40Example", set(["percent@example.com"])),
        ("q=real", set(["percent@example.com"])),
        ("q=%25", set(["percent@example.com"])),
        ("q=_", set(["under_score@example.com"])),
        ("q=r_s", set(["under_score@example.com"])),
        ("q=zo%C3%AB", set(["zoe@example.com"])),
        ("q=Zoe%CC%88", set(["zoe@example.com"])),
        ("q=STRASSE", set([])),
        ("q=!", set(["bang@example.com"])),
        ("q=%5Ba-z%5D", set(["bang@example.com"])),
        ("q=%5C", set(["bang@example.com"])),
        ("q=%27", set(["bang@example.com"])),
        ("q=*", set(["bang@example.com"])),
        ("q=%27%20OR%20%271%27%3D%271", set([])),
        ("q=nobody-has-this", set([])),
    ] {
        assert_eq!(found(&mut admin, query).await, expected, "{query}");
    }
    assert_eq!(found(&mut admin, "q=").await, everyone);
    assert_eq!(found(&mut admin, "q=example.com&limit=3").await.len(), 3);
}

#[tokio::test]
async fn an_admin_sees_the_live_sessions_of_a_user_and_ends_them_all() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let location = make_grace(&mut admin).await;
    let path = format!("{location}/sessions");
    assert_eq!(admin.get(&path).send().await.json(), json!({ "items": [] }));

    let mut first = app.sign_in(("grace@example.com", PASSWORD)).await;
    app.advance(60);
    let mut second = app.anonymous_at([198, 51, 100, 7]);
    let body = json!({ "email": "grace@example.com", "password": PASSWORD });
    let answer = second.post("/auth/v1/login/local").header("user-agent", "Spec/1.0").json(&body).await;
    second.access_token = answer.json()["access_token"].as_str().map(str::to_owned);

    let list = admin.get(&path).send().await;
    assert_eq!(list.status, 200);
    let items = list.json()["items"].clone();
    let expected = json!({
        "sid": items[0]["sid"],
        "current": false,
        "created_at": "2026-01-01T00:01:00Z",
        "last_seen_at": "2026-01-01T00:01:00Z",
        "ip": "198.51.100.7",
        "user_agent": "Spec/1.0",
        "client_id": "bff",
        "amr": ["pwd"],
    });
    assert_eq!(items[0], expected, "the latest used comes first");
    assert_eq!(items.as_array().unwrap().len(), 2);

    let answer = admin.delete(&path).send().await;
    assert_eq!(answer.status, 204);
    assert_eq!(admin.get(&path).send().await.json(), json!({ "items": [] }));
    for actor in [&mut first, &mut second] {
        assert_eq!(actor.get("/account/v1/me").send().await.status, 401);
        assert_eq!(actor.refresh().await.status, 401);
    }
    assert_eq!(admin.get("/account/v1/me").send().await.status, 200);
    app.sign_in(("grace@example.com", PASSWORD)).await;
}
