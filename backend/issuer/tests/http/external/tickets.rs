//! An address that an account has already: never linked silently, but by a ticket and the account's password.

use serde_json::json;
use shared::domain::{mail::MailKind, users::Roles};
use testkit::{
    access_token,
    actor::{Actor, Answer},
    app::TestApp,
    interposed::InterposedHasher,
};

use super::world::{World, come_back, location};
use crate::accounts::{self, PASSWORD};

/// Whose address is that of the seeded user.
async fn as_the_user(world: &World, account: &str) {
    world.describe(account, json!({ "email": TestApp::USER.0, "email_verified": true })).await;
}

/// A world in which somebody at the provider has the address of the seeded user, his browser and its ticket.
async fn collision() -> (World, Actor, String) {
    let world = World::start_with(json!({ "trust_email": true })).await;
    as_the_user(&world, "ulla").await;
    let (browser, ticket) = world.with_ticket("ulla").await;
    (world, browser, ticket)
}

async fn redeem(browser: &mut Actor, ticket: &str, password: &str) -> Answer {
    browser.post("/auth/v1/oauth/link").json(&json!({ "ticket": ticket, "password": password })).await
}

async fn shown(browser: &mut Actor, ticket: &str) -> Answer {
    browser.get(&format!("/auth/v1/oauth/link?ticket={ticket}")).send().await
}

#[track_caller]
fn dead(answer: &Answer) {
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (410, "link-ticket-dead"), "{}", answer.text());
    assert_eq!(answer.set_cookies(), []);
}

#[track_caller]
fn wrong(answer: &Answer) {
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (401, "invalid-credentials"), "{}", answer.text());
    assert_eq!(answer.set_cookies(), []);
}

/// Whether the account can be entered by this account of the provider without a password.
async fn is_linked(world: &World, account: &str) -> bool {
    let mut browser = world.app.anonymous();
    !location(&world.go(&mut browser, account).await).starts_with("/login")
}

#[tokio::test]
async fn an_address_of_an_account_is_never_linked_silently() {
    let (world, mut browser, _) = collision().await;
    assert_eq!(browser.refresh().await.status, 401, "nobody is signed in");
    assert!(!is_linked(&world, "ulla").await, "not at the second time either");
    let entry = World::latest(&world.record().await, "identity.link_offered");
    assert_eq!(entry.target, Some(accounts::record(&world.app, TestApp::USER.0).await.id));
    assert_eq!(entry.actor_kind, "anonymous");
}

#[tokio::test]
async fn the_page_shows_provider_and_address_to_the_browser_that_has_the_ticket() {
    let (world, mut browser, ticket) = collision().await;
    let answer = shown(&mut browser, &ticket).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.json(),
        json!({
            "provider": { "slug": "rauthy", "display_name": "Rauthy" },
            "email": "user@example.com",
            "has_password": true,
            "tries_left": 5,
            "return_to": "/dashboard",
        })
    );
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(shown(&mut browser, &ticket).await.json()["tries_left"], 5, "looking costs nothing");
    dead(&shown(&mut world.app.anonymous(), &ticket).await);
    dead(&shown(&mut browser, "made-up").await);
}

/// Whoever was first by a provider of which an address doesn't count has no password: nobody can use the ticket, and the page
/// says what can be done instead.
#[tokio::test]
async fn the_page_says_when_no_password_can_open_the_account() {
    let world = World::start().await;
    let claims = json!({ "email": "boss@example.org", "email_verified": true });
    world.describe("first", claims.clone()).await;
    world.describe("second", claims).await;
    let mut first = world.signed_in("first").await;
    let (mut browser, ticket) = world.with_ticket("second").await;
    assert_eq!(shown(&mut browser, &ticket).await.json()["has_password"], false);
    wrong(&redeem(&mut browser, &ticket, PASSWORD).await);
    assert!(accounts::opens(&mut first, "/account/v1/me").await);
}

#[tokio::test]
async fn the_password_links_and_signs_in() {
    let (world, mut browser, ticket) = collision().await;
    let answer = redeem(&mut browser, &ticket, TestApp::USER.1).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let body = answer.json();
    assert_eq!(body["user"]["email"], TestApp::USER.0);
    let names: Vec<_> = answer.set_cookies().into_iter().map(|cookie| cookie.name).collect();
    assert_eq!(names, ["__Host-refresh", "__Host-known"]);
    let claims = access_token::claims(body["access_token"].as_str().unwrap());
    assert_eq!(claims["amr"], json!(["fed", "pwd"]));
    assert!(is_linked(&world, "ulla").await);
    let mut again = world.signed_in("ulla").await;
    assert_eq!(again.get("/account/v1/me").send().await.json()["email"], TestApp::USER.0);
}

