//! Back-channel logout: the provider ends what came from it.

use serde_json::{Value, json};
use testkit::{
    actor::{Actor, Answer},
    app::TestApp,
};

use super::world::World;
use crate::accounts;

async fn send(world: &World, token: &str) -> Answer {
    let form = url::form_urlencoded::Serializer::new(String::new()).append_pair("logout_token", token).finish();
    // A server, and no browser.
    let mut provider = world.app.anonymous();
    let call = provider.post("/auth/v1/oauth/backchannel-logout/rauthy").without("origin");
    call.body("application/x-www-form-urlencoded", form).send().await
}

async fn is_open(actor: &mut Actor) -> bool {
    accounts::opens(actor, "/account/v1/me").await && accounts::opens(actor, "/api/dashboard").await
}

#[track_caller]
fn refused(answer: &Answer) {
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (400, Some("no-store")), "{}", answer.text());
}

#[tokio::test]
async fn a_token_with_a_session_ends_what_came_from_it_and_nothing_else() {
    let world = World::start().await;
    let mut one = world.signed_in("grace").await;
    let sid = world.upstream_sid();
    let (mut two, mut other) = (world.signed_in("grace").await, world.signed_in("heidi").await);
    let answer = send(&world, &world.logout_token(json!({ "sub": "grace", "sid": sid })).await).await;
    assert_eq!((answer.status.as_u16(), answer.text()), (200, String::new()));
    assert!(!is_open(&mut one).await);
    assert_eq!(one.refresh().await.status, 401);
    assert!(is_open(&mut two).await, "another session at the provider");
    assert!(is_open(&mut other).await, "another person");
    let record = world.record().await;
    let entry = World::latest(&record, "provider.logged_out");
    assert_eq!((&entry.details["provider"], &entry.details["sessions_ended"]), (&json!("rauthy"), &json!(1)));
    assert_eq!(World::latest(&record, "session.ended").reason.as_deref(), Some("provider_logout"));
}

#[tokio::test]
async fn a_token_with_a_subject_ends_all_that_came_from_it() {
    let world = World::start().await;
    let (mut one, mut two) = (world.signed_in("grace").await, world.signed_in("grace").await);
    let mut user = world.app.user().await;
    let mut linked = world.link(&mut user, "ulla").await;
    assert_eq!(send(&world, &world.logout_token(json!({ "sub": "grace" })).await).await.status, 200);
    assert!(!is_open(&mut one).await && !is_open(&mut two).await);
    assert_eq!(send(&world, &world.logout_token(json!({ "sub": "ulla" })).await).await.status, 200);
    assert!(!is_open(&mut linked).await);
    assert!(is_open(&mut user).await, "what did not come from the provider stays");
}

/// Whoever holds a ticket is on his way in by what the provider has ended.
#[tokio::test]
async fn a_ticket_ends_with_the_provider_s_session() {
    let world = World::start().await;
    world.describe("ulla", json!({ "email": TestApp::USER.0, "email_verified": true })).await;
    for by_session in [true, false] {
        let (mut browser, ticket) = world.with_ticket("ulla").await;
        let sid = world.upstream_sid();
        let show = format!("/auth/v1/oauth/link?ticket={ticket}");
        let others =
            [json!({ "sub": "grace" }), json!({ "sid": "another" }), json!({ "sub": "ulla", "sid": "another" })];
        for other in others {
            assert_eq!(send(&world, &world.logout_token(other.clone()).await).await.status, 200);
            assert_eq!(browser.get(&show).send().await.status, 200, "{other}");
        }
        let over = if by_session { json!({ "sid": sid }) } else { json!({ "sub": "ulla" }) };
        assert_eq!(send(&world, &world.logout_token(over).await).await.status, 200);
        assert_eq!(browser.get(&show).send().await.status, 410);
        let body = json!({ "ticket": ticket, "password": TestApp::USER.1 });
        assert_eq!(browser.post("/auth/v1/oauth/link").json(&body).await.status, 410);
    }
}

#[tokio::test]
async fn a_token_about_nobody_is_taken_and_ends_nothing() {
    let world = World::start().await;
    let mut browser = world.signed_in("grace").await;
    for wanted in
        [json!({ "sub": "nobody" }), json!({ "sid": "no-session" }), json!({ "sub": "grace", "sid": "no-session" })]
    {
        assert_eq!(send(&world, &world.logout_token(wanted.clone()).await).await.status, 200, "{wanted}");
        assert!(is_open(&mut browser).await, "{wanted}");
    }
}

