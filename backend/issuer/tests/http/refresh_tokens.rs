//! Refresh tokens under attack: bent in every way, presented in parallel, guessed from a session's id.

use std::{collections::BTreeSet, net::Ipv4Addr, sync::Arc, time::Duration};

use shared::domain::{audit::Origin, sessions::Generation};
use testkit::{actor::Actor, app::TestApp, clock::TestClock};
use tokio::task::JoinSet;

use crate::accounts;

/// Characters that a token is made of, and some that it never is.
const CHARACTERS: &str = "ABCXYZabcxyz0123456789-_.~+/=";

fn origin() -> Origin {
    Origin {
        request_id: "refresh-tokens-test".into(),
        ip: Ipv4Addr::new(192, 0, 2, 9).into(),
        user_agent: String::new(),
    }
}

async fn refused(app: &TestApp, token: &str) {
    assert!(app.edition.issuer.sessions.refresh(token, &origin()).await.is_err(), "{token:?} was accepted");
}

/// Whether a cookie can carry the text as it is.
fn fits_a_cookie(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte))
}

/// Presents a bent token as a service would see it and, where a cookie can carry it, over HTTP.
async fn bent(app: &TestApp, browser: &mut Actor, token: &str) {
    refused(app, token).await;
    if fits_a_cookie(token) {
        browser.hold_refresh_token(token);
        let answer = browser.post("/auth/v1/refresh").send().await;
        assert_eq!(answer.status, 401, "{token:?}");
        assert!(answer.set_cookie("__Host-refresh").unwrap().clears(), "{token:?}");
    }
}

#[tokio::test]
async fn c10_every_truncation_of_a_refresh_token_is_refused_without_effect() {
    let app = TestApp::start().await;
    let mut owner = app.user().await;
    let token = owner.refresh_token().unwrap();
    let mut stranger = app.anonymous();
    for end in 0..token.len() {
        bent(&app, &mut stranger, &token[..end]).await;
        bent(&app, &mut stranger, &token[token.len() - end..]).await;
    }
    app.advance(11);
    assert_eq!(owner.refresh().await.status, 200, "the token itself still works");
}

#[tokio::test]
async fn c10_every_extension_of_a_refresh_token_is_refused_without_effect() {
    let app = TestApp::start().await;
    let mut owner = app.user().await;
    let token = owner.refresh_token().unwrap();
    let mut stranger = app.anonymous();
    for place in 0..=token.len() {
        for character in CHARACTERS.chars() {
            let mut longer = token.clone();
            longer.insert(place, character);
            refused(&app, &longer).await;
        }
    }
    let (sid, rest) = token.split_once('.').unwrap();
    let mac = rest.split_once('.').unwrap().1;
    let forms = [
        format!("{token}."),
        format!(".{token}"),
        format!("{token}.{mac}"),
        format!("{token}{token}"),
        format!("{token}="),
        format!("{token}\n"),
        format!("{token}\0"),
        format!("{sid}.01.{mac}"),
        format!("{sid}.+1.{mac}"),
        format!("{sid}.1 .{mac}"),
        format!("{sid}..{mac}"),
        format!("{sid}.-1.{mac}"),
        format!("{sid}.18446744073709551617.{mac}"),
        format!("{sid}.1.{}", "A".repeat(100_000)),
        token.to_uppercase(),
        token.to_lowercase(),
        token.replace('.', ":"),
        "a".repeat(1_000_000),
    ];
    for form in forms {
        if form.len() < 4096 {
            bent(&app, &mut stranger, &form).await;
        } else {
            refused(&app, &form).await;
        }
    }
    app.advance(11);
    assert_eq!(owner.refresh().await.status, 200, "the token itself still works");
}