#[tokio::test]
async fn the_owner_is_told_by_mail_and_by_the_record() {
    let (world, mut browser, ticket) = collision().await;
    redeem(&mut browser, &ticket, "not the password").await;
    assert_eq!(world.mailed().await.mails().len(), 0, "nothing was linked");
    assert_eq!(redeem(&mut browser, &ticket, TestApp::USER.1).await.status, 200);
    let mails = world.mailed().await.mails();
    let [mail] = mails.as_slice() else { panic!("{} mails", mails.len()) };
    assert_eq!((mail.kind, mail.mail.to.as_str()), (MailKind::IdentityLinked, TestApp::USER.0));
    assert!(mail.mail.text.contains("Rauthy") && mail.mail.text.contains("https://sign-in.test/account"));
    assert!(!mail.mail.text.contains(&ticket));
    let entry = World::latest(&world.record().await, "identity.linked");
    let user = accounts::record(&world.app, TestApp::USER.0).await.id;
    assert_eq!((entry.actor, entry.target), (Some(user), Some(user)));
    assert_eq!(entry.details["proof"], "password");
}

#[tokio::test]
async fn a_ticket_is_good_once() {
    let (world, mut browser, ticket) = collision().await;
    assert_eq!(redeem(&mut browser, &ticket, TestApp::USER.1).await.status, 200);
    dead(&redeem(&mut browser, &ticket, TestApp::USER.1).await);
    dead(&shown(&mut browser, &ticket).await);
    drop(world);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_five_right_passwords_at_once_one_links() {
    let (world, browser, ticket) = collision().await;
    let tries = (0..5).map(|_| {
        let (mut browser, ticket) = (browser.clone(), ticket.clone());
        tokio::spawn(async move { redeem(&mut browser, &ticket, TestApp::USER.1).await.status.as_u16() })
    });
    let mut statuses = Vec::new();
    for attempt in tries.collect::<Vec<_>>() {
        statuses.push(attempt.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410, 410, 410, 410]);
    assert_eq!(world.record().await.iter().filter(|entry| entry.kind == "identity.linked").count(), 1);
}

#[tokio::test]
async fn a_wrong_password_is_401_and_the_fifth_is_the_last() {
    let (world, mut browser, ticket) = collision().await;
    for left in (0..5).rev() {
        wrong(&redeem(&mut browser, &ticket, "not the password").await);
        let answer = shown(&mut browser, &ticket).await;
        if left > 0 {
            assert_eq!(answer.json()["tries_left"], left);
        } else {
            dead(&answer);
        }
    }
    world.advance(3600).await;
    dead(&redeem(&mut browser, &ticket, TestApp::USER.1).await);
    assert!(!is_linked(&world, "ulla").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d7_of_fifty_guesses_at_once_five_are_evaluated() {
    let mut hasher = None;
    let plug = |ports: &mut _| hasher = Some(InterposedHasher::plug(ports));
    let world = World::start_between(json!({ "trust_email": true }), plug).await;
    let hasher = hasher.unwrap();
    as_the_user(&world, "ulla").await;
    let (browser, ticket) = world.with_ticket("ulla").await;
    let before = hasher.verified();
    let guesses = (0..50).map(|_| {
        let (mut browser, ticket) = (browser.clone(), ticket.clone());
        tokio::spawn(async move { redeem(&mut browser, &ticket, "not the password").await.status.as_u16() })
    });
    for guess in guesses.collect::<Vec<_>>() {
        assert!([401, 410, 429].contains(&guess.await.unwrap()));
    }
    assert!(hasher.verified() - before <= 5, "{} were evaluated", hasher.verified() - before);
}

/// More tickets give no more guesses: they count where a guess at the sign-in page does.
#[tokio::test]
async fn guesses_by_ticket_and_at_the_sign_in_page_are_throttled_together() {
    let (world, mut browser, ticket) = collision().await;
    for _ in 0..3 {
        wrong(&redeem(&mut browser, &ticket, "not the password").await);
    }
    for _ in 0..2 {
        assert_eq!(browser.sign_in(TestApp::USER.0, "not the password").await.status, 401);
    }
    let (mut other, fresh) = world.with_ticket("ulla").await;
    let answer = redeem(&mut other, &fresh, TestApp::USER.1).await;
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (429, "too-many-requests"));
    assert!(answer.header("retry-after").is_some());
    assert_eq!(shown(&mut other, &fresh).await.json()["tries_left"], 5, "a try that was not made is not counted");
    world.advance(60).await;
    assert_eq!(redeem(&mut other, &fresh, TestApp::USER.1).await.status, 200);
}

#[tokio::test]
async fn a_ticket_lasts_ten_minutes() {
    let (world, mut browser, ticket) = collision().await;
    world.advance(599).await;
    assert_eq!(shown(&mut browser, &ticket).await.status, 200);
    world.advance(1).await;
    dead(&shown(&mut browser, &ticket).await);
    dead(&redeem(&mut browser, &ticket, TestApp::USER.1).await);
}

/// The attacker proves an identity of his own with the victim's address, and has the victim open the ticket.
#[tokio::test]
async fn r9_a_ticket_of_the_attackers_is_dead_in_the_victims_browser() {
    let (world, mut attacker, ticket) = collision().await;
    let mut victim = world.app.anonymous();
    dead(&shown(&mut victim, &ticket).await);
    dead(&redeem(&mut victim, &ticket, TestApp::USER.1).await);
    // Not even with a way of his own under way, nor signed in.
    as_the_user(&world, "victim").await;
    let (mut victim, _) = world.with_ticket("victim").await;
    dead(&redeem(&mut victim, &ticket, TestApp::USER.1).await);
    dead(&redeem(&mut world.app.user().await, &ticket, TestApp::USER.1).await);
    assert!(!is_linked(&world, "ulla").await);
    // What it would do where it belongs.
    assert_eq!(redeem(&mut attacker, &ticket, TestApp::USER.1).await.status, 200);
}

#[tokio::test]
async fn a1_a_ticket_dies_when_the_address_of_the_account_changes() {
    let (mut world, mut browser, ticket) = collision().await;
    let id = accounts::record(&world.app, TestApp::USER.0).await.id.to_string();
    accounts::change(&mut world.admin, &id, json!({ "email": "moved@example.com" })).await;
    dead(&redeem(&mut browser, &ticket, TestApp::USER.1).await);
    // Whoever has the address now is not whom the ticket is for.
    world.app.make_user((TestApp::USER.0, PASSWORD), Roles::USER).await;
    dead(&redeem(&mut browser, &ticket, PASSWORD).await);
    dead(&redeem(&mut browser, &ticket, TestApp::USER.1).await);
}

#[tokio::test]
async fn a1_an_address_that_changes_after_the_password_was_proven_links_nothing() {
    let mut hasher = None;
    let plug = |ports: &mut _| hasher = Some(InterposedHasher::plug(ports));
    let mut world = World::start_between(json!({ "trust_email": true }), plug).await;
    let hasher = hasher.unwrap();
    as_the_user(&world, "ulla").await;
    let (mut browser, ticket) = world.with_ticket("ulla").await;
    let id = accounts::record(&world.app, TestApp::USER.0).await.id.to_string();
    hasher.after_verify.hold_next();
    let redeeming = tokio::spawn(async move { redeem(&mut browser, &ticket, TestApp::USER.1).await });
    hasher.after_verify.held().await;
    accounts::change(&mut world.admin, &id, json!({ "email": "moved@example.com" })).await;
    hasher.after_verify.release();
    dead(&redeeming.await.unwrap());
    assert!(!world.record().await.iter().any(|entry| entry.kind == "identity.linked"));
}

#[tokio::test]
async fn r3_a_password_that_changes_after_it_was_proven_links_nothing() {
    let mut hasher = None;
    let plug = |ports: &mut _| hasher = Some(InterposedHasher::plug(ports));
    let mut world = World::start_between(json!({ "trust_email": true }), plug).await;
    let hasher = hasher.unwrap();
    as_the_user(&world, "ulla").await;
    let (mut browser, ticket) = world.with_ticket("ulla").await;
    let id = accounts::record(&world.app, TestApp::USER.0).await.id.to_string();
    hasher.after_verify.hold_next();
    let redeeming = tokio::spawn(async move { redeem(&mut browser, &ticket, TestApp::USER.1).await });
    hasher.after_verify.held().await;
    accounts::change(&mut world.admin, &id, json!({ "password": PASSWORD })).await;
    hasher.after_verify.release();
    wrong(&redeeming.await.unwrap());
    assert!(!world.record().await.iter().any(|entry| entry.kind == "identity.linked"));
}

/// What was proven is one subject at the provider, not the provider.
#[tokio::test]
async fn a2_a_ticket_links_the_subject_it_was_made_for_and_no_other() {
    let (world, mut browser, ticket) = collision().await;
    as_the_user(&world, "eve").await;
    let (_, of_eve) = world.with_ticket("eve").await;
    dead(&redeem(&mut browser, &of_eve, TestApp::USER.1).await);
    assert_eq!(redeem(&mut browser, &ticket, TestApp::USER.1).await.status, 200);
    assert!(is_linked(&world, "ulla").await);
    assert!(!is_linked(&world, "eve").await);
}

#[tokio::test]
async fn an_account_that_can_t_be_entered_with_a_password_has_the_same_way_out() {
    let mut world = World::start_with(json!({ "trust_email": true })).await;
    let app = &world.app;
    for (name, email) in [("locked", "locked@example.com"), ("disabled", "disabled@example.com")] {
        let id = app.make_user((email, PASSWORD), Roles::USER).await.id.to_string();
        accounts::change(&mut world.admin, &id, json!({ "status": name })).await;
    }
    app.make_user(("external@example.com", PASSWORD), Roles::USER).await;
    accounts::take_password(app, "external@example.com").await;
    let refused = async |account: &str, password: &str| {
        let (mut browser, ticket) = world.with_ticket(account).await;
        let call = browser.post("/auth/v1/oauth/link").header("x-request-id", "one-and-the-same");
        call.json(&json!({ "ticket": ticket, "password": password })).await
    };
    let plain = refused("user", "not the password").await;
    wrong(&plain);
    for account in ["locked", "disabled", "external"] {
        let answer = refused(account, PASSWORD).await;
        assert_eq!((&answer.headers, answer.text()), (&plain.headers, plain.text()), "{account}");
    }
}

#[tokio::test]
async fn a_ticket_dies_with_its_provider_and_with_its_user() {
    let (mut world, mut browser, ticket) = collision().await;
    world.change(json!({ "enabled": false, "trust_email": true })).await;
    dead(&shown(&mut browser, &ticket).await);
    dead(&redeem(&mut browser, &ticket, TestApp::USER.1).await);
    world.change(json!({ "enabled": true, "trust_email": true })).await;
    assert_eq!(shown(&mut browser, &ticket).await.status, 200);
    let id = accounts::record(&world.app, TestApp::USER.0).await.id;
    assert_eq!(world.admin.delete(&format!("/users/v1/{id}")).send().await.status, 204);
    dead(&shown(&mut browser, &ticket).await);
    dead(&redeem(&mut browser, &ticket, TestApp::USER.1).await);
}

#[tokio::test]
async fn a_token_beside_a_ticket_changes_nothing() {
    let (world, mut browser, ticket) = collision().await;
    browser.access_token = world.admin.access_token.clone();
    let answer = redeem(&mut browser, &ticket, TestApp::USER.1).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["user"]["email"]), (200, &json!(TestApp::USER.0)));
    let (mut browser, ticket) = {
        as_the_user(&world, "second").await;
        world.with_ticket("second").await
    };
    browser.access_token = Some("v4.public.nonsense".to_owned());
    assert_eq!(redeem(&mut browser, &ticket, TestApp::USER.1).await.status, 200);
}