#[tokio::test]
async fn a_token_is_good_once() {
    let world = World::start().await;
    let mut browser = world.signed_in("grace").await;
    let token = world.logout_token(json!({ "sub": "grace" })).await;
    assert_eq!(send(&world, &token).await.status, 200);
    assert!(!is_open(&mut browser).await);
    let mut again = world.signed_in("grace").await;
    refused(&send(&world, &token).await);
    assert!(is_open(&mut again).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_twenty_at_once_one_is_taken() {
    let world = World::start().await;
    world.signed_in("grace").await;
    let token = world.logout_token(json!({ "sub": "grace" })).await;
    let world = std::sync::Arc::new(world);
    let sent = (0..20).map(|_| {
        let (world, token) = (world.clone(), token.clone());
        tokio::spawn(async move { send(&world, &token).await.status.as_u16() })
    });
    let mut statuses = Vec::new();
    for one in sent.collect::<Vec<_>>() {
        statuses.push(one.await.unwrap());
    }
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 400).count(), 19, "{statuses:?}");
}

#[tokio::test]
async fn a_token_that_is_wrong_ends_nothing() {
    let world = World::start().await;
    let mut browser = world.signed_in("grace").await;
    let wrong: [Value; 13] = [
        json!({ "alg": "none" }),
        json!({ "alg": "HS256" }),
        json!({ "broken": true }),
        json!({ "set": { "aud": "another" } }),
        json!({ "set": { "iss": "https://evil.example" } }),
        json!({ "set": { "events": {} } }),
        json!({ "set": { "events": { "http://schemas.openid.net/event/other": {} } } }),
        json!({ "without": ["events"] }),
        json!({ "set": { "nonce": "x" } }),
        json!({ "without": ["iat"] }),
        json!({ "without": ["jti"] }),
        json!({ "without": ["sub"] }),
        json!({ "header": { "set": { "kid": "unknown" } } }),
    ];
    for change in wrong {
        let mut wanted = change.clone();
        wanted["sub"] = json!("grace");
        let answer = send(&world, &world.logout_token(wanted).await).await;
        refused(&answer);
        assert!(is_open(&mut browser).await, "{change}");
    }
}

#[tokio::test]
async fn h4_a_token_for_something_else_ends_nothing() {
    let world = World::start().await;
    let mut browser = world.signed_in("grace").await;
    let of_ours = [browser.access_token.clone().unwrap(), browser.refresh_token().unwrap()];
    for token in of_ours.iter().map(String::as_str).chain(["", "x", "a.b.c", "e30.e30.e30"]) {
        refused(&send(&world, token).await);
    }
    assert!(is_open(&mut browser).await);
}

#[tokio::test]
async fn what_is_no_form_with_one_token_is_refused() {
    let world = World::start().await;
    let mut browser = world.signed_in("grace").await;
    let token = world.logout_token(json!({ "sub": "grace" })).await;
    let path = "/auth/v1/oauth/backchannel-logout/rauthy";
    let form = "application/x-www-form-urlencoded";
    let mut provider = world.app.anonymous();
    for (body, status) in
        [(String::new(), 400), ("other=x".to_owned(), 400), (format!("logout_token={token}&logout_token={token}"), 400)]
    {
        assert_eq!(provider.post(path).body(form, body).send().await.status, status);
    }
    let json = json!({ "logout_token": token });
    assert_eq!(provider.post(path).json(&json).await.status, 415);
    assert_eq!(provider.get(&format!("{path}?logout_token={token}")).send().await.status, 405);
    let unknown = provider.post("/auth/v1/oauth/backchannel-logout/none").body(form, format!("logout_token={token}"));
    assert_eq!(unknown.send().await.status, 404);
    assert!(is_open(&mut browser).await);
}

#[tokio::test]
async fn a_token_of_another_provider_ends_nothing_of_this_one() {
    let mut world = World::start().await;
    world.second_provider().await;
    let mut browser = world.signed_in("grace").await;
    let token = world.logout_token(json!({ "sub": "grace" })).await;
    let mut sender = world.app.anonymous();
    let call = sender.post("/auth/v1/oauth/backchannel-logout/second");
    let answer = call.body("application/x-www-form-urlencoded", format!("logout_token={token}")).send().await;
    refused(&answer);
    assert!(is_open(&mut browser).await);
}

#[tokio::test]
async fn a_deactivated_provider_still_ends_what_came_from_it() {
    let mut world = World::start().await;
    let mut browser = world.signed_in("grace").await;
    world.change(json!({ "enabled": false })).await;
    assert_eq!(send(&world, &world.logout_token(json!({ "sub": "grace" })).await).await.status, 200);
    assert!(!is_open(&mut browser).await);
}
