//! An account that somebody registered with an address that he never showed to be his: attack a8.

use issuer::services::users::NewUser;
use serde_json::json;
use shared::domain::{
    passwords::NewPassword,
    users::{Registration, Role, Roles, User},
};
use testkit::app::TestApp;

use super::world::{World, come_back, location};
use crate::accounts::{self, PASSWORD};

const ADDRESS: &str = "victim@example.com";

/// An account that somebody signed up alone, changed as the case wants it. Until sign-up exists it is made by the record.
async fn registered(app: &TestApp, change: impl FnOnce(&mut User)) -> User {
    let new = NewUser {
        email: ADDRESS.parse().unwrap(),
        display_name: "Victim".parse().unwrap(),
        password: NewPassword::parse(PASSWORD.into()).unwrap(),
        roles: Roles::USER,
        email_verified: false,
    };
    let mut user = app.edition.issuer.users.prepare(new, Registration::SelfSignUp).await.unwrap();
    change(&mut user);
    let mut work = app.edition.issuer.ports.store.begin().await.unwrap();
    work.users().insert(&user).await.unwrap();
    work.commit().await.unwrap();
    user
}

#[tokio::test]
async fn a8_whoever_registered_the_victims_address_first_keeps_nothing() {
    let world = World::start_with(json!({ "trust_email": true })).await;
    // The attacker registers the address, signs in, links an identity of his own, and prepares to link another.
    let before = registered(&world.app, |_| {}).await;
    let mut attacker = world.app.sign_in((ADDRESS, PASSWORD)).await;
    let mut with_identity = world.link(&mut attacker, "attacker").await;
    let pending = world.start_link(&mut attacker).await;
    let pending = world.visit(&pending, "attacker2").await;
    world.describe("eve", json!({ "email": ADDRESS, "email_verified": true })).await;

    // The victim comes with the provider's word that the address is his.
    let mut victim = world.signed_in("victim").await;
    assert_ne!(victim.user_id, Some(before.id.to_string()), "a new account with a new id");
    let me = victim.get("/account/v1/me").send().await.json();
    assert_eq!((&me["email"], &me["email_verified"]), (&json!(ADDRESS), &json!(true)));
    assert_eq!(victim.get("/account/v1/identities").send().await.json()["items"].as_array().unwrap().len(), 1);

    // His sessions, his tokens, his password, his identities and what he had begun are gone.
    for session in [&mut attacker.clone(), &mut with_identity] {
        assert!(!accounts::opens(session, "/account/v1/me").await);
        assert!(!accounts::opens(session, "/api/dashboard").await);
        assert_eq!(session.refresh().await.status, 401);
    }
    assert_eq!(world.app.anonymous().sign_in(ADDRESS, PASSWORD).await.status, 401);
    let answer = come_back(&mut attacker, &pending).await;
    assert_eq!(location(&answer), "/account?error=transaction_expired");
    let elsewhere = world.signed_in("attacker").await;
    assert_ne!(elsewhere.user_id, victim.user_id, "his identity leads to an account of his own");
    assert_eq!(victim.get("/account/v1/identities").send().await.json()["items"].as_array().unwrap().len(), 1);

    // And the record says what happened.
    let record = world.record().await;
    let displaced = World::latest(&record, "user.displaced");
    assert_eq!(displaced.target, Some(before.id));
    assert_eq!(displaced.details["provider"], "rauthy");
    assert_eq!(displaced.details["before"]["email"], ADDRESS);
    let ended: Vec<_> =
        record.iter().filter(|entry| entry.kind == "session.ended" && entry.target == Some(before.id)).collect();
    assert!(
        !ended.is_empty() && ended.iter().all(|entry| entry.reason.as_deref() == Some("user_deleted")),
        "{ended:?}"
    );
}

/// How an account is made other than a claim that nobody verified.
type Change = Box<dyn FnOnce(&mut User)>;

#[tokio::test]
async fn a8_only_an_account_that_was_never_more_than_a_claim_makes_room() {
    let barred = |status: &'static str| move |user: &mut User| user.status = status.parse().unwrap();
    let cases: [(&str, Change); 7] = [
        ("verified", Box::new(|user| user.email_verified = true)),
        ("made by an admin", Box::new(|user| user.registration = Registration::Admin)),
        ("of a provider", Box::new(|user| user.registration = Registration::Provider)),
        ("an admin", Box::new(|user| user.roles = Roles::ADMIN_AND_USER)),
        ("no user", Box::new(|user| user.roles = Roles::new([Role::Admin]).unwrap())),
        ("locked", Box::new(barred("locked"))),
        ("disabled", Box::new(barred("disabled"))),
    ];
    for (case, change) in cases {
        let world = World::start_with(json!({ "trust_email": true })).await;
        let before = registered(&world.app, change).await;
        let (_, ticket) = world.with_ticket("victim").await;
        assert!(!ticket.is_empty(), "{case}");
        assert_eq!(accounts::record(&world.app, ADDRESS).await.id, before.id, "{case}");
    }
}

#[tokio::test]
async fn a8_only_a_provider_that_is_trusted_and_open_makes_room() {
    for settings in [json!({ "trust_email": false }), json!({ "trust_email": true, "allow_signup": false })] {
        let world = World::start_with(settings.clone()).await;
        let before = registered(&world.app, |_| {}).await;
        world.with_ticket("victim").await;
        assert_eq!(accounts::record(&world.app, ADDRESS).await.id, before.id, "{settings}");
    }
    // What it would do.
    let world = World::start_with(json!({ "trust_email": true })).await;
    let before = registered(&world.app, |_| {}).await;
    world.signed_in("victim").await;
    assert_ne!(accounts::record(&world.app, ADDRESS).await.id, before.id);
}

#[tokio::test]
async fn a8_an_account_that_is_verified_while_somebody_is_on_the_way_stays() {
    let world = World::start_with(json!({ "trust_email": true })).await;
    let mut user = registered(&world.app, |_| {}).await;
    let mut browser = world.app.anonymous();
    let to = world.depart(&mut browser, "").await;
    let back = world.visit(&to, "victim").await;
    world.relying_party.after_redeem.hold_next();
    let arriving = tokio::spawn(async move { come_back(&mut browser, &back).await });
    world.relying_party.after_redeem.held().await;
    user.email_verified = true;
    let mut work = world.app.edition.issuer.ports.store.begin().await.unwrap();
    assert!(work.users().update(&user).await.unwrap());
    work.commit().await.unwrap();
    world.relying_party.after_redeem.release();
    assert!(location(&arriving.await.unwrap()).starts_with("/login/link?ticket="));
    assert_eq!(accounts::record(&world.app, ADDRESS).await.id, user.id);
}