#[tokio::test]
async fn a_sign_in_by_ticket_takes_the_place_of_the_session_the_browser_had() {
    let world = World::start_with(json!({ "trust_email": true })).await;
    as_the_user(&world, "ulla").await;
    let mut browser = world.app.admin().await;
    let mut before = browser.clone();
    let to = world.depart(&mut browser, "").await;
    let back = world.visit(&to, "ulla").await;
    // Neither at the callback nor afterwards: only the start saw the cookie.
    browser.cookies.remove("__Host-refresh");
    let answer = come_back(&mut browser, &back).await;
    let ticket = location(&answer).strip_prefix("/login/link?ticket=").unwrap().to_owned();
    assert!(accounts::opens(&mut before, "/account/v1/me").await, "nobody is signed in yet");
    assert_eq!(redeem(&mut browser, &ticket, TestApp::USER.1).await.status, 200);
    assert!(!accounts::opens(&mut before, "/account/v1/me").await);
}

#[tokio::test]
async fn the_origin_rule_holds_for_tickets() {
    let (_world, mut browser, ticket) = collision().await;
    let body = json!({ "ticket": ticket, "password": TestApp::USER.1 });
    for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        let answer = browser.post("/auth/v1/oauth/link").header(name, value).json(&body).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (403, "cross-origin"));
    }
    assert_eq!(redeem(&mut browser, &ticket, TestApp::USER.1).await.status, 200, "nothing was used up");
}