#[tokio::test]
async fn c10_every_bit_flip_of_a_refresh_token_is_refused_without_effect() {
    let app = TestApp::start().await;
    let mut owner = app.user().await;
    let token = owner.refresh_token().unwrap();
    let mut stranger = app.anonymous();
    for place in 0..token.len() {
        for bit in 0..8 {
            let mut bytes = token.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            bent(&app, &mut stranger, &String::from_utf8_lossy(&bytes)).await;
        }
    }
    app.advance(11);
    assert_eq!(owner.refresh().await.status, 200, "the token itself still works");
}

#[tokio::test]
async fn r8_knowing_a_session_id_burns_nothing() {
    let app = TestApp::start().await;
    let mut owner = app.user().await;
    let sid = accounts::sessions(&mut owner).await[0]["sid"].as_str().unwrap().to_owned();
    for _ in 0..3 {
        app.advance(11);
        owner.refresh().await;
    }
    let mut thief = app.anonymous();
    for generation in [0, 1, 2, 3, 4, 5, u64::MAX] {
        for mac in ["", "A", &"A".repeat(43)] {
            thief.hold_refresh_token(&format!("{sid}.{generation}.{mac}"));
            assert_eq!(thief.refresh().await.status, 401);
            thief.hold_refresh_token(&format!("{sid}.{generation}.{mac}"));
            assert_eq!(thief.post("/auth/v1/logout").send().await.status, 204);
        }
    }
    assert!(accounts::opens(&mut owner, "/account/v1/me").await);
    app.advance(11);
    assert_eq!(owner.refresh().await.status, 200);
}

#[tokio::test]
async fn r8_a_token_of_one_session_says_nothing_about_another() {
    let app = TestApp::start().await;
    let (mut one, mut other) = (app.user().await, app.user().await);
    let (first, second) = (one.refresh_token().unwrap(), other.refresh_token().unwrap());
    let (sid, mac) = (first.split('.').next().unwrap(), second.split('.').next_back().unwrap());
    let mut thief = app.anonymous();
    thief.hold_refresh_token(&format!("{sid}.{}.{mac}", Generation::FIRST));
    assert_eq!(thief.refresh().await.status, 401);
    assert_eq!(one.refresh().await.status, 200);
    assert_eq!(other.refresh().await.status, 200);
}

/// One family: 64 requests with the same token at once, while time goes on.
async fn refresh_in_parallel(clock: Arc<TestClock>, mut owner: Actor) {
    let mut tabs = JoinSet::new();
    for _ in 0..64 {
        let (clock, mut tab) = (clock.clone(), owner.clone());
        tabs.spawn(async move {
            clock.advance(Duration::from_millis(1));
            let answer = tab.refresh().await;
            assert_eq!(answer.status, 200, "a tab was signed out: {}", answer.text());
            tab
        });
    }
    let tabs = tabs.join_all().await;
    let successors: BTreeSet<_> = tabs.iter().map(|tab| tab.refresh_token().unwrap()).collect();
    assert_eq!(successors.len(), 1, "more than one successor");
    let successor = successors.into_iter().next().unwrap();
    assert_ne!(Some(&successor), owner.refresh_token().as_ref());
    let mut tab = tabs.into_iter().next_back().unwrap();
    assert!(accounts::opens(&mut tab, "/account/v1/me").await);
    owner.hold_refresh_token(&successor);
    assert_eq!(owner.refresh().await.status, 200, "the one successor works");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c1_sixty_four_parallel_refreshes_of_two_hundred_families_have_one_successor_each() {
    let app = TestApp::start().await;
    let started = crate::timing::now();
    for _ in 0..50 {
        let mut families = JoinSet::new();
        for _ in 0..4 {
            families.spawn(refresh_in_parallel(app.clock.clone(), app.user().await));
        }
        families.join_all().await;
    }
    let tokens = &app.edition.issuer.access_tokens;
    assert_eq!((tokens.issued(), tokens.thrown_away()), (200 * (1 + 64 + 1), 0));
    println!("c1: 200 families x 64 parallel refreshes in {:.1?}", started.elapsed());
}
