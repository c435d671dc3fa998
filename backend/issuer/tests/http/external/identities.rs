//! `/account/v1/identities`

use serde_json::{Value, json};
use shared::domain::mail::MailKind;
use testkit::{
    actor::{Actor, Answer},
    app::TestApp,
};

use super::world::{World, come_back, location};
use crate::accounts;

async fn identities(actor: &mut Actor) -> Vec<Value> {
    actor.get("/account/v1/identities").send().await.json()["items"].as_array().unwrap().clone()
}

async fn unlink(actor: &mut Actor, index: usize) -> Answer {
    let id = identities(actor).await[index]["id"].as_str().unwrap().to_owned();
    actor.delete(&format!("/account/v1/identities/{id}")).send().await
}

#[tokio::test]
async fn an_identity_that_is_unlinked_opens_nothing_any_more() {
    let world = World::start().await;
    let mut user = world.app.user().await;
    let mut by_provider = world.link(&mut user, "ulla").await;
    let mut elsewhere = world.app.user().await;
    assert_eq!(unlink(&mut user, 0).await.status, 204);
    assert_eq!(identities(&mut user).await.len(), 0);
    assert!(!accounts::opens(&mut by_provider, "/account/v1/me").await, "the session that came from it is over");
    assert_eq!(by_provider.refresh().await.status, 401);
    assert!(accounts::opens(&mut elsewhere, "/account/v1/me").await, "the others are not");
    let mut stranger = world.app.anonymous();
    let answer = world.go(&mut stranger, "ulla").await;
    stranger.refresh().await;
    assert_ne!(stranger.user_id, user.user_id, "{}", location(&answer));
}

/// Whoever had the password may have linked an identity of his own, which a new password would leave.
#[tokio::test]
async fn an_admin_takes_away_what_a_thief_of_the_password_linked() {
    let mut world = World::start().await;
    let mut thief = world.app.user().await;
    let mut by_provider = world.link(&mut thief, "eve").await;
    let id = thief.user_id.clone().unwrap();
    accounts::change(&mut world.admin, &id, json!({ "password": "quite-another-phrase-9" })).await;
    let mut back = world.signed_in("eve").await;
    assert_eq!(back.user_id, thief.user_id, "the password alone keeps nobody out");

    let path = format!("/users/v1/{id}/identities");
    let listed = world.admin.get(&path).send().await.json()["items"].clone();
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["provider"]["slug"]), (1, &json!("rauthy")));
    assert_eq!(world.admin.delete(&path).send().await.status, 204);
    assert_eq!(world.admin.delete(&path).send().await.status, 204, "there is none any more");
    for actor in [&mut thief, &mut by_provider, &mut back] {
        assert!(!accounts::opens(actor, "/account/v1/me").await);
    }
    let mut again = world.app.anonymous();
    world.go(&mut again, "eve").await;
    again.refresh().await;
    assert_ne!(again.user_id, thief.user_id);
    let entry = World::latest(&world.record().await, "identity.unlinked");
    assert_eq!(entry.actor.map(|id| id.to_string()), world.admin.user_id);
    assert_eq!(entry.target.map(|id| id.to_string()), thief.user_id);
    assert!(world.mailed().await.mails().iter().any(|mail| mail.kind == MailKind::IdentityUnlinked));
}

#[tokio::test]
async fn an_admin_takes_away_the_last_way_in_of_nobody() {
    let mut world = World::start().await;
    let mut stranger = world.signed_in("grace").await;
    let path = format!("/users/v1/{}/identities", stranger.user_id.clone().unwrap());
    let answer = world.admin.delete(&path).send().await;
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (409, "last-way-in"));
    assert!(accounts::opens(&mut stranger, "/account/v1/me").await);
    let nobody = "/users/v1/0190a3c2-7f00-7000-8000-000000000001/identities";
    assert_eq!(world.admin.get(nobody).send().await.status, 404);
    assert_eq!(world.admin.delete(nobody).send().await.status, 404);
}

#[tokio::test]
async fn the_session_that_unlinks_lives_on_even_if_it_came_from_the_identity() {
    let world = World::start().await;
    let mut user = world.app.user().await;
    let mut by_provider = world.link(&mut user, "ulla").await;
    let mut another = world.signed_in("ulla").await;
    assert_eq!(unlink(&mut by_provider, 0).await.status, 204);
    assert!(accounts::opens(&mut by_provider, "/account/v1/me").await);
    assert!(!accounts::opens(&mut another, "/account/v1/me").await);
}

