//! Linking from an account that somebody is signed in to, with a sign-in of the last five minutes.

use serde_json::{Value, json};
use shared::domain::{mail::MailKind, users::Roles};
use testkit::{
    actor::{Actor, Answer},
    app::TestApp,
    interposed::InterposedStore,
};
use url::Url;

use super::world::{World, come_back, location};
use crate::accounts::{self, PASSWORD};

async fn identities(actor: &mut Actor) -> Vec<Value> {
    let answer = actor.get("/account/v1/identities").send().await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["items"].as_array().unwrap().clone()
}

/// Somebody who is signed in, and comes back from the provider where this account signed in.
async fn returning(world: &World, account: &str) -> (Actor, Url) {
    let mut user = world.app.user().await;
    let to = world.start_link(&mut user).await;
    let back = world.visit(&to, account).await;
    (user, back)
}

#[track_caller]
fn refused(answer: &Answer, error: &str) {
    assert_eq!(location(answer), format!("/account?error={error}"));
    assert_eq!(answer.set_cookies(), []);
}

#[tokio::test]
async fn an_identity_is_linked_and_opens_the_account() {
    let world = World::start().await;
    let (mut user, back) = returning(&world, "ulla").await;
    let sessions = accounts::sessions(&mut user).await.len();
    let answer = come_back(&mut user, &back).await;
    assert_eq!((location(&answer), answer.set_cookies().len()), ("/account", 0));
    assert_eq!(accounts::sessions(&mut user).await.len(), sessions, "nobody was signed in anew");
    let items = identities(&mut user).await;
    assert_eq!(
        items,
        [json!({
            "id": items[0]["id"],
            "provider": { "slug": "rauthy", "display_name": "Rauthy" },
            "provider_enabled": true,
            "email": "ulla@example.com",
            "linked_at": "2026-01-01T00:00:00Z",
            "last_used_at": null,
        })]
    );
    world.advance(60).await;
    let by_provider = world.signed_in("ulla").await;
    assert_eq!(by_provider.user_id, user.user_id);
    assert_eq!(identities(&mut user).await[0]["last_used_at"], "2026-01-01T00:01:00Z");
}

#[tokio::test]
async fn the_owner_is_told_by_mail_and_by_the_record() {
    let world = World::start().await;
    let (mut user, back) = returning(&world, "ulla").await;
    come_back(&mut user, &back).await;
    let mails = world.mailed().await.mails();
    let [mail] = mails.as_slice() else { panic!("{} mails", mails.len()) };
    assert_eq!((mail.kind, mail.mail.to.as_str()), (MailKind::IdentityLinked, TestApp::USER.0));
    let record = world.record().await;
    for kind in ["identity.link_started", "identity.linked"] {
        let entry = World::latest(&record, kind);
        assert_eq!(entry.actor.map(|id| id.to_string()), user.user_id, "{kind}");
        assert!(entry.session_id.is_some() && entry.details["provider"] == "rauthy", "{kind}");
    }
    assert_eq!(World::latest(&record, "identity.linked").details["proof"], "session");
}

#[tokio::test]
async fn whoever_sets_out_to_link_and_is_undone_for_another_one_hears_nothing_of_it() {
    let mut store = None;
    let world = World::start_between(json!({}), |ports| store = Some(InterposedStore::plug(ports))).await;
    let (store, mut user) = (store.unwrap(), world.app.user().await);
    store.let_others_go_first(2);
    let to = world.start_link(&mut user).await;
    assert!(store.let_others_go());
    let back = world.visit(&to, "ulla").await;
    assert_eq!(location(&come_back(&mut user, &back).await), "/account");
    let started = world.record().await.into_iter().filter(|entry| entry.kind == "identity.link_started");
    assert_eq!((started.count(), identities(&mut user).await.len()), (1, 1));
}

#[tokio::test]
async fn a_sign_in_of_long_ago_links_nothing() {
    let world = World::start().await;
    let mut user = world.app.user().await;
    world.advance(300).await;
    assert_eq!(user.refresh().await.status, 200);
    world.start_link(&mut user).await;
    world.advance(1).await;
    user.refresh().await;
    let answer = user.post("/auth/v1/oauth/link").json(&json!({ "provider": "rauthy" })).await;
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (401, "fresh-sign-in-required"));
    let challenge = r#"Bearer error="insufficient_user_authentication", max_age=300"#;
    assert_eq!(answer.header("www-authenticate"), Some(challenge));
    assert_eq!(answer.set_cookies(), []);
    assert_eq!(user.sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 200);
    world.start_link(&mut user).await;
}

#[tokio::test]
async fn an_unknown_or_deactivated_provider_is_no_provider_to_link_by() {
    let mut world = World::start().await;
    let mut user = world.app.user().await;
    world.change(json!({ "enabled": false })).await;
    for slug in ["rauthy", "none"] {
        let answer = user.post("/auth/v1/oauth/link").json(&json!({ "provider": slug })).await;
        assert_eq!((answer.status.as_u16(), answer.invalid_fields()), (422, vec!["provider".to_owned()]), "{slug}");
    }
}

