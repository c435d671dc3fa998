//! States, nonces, browsers' secrets and tickets: unguessable, and each of one use (attacks b8 and h4).

use std::collections::BTreeSet;

use serde_json::json;
use testkit::{actor::Actor, app::TestApp};

use super::world::{World, location, parameter};
use crate::accounts;

const MANY: usize = 10_000;
const TASKS: usize = 8;

/// 256 bits each, no two alike, and the order they were made in says nothing about the next.
fn assert_unguessable(handles: &[String]) {
    assert!(
        handles.iter().all(|handle| handle.len() == 43
            && handle.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)))
    );
    assert_eq!(handles.iter().collect::<BTreeSet<_>>().len(), handles.len(), "one came twice");
    let rising = handles.windows(2).filter(|pair| pair[0] < pair[1]).count();
    let (least, most) = (handles.len() * 45 / 100, handles.len() * 55 / 100);
    assert!((least..most).contains(&rising), "{rising} of {} rise", handles.len());
    // Every position holds every letter about as often as any other.
    for position in 0..42 {
        let letters: BTreeSet<_> = handles.iter().map(|handle| handle.as_bytes()[position]).collect();
        assert!(letters.len() >= 60, "{} letters at {position}", letters.len());
    }
}

/// What `MANY` browsers are sent to a provider with, or come back to; several at once.
async fn collected(world: &World, tickets: bool) -> Vec<String> {
    let tasks = (0..TASKS).map(|_| {
        let mut browser = world.app.anonymous();
        tokio::spawn(async move {
            let mut found = Vec::new();
            for _ in 0..MANY / TASKS {
                found.push(if tickets { ticket(&mut browser).await } else { state(&mut browser).await });
            }
            found
        })
    });
    let mut all = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        all.extend(task.await.unwrap());
    }
    all
}

async fn state(browser: &mut Actor) -> String {
    let answer = browser.get("/auth/v1/oauth/init?provider=rauthy").send().await;
    parameter(&location(&answer).parse().unwrap(), "state").unwrap()
}

async fn ticket(browser: &mut Actor) -> String {
    let state = state(browser).await;
    let answer = browser.get(&format!("/auth/v1/oauth/callback/rauthy?code=ulla&state={state}")).send().await;
    location(&answer).strip_prefix("/login/link?ticket=").unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b8_ten_thousand_states_tell_nothing_of_each_other() {
    let world = World::pretended().await;
    assert_unguessable(&collected(&world, false).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b8_ten_thousand_tickets_tell_nothing_of_each_other() {
    let world = World::pretended().await;
    assert_unguessable(&collected(&world, true).await);
}

/// Everything that a browser has or sees, presented wherever something else is expected.
#[tokio::test]
async fn h4_each_handle_is_good_for_one_thing() {
    let world = World::pretended().await;
    let (mut browser, ticket) = world.with_ticket("ulla").await;
    let user = world.app.user().await;
    let state = state(&mut browser).await;
    let secret = browser.cookies["__Host-login"].clone();
    let [access, refresh] = [user.access_token.clone().unwrap(), user.refresh_token().unwrap()];
    let known = user.cookies["__Host-known"].clone();

    for not_a_ticket in [&state, &secret, &refresh, &known, &access] {
        let short: String = not_a_ticket.chars().take(128).collect();
        let body = json!({ "ticket": short, "password": TestApp::USER.1 });
        assert_eq!(browser.post("/auth/v1/oauth/link").json(&body).await.status, 410, "{not_a_ticket}");
    }
    for not_a_state in [&ticket, &secret, &refresh, &known, &access] {
        let answer = browser.get(&format!("/auth/v1/oauth/callback/rauthy?code=eve&state={not_a_state}")).send().await;
        assert_eq!(location(&answer), "/login?error=transaction_expired", "{not_a_state}");
    }
    for not_a_secret in [&ticket, &state, &refresh, &known] {
        let mut other = world.app.anonymous();
        other.cookies.insert("__Host-login".to_owned(), not_a_secret.clone());
        let answer = other.get(&format!("/auth/v1/oauth/callback/rauthy?code=eve&state={state}")).send().await;
        assert_eq!(location(&answer), "/login?error=transaction_expired", "{not_a_secret}");
        let answer = other.get(&format!("/auth/v1/oauth/link?ticket={ticket}")).send().await;
        assert_eq!(answer.status, 410, "{not_a_secret}");
    }
    for no_session in [&ticket, &state, &secret] {
        let mut other = world.app.anonymous();
        other.hold_refresh_token(no_session);
        assert_eq!(other.refresh().await.status, 401, "{no_session}");
        other.access_token = Some(no_session.clone());
        assert!(!accounts::opens(&mut other, "/account/v1/me").await, "{no_session}");
    }
    // Each where it belongs.
    let answer = browser.get(&format!("/auth/v1/oauth/link?ticket={ticket}")).send().await;
    assert_eq!(answer.status, 200);
    let answer = browser.get(&format!("/auth/v1/oauth/callback/rauthy?code=eve&state={state}")).send().await;
    assert_eq!(location(&answer), "/dashboard");
}
