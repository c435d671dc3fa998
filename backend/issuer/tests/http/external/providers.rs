//! `/auth/v1/providers`

use serde_json::json;

use super::world::{SECRET, World, body, location};
use crate::accounts;

#[tokio::test]
async fn a_provider_is_made_shown_and_changed() {
    let mut world = World::start().await;
    let path = format!("/auth/v1/providers/{}", world.id);
    let made = world.admin.get(&path).send().await.json();
    let mut expected = body(made["issuer"].as_str().unwrap());
    let members = expected.as_object_mut().unwrap();
    members.remove("client_secret");
    members.extend([
        ("id".to_owned(), json!(world.id)),
        ("has_client_secret".to_owned(), json!(true)),
        ("created_at".to_owned(), json!("2026-01-01T00:00:00Z")),
        ("updated_at".to_owned(), json!("2026-01-01T00:00:00Z")),
    ]);
    assert_eq!(made, expected);
    let list = world.admin.get("/auth/v1/providers").send().await.json();
    assert_eq!(list, json!({ "items": [made], "next_cursor": null }));
    world.advance(60).await;
    world
        .change(json!({ "slug": "renamed", "display_name": "Renamed", "scopes": ["openid"], "allow_signup": false }))
        .await;
    let changed = world.admin.get(&path).send().await.json();
    assert_eq!(
        (&changed["slug"], &changed["scopes"], &changed["updated_at"]),
        (&json!("renamed"), &json!(["openid"]), &json!("2026-01-01T00:01:00Z"))
    );
    let record = world.record().await;
    let updated = World::latest(&record, "provider.updated");
    assert_eq!(
        (&updated.details["before"]["slug"], &updated.details["after"]["slug"]),
        (&json!("rauthy"), &json!("renamed"))
    );
    assert_eq!(updated.details["secret_changed"], false);
    assert_eq!(World::latest(&record, "provider.created").details["provider_id"], json!(world.id));
}

#[tokio::test]
async fn slug_and_issuer_are_unique_and_the_answer_says_which_was_taken() {
    let mut world = World::start().await;
    let issuer = world.issuer();
    for (slug, issuer, problem) in
        [("rauthy", "https://other.example.com", "slug-taken"), ("other", issuer.as_str(), "issuer-taken")]
    {
        let mut body = body(issuer);
        body["slug"] = json!(slug);
        let answer = world.admin.post("/auth/v1/providers").json(&body).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (409, problem));
    }
    world.second_provider().await;
    let path = format!("/auth/v1/providers/{}", world.id);
    let mut body = body(&issuer);
    body["slug"] = json!("second");
    assert_eq!(world.admin.put(&path).json(&body).await.problem(), "slug-taken");
}

#[tokio::test]
async fn the_issuer_of_a_provider_stays() {
    let mut world = World::start().await;
    let path = format!("/auth/v1/providers/{}", world.id);
    let answer = world.admin.put(&path).json(&body("https://elsewhere.example.com")).await;
    assert_eq!((answer.status.as_u16(), answer.invalid_fields()), (422, vec!["issuer".to_owned()]));
}

#[tokio::test]
async fn the_secret_of_a_provider_is_in_no_answer_no_record_and_no_row() {
    let mut world = World::start().await;
    let path = format!("/auth/v1/providers/{}", world.id);
    let mut texts =
        vec![world.admin.get(&path).send().await.text(), world.admin.get("/auth/v1/providers").send().await.text()];
    let mut changed = body(&world.issuer());
    changed["client_secret"] = json!("another secret of ours");
    texts.push(world.admin.put(&path).json(&changed).await.text());
    texts.push(world.admin.get("/audit/v1?limit=100").send().await.text());
    let mut record = world.app.edition.issuer.ports.store.read().await.unwrap();
    let provider = record.providers().find(&world.id.parse().unwrap()).await.unwrap().unwrap();
    texts.push(provider.client_secret.as_ref().unwrap().as_str().to_owned());
    texts.push(format!("{provider:?}"));
    for text in texts {
        assert!(!text.contains(SECRET) && !text.contains("another secret of ours"), "{text}");
    }
    assert_eq!(World::latest(&world.record().await, "provider.updated").details["secret_changed"], true);
}

#[tokio::test]
async fn a_secret_stays_until_another_one_is_given_or_none_is_wanted() {
    let mut world = World::start().await;
    let path = format!("/auth/v1/providers/{}", world.id);
    world.change(json!({})).await;
    assert_eq!(world.admin.get(&path).send().await.json()["has_client_secret"], true);
    let mut public = body(&world.issuer());
    public["client_secret"] = json!("");
    assert_eq!(world.admin.put(&path).json(&public).await.json()["has_client_secret"], false);
}

#[tokio::test]
async fn a_deactivated_provider_stays_and_so_do_sessions_unless_they_are_to_end() {
    let mut world = World::start().await;
    let mut first = world.signed_in("grace").await;
    let mut by_password = world.app.user().await;
    let path = format!("/auth/v1/providers/{}", world.id);
    assert_eq!(world.admin.delete(&path).send().await.status, 204);
    assert_eq!(world.admin.get(&path).send().await.json()["enabled"], false);
    assert!(accounts::opens(&mut first, "/account/v1/me").await);
    let mut stranger = world.app.anonymous();
    let answer = stranger.get("/auth/v1/oauth/init?provider=rauthy").send().await;
    assert!(location(&answer).ends_with("error=provider_unavailable"));
    assert_eq!(World::latest(&world.record().await, "provider.deactivated").details["sessions_ended"], 0);

    world.advance(1).await;
    assert_eq!(world.admin.delete(&format!("{path}?end_sessions=true")).send().await.status, 204);
    assert!(!accounts::opens(&mut first, "/account/v1/me").await);
    assert_eq!(first.refresh().await.status, 401);
    assert!(accounts::opens(&mut by_password, "/account/v1/me").await);
    let record = world.record().await;
    assert_eq!(World::latest(&record, "provider.deactivated").details["sessions_ended"], 1);
    assert_eq!(World::latest(&record, "session.ended").reason.as_deref(), Some("provider_deactivated"));

    world.change(json!({ "enabled": true })).await;
    assert_eq!(world.signed_in("grace").await.user_id, first.user_id, "identities stay");
}

#[tokio::test]
async fn g3_nobody_but_an_admin_looks_at_providers_or_sends_requests_to_them() {
    let world = World::start().await;
    let mut user = world.app.user().await;
    for path in ["/auth/v1/providers".to_owned(), format!("/auth/v1/providers/{}", world.id)] {
        assert_eq!(user.get(&path).send().await.status, 403);
    }
    let test = json!({ "issuer": "http://127.0.0.1:1" });
    assert_eq!(user.post("/auth/v1/providers/test").json(&test).await.status, 403);
}