#[tokio::test]
async fn the_owner_is_told_by_mail_and_by_the_record() {
    let world = World::start().await;
    let mut user = world.app.user().await;
    let id = {
        world.link(&mut user, "ulla").await;
        identities(&mut user).await[0]["id"].clone()
    };
    world.advance(1).await;
    unlink(&mut user, 0).await;
    let mails = world.mailed().await.mails();
    let kinds: Vec<_> = mails.iter().map(|mail| mail.kind).collect();
    assert_eq!(kinds, [MailKind::IdentityLinked, MailKind::IdentityUnlinked]);
    assert_eq!(mails[1].mail.to.as_str(), TestApp::USER.0);
    let record = world.record().await;
    let entry = World::latest(&record, "identity.unlinked");
    assert_eq!((&entry.details["identity_id"], &entry.details["provider"]), (&id, &json!("rauthy")));
    assert_eq!(entry.actor.map(|id| id.to_string()), user.user_id);
    assert_eq!(World::latest(&record, "session.ended").reason.as_deref(), Some("identity_unlinked"));
}

#[tokio::test]
async fn the_last_way_in_stays() {
    let world = World::start().await;
    let mut browser = world.signed_in("grace").await;
    let answer = unlink(&mut browser, 0).await;
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (409, "last-way-in"));
    assert_eq!(identities(&mut browser).await.len(), 1);
    assert_eq!(world.mailed().await.mails().len(), 0);
    world.link(&mut browser, "grace2").await;
    assert_eq!(unlink(&mut browser, 0).await.status, 204, "there is another way now");
    assert_eq!(unlink(&mut browser, 0).await.status, 409);
}

#[tokio::test]
async fn of_two_ways_in_that_go_at_once_one_stays() {
    let world = World::start().await;
    let mut browser = world.signed_in("grace").await;
    world.link(&mut browser, "grace2").await;
    let (mut one, mut two) = (browser.clone(), browser.clone());
    let ids: Vec<_> =
        identities(&mut browser).await.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect();
    let paths = [format!("/account/v1/identities/{}", ids[0]), format!("/account/v1/identities/{}", ids[1])];
    let (first, second) = tokio::join!(one.delete(&paths[0]).send(), two.delete(&paths[1]).send());
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409]);
    assert_eq!(identities(&mut browser).await.len(), 1);
}

/// It may be activated again, but until then nobody gets in by it.
#[tokio::test]
async fn an_identity_at_a_deactivated_provider_is_no_way_in() {
    let mut world = World::start().await;
    world.second_provider().await;
    let mut browser = world.signed_in("grace").await;
    world.advance(1).await;
    let to = world.start_link_by(&mut browser, "second").await;
    let back = world.visit(&to, "grace").await;
    assert_eq!(location(&come_back(&mut browser, &back).await), "/account");
    world.change(json!({ "enabled": false })).await;
    let items = identities(&mut browser).await;
    assert_eq!((&items[0]["provider_enabled"], &items[1]["provider_enabled"]), (&json!(false), &json!(true)));
    assert_eq!(unlink(&mut browser, 1).await.problem(), "last-way-in");
    assert_eq!(unlink(&mut browser, 0).await.status, 204);
    assert_eq!(unlink(&mut browser, 0).await.problem(), "last-way-in");
}

#[tokio::test]
async fn unlinking_wants_a_fresh_sign_in() {
    let world = World::start().await;
    let mut user = world.app.user().await;
    world.link(&mut user, "ulla").await;
    world.advance(301).await;
    user.refresh().await;
    let answer = unlink(&mut user, 0).await;
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (401, "fresh-sign-in-required"));
    assert_eq!(identities(&mut user).await.len(), 1);
    user.sign_in(TestApp::USER.0, TestApp::USER.1).await;
    assert_eq!(unlink(&mut user, 0).await.status, 204);
}

#[tokio::test]
async fn g9_the_identity_of_another_is_404_and_stays() {
    let world = World::start().await;
    let mut owner = world.app.user().await;
    world.link(&mut owner, "ulla").await;
    let id = identities(&mut owner).await[0]["id"].as_str().unwrap().to_owned();
    for mut stranger in [world.admin.clone(), world.signed_in("grace").await] {
        let mut bodies = Vec::new();
        for id in [id.as_str(), "0190a3c2-7f00-7000-8000-00000000dead"] {
            let path = format!("/account/v1/identities/{id}");
            let answer = stranger.delete(&path).header("x-request-id", "one-and-the-same-id").send().await;
            assert_eq!(answer.status, 404);
            bodies.push(answer.text());
        }
        assert_eq!(bodies[0], bodies[1], "another's and none at all look alike");
    }
    assert_eq!(identities(&mut owner).await.len(), 1);
}

#[tokio::test]
async fn everybody_sees_his_own_identities_only() {
    let world = World::start().await;
    let mut user = world.app.user().await;
    world.link(&mut user, "ulla").await;
    assert_eq!(identities(&mut world.admin.clone()).await.len(), 0);
    assert_eq!(identities(&mut world.signed_in("grace").await).await.len(), 1);
}