#[tokio::test]
async fn an_identity_of_another_account_is_taken() {
    let world = World::start().await;
    let mut other = world.signed_in("grace").await;
    let (mut user, back) = returning(&world, "grace").await;
    refused(&come_back(&mut user, &back).await, "identity_taken");
    assert_eq!(identities(&mut user).await.len(), 0);
    assert_eq!(identities(&mut other).await.len(), 1);
    assert_eq!(world.signed_in("grace").await.user_id, other.user_id);
    let entry = World::latest(&world.record().await, "identity.link_refused");
    assert_eq!((entry.reason.as_deref(), entry.actor.map(|id| id.to_string())), (Some("identity_taken"), user.user_id));
}

#[tokio::test]
async fn an_identity_that_is_linked_already_is_linked_once() {
    let world = World::start().await;
    let (mut user, back) = returning(&world, "ulla").await;
    come_back(&mut user, &back).await;
    let to = world.start_link(&mut user).await;
    let back = world.visit(&to, "ulla").await;
    assert_eq!(location(&come_back(&mut user, &back).await), "/account");
    assert_eq!(identities(&mut user).await.len(), 1);
    assert_eq!(world.mailed().await.mails().len(), 1);
}

#[tokio::test]
async fn a7_an_address_that_is_not_verified_is_not_linked_either() {
    let world = World::start().await;
    for verified in [json!(false), json!("true"), Value::Null] {
        world.describe("ulla", json!({ "email": TestApp::USER.0, "email_verified": verified })).await;
        let (mut user, back) = returning(&world, "ulla").await;
        refused(&come_back(&mut user, &back).await, "email_unverified");
        assert_eq!(identities(&mut user).await.len(), 0);
    }
}

/// Whose address it is at the provider decides nothing: the identity is the one the browser came back with.
#[tokio::test]
async fn an_identity_with_the_address_of_a_third_account_is_linked_to_whoever_asked() {
    let world = World::start().await;
    world.describe("ulla", json!({ "email": TestApp::ADMIN.0, "email_verified": true })).await;
    let (mut user, back) = returning(&world, "ulla").await;
    assert_eq!(location(&come_back(&mut user, &back).await), "/account");
    assert_eq!(identities(&mut user).await[0]["email"], TestApp::ADMIN.0);
    assert_eq!(identities(&mut world.admin.clone()).await.len(), 0);
}

#[tokio::test]
async fn b7_a_link_that_was_begun_in_one_browser_ends_in_no_other() {
    let world = World::start().await;
    let (mut attacker, back) = returning(&world, "attackers").await;
    // The victim is signed in, and has a way to the provider of his own under way.
    let mut victim = world.admin.clone();
    world.start_link(&mut victim).await;
    let answer = come_back(&mut victim, &back).await;
    assert_eq!(location(&answer), "/login?error=transaction_expired");
    assert_eq!(identities(&mut victim).await.len(), 0);
    assert_eq!(location(&come_back(&mut attacker, &back).await), "/account");
}

#[tokio::test]
async fn a_link_ends_at_the_account_it_was_begun_from_whoever_is_signed_in_then() {
    let world = World::start().await;
    let (mut browser, back) = returning(&world, "ulla").await;
    let user = browser.user_id.clone();
    // Somebody else signs in with the same browser meanwhile: the session it was begun from is over.
    assert_eq!(browser.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.status, 200);
    refused(&come_back(&mut browser, &back).await, "transaction_expired");
    assert_eq!(identities(&mut browser).await.len(), 0);
    let mut owner = world.app.user().await;
    assert_eq!(owner.user_id, user);
    assert_eq!(identities(&mut owner).await.len(), 0);
}

#[tokio::test]
async fn a_link_wants_session_and_user_that_are_good_at_the_callback() {
    for barred in [false, true] {
        let mut world = World::start().await;
        let (mut user, back) = returning(&world, "ulla").await;
        let id = user.user_id.clone().unwrap();
        if barred {
            accounts::change(&mut world.admin, &id, json!({ "status": "locked" })).await;
        } else {
            assert_eq!(user.clone().post("/auth/v1/logout").send().await.status, 204);
        }
        refused(&come_back(&mut user, &back).await, "transaction_expired");
        accounts::change(&mut world.admin, &id, json!({ "status": "active" })).await;
        assert_eq!(identities(&mut world.app.user().await).await.len(), 0, "barred: {barred}");
    }
}

#[tokio::test]
async fn of_two_accounts_that_link_one_identity_at_once_one_gets_it() {
    let world = World::start().await;
    world.app.make_user(("other@example.com", PASSWORD), Roles::USER).await;
    let (mut one, back_of_one) = returning(&world, "both").await;
    let mut two = world.app.sign_in(("other@example.com", PASSWORD)).await;
    let to = world.start_link(&mut two).await;
    let back_of_two = world.visit(&to, "both").await;
    let (first, second) = tokio::join!(come_back(&mut one, &back_of_one), come_back(&mut two, &back_of_two));
    let mut ends = [location(&first), location(&second)];
    ends.sort_unstable();
    assert_eq!(ends, ["/account", "/account?error=identity_taken"]);
}

#[tokio::test]
async fn whoever_cancels_is_told_so_at_his_account() {
    let world = World::start().await;
    let mut user = world.app.user().await;
    let to = world.start_link(&mut user).await;
    let back = world.cancel(&to).await;
    refused(&come_back(&mut user, &back).await, "provider_refused");
    assert!(accounts::opens(&mut user, "/account/v1/me").await);
}
