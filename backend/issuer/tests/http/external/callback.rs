//! The provider's answer: whose it is, once, and what it is worth.

use std::num::NonZeroU32;

use http::Method;
use serde_json::json;
use shared::domain::{clock::Clock, external_sign_in::LIFE};
use testkit::{
    actor::{Actor, Answer},
    app::TestApp,
};
use url::Url;

use super::world::{SECOND, SLUG, World, come_back, location, parameter, with_parameter};
use crate::accounts;

const EXPIRED: &str = "/login?error=transaction_expired";

/// A browser on its way back from the provider, where this account signed in.
async fn returning(world: &World, account: &str) -> (Actor, Url) {
    let mut browser = world.app.anonymous();
    let to = world.depart(&mut browser, "").await;
    let back = world.visit(&to, account).await;
    (browser, back)
}

#[track_caller]
fn refused(answer: &Answer, at: &str) {
    assert_eq!(location(answer), at);
    assert_eq!(answer.set_cookies(), [], "nobody is signed in");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn b7_an_answer_is_good_in_the_browser_that_began_and_in_no_other() {
    let world = World::start().await;
    let (mut victim, back) = returning(&world, "grace").await;
    let mut stranger = world.app.anonymous();
    refused(&come_back(&mut stranger, &back).await, EXPIRED);
    let mut on_his_own_way = world.app.anonymous();
    world.depart(&mut on_his_own_way, "").await;
    refused(&come_back(&mut on_his_own_way, &back).await, EXPIRED);
    let mut without = victim.clone();
    without.cookies.clear();
    refused(&come_back(&mut without, &back).await, EXPIRED);
    // None of it used anything up.
    assert_eq!(location(&come_back(&mut victim, &back).await), "/dashboard");
}

/// A link preview, a scanner of mails or a prefetching proxy asks for the head alone.
#[tokio::test]
async fn whatever_only_looks_ahead_begins_nothing_and_uses_nothing_up() {
    let world = World::start().await;
    let (mut browser, back) = returning(&world, "grace").await;
    let (begun, asked) = (transactions(&world).await, world.requests_of(0).await.len());
    let callback = format!("{}?{}", back.path(), back.query().unwrap());
    for path in ["/auth/v1/oauth/init?provider=rauthy", "/auth/v1/oauth/init", &callback] {
        let answer = browser.call(Method::HEAD, path).send().await;
        assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, Some("GET")), "{path}");
        assert_eq!((answer.header("location"), answer.set_cookies()), (None, vec![]), "{path}");
        assert_eq!(browser.post(path).send().await.header("allow"), Some("GET"), "{path}");
    }
    assert_eq!((transactions(&world).await, world.requests_of(0).await.len()), (begun, asked));
    assert_eq!(location(&come_back(&mut browser, &back).await), "/dashboard");
}

/// How many are under way.
async fn transactions(world: &World) -> u64 {
    let mut undone = world.app.edition.issuer.ports.store.begin().await.unwrap();
    undone.login_transactions().forget_before(world.app.clock.now() + 2 * LIFE, 100).await.unwrap()
}

#[tokio::test]
async fn b7_swapped_answers_sign_nobody_in() {
    let world = World::start().await;
    let (mut one, back_of_one) = returning(&world, "grace").await;
    let (mut two, back_of_two) = returning(&world, "eve").await;
    refused(&come_back(&mut one, &back_of_two).await, EXPIRED);
    refused(&come_back(&mut two, &back_of_one).await, EXPIRED);
    // The other's code with one's own state.
    let code = parameter(&back_of_two, "code").unwrap();
    let mixed = with_parameter(&back_of_one, "code", Some(&code));
    refused(&come_back(&mut one, &mixed).await, "/login?return_to=%2Fdashboard&error=provider_refused");
    assert!(!world.record().await.iter().any(|entry| entry.kind == "user.created"));
}

#[tokio::test]
async fn b7_a_state_that_is_dropped_made_up_or_used_is_worth_nothing() {
    let world = World::start().await;
    let (mut browser, back) = returning(&world, "grace").await;
    let state = parameter(&back, "state").unwrap();
    let other_last = if state.ends_with('A') { "E" } else { "A" };
    let flipped = format!("{}{other_last}", &state[..state.len() - 1]);
    for forged in [
        None,
        Some(""),
        Some("x"),
        Some(&flipped),
        Some(&state[..42]),
        Some(&format!("{state}A")),
        Some(&state.to_uppercase()),
    ] {
        let answer = come_back(&mut browser, &with_parameter(&back, "state", forged)).await;
        refused(&answer, EXPIRED);
    }
    assert_eq!(location(&come_back(&mut browser, &back).await), "/dashboard");
    refused(&come_back(&mut browser, &back).await, EXPIRED);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a5_of_fifty_callbacks_at_once_one_signs_in() {
    let world = World::start().await;
    let (browser, back) = returning(&world, "grace").await;
    let tries = (0..50).map(|_| {
        let (mut browser, back) = (browser.clone(), back.clone());
        tokio::spawn(async move { location(&come_back(&mut browser, &back).await).to_owned() })
    });
    let mut ends = Vec::new();
    for attempt in tries.collect::<Vec<_>>() {
        ends.push(attempt.await.unwrap());
    }
    assert_eq!(ends.iter().filter(|end| *end == "/dashboard").count(), 1, "{ends:?}");
    assert_eq!(ends.iter().filter(|end| *end == EXPIRED).count(), 49, "{ends:?}");
    let record = world.record().await;
    assert_eq!(record.iter().filter(|entry| entry.kind == "user.created").count(), 1);
}

#[tokio::test]
async fn a_browser_has_ten_minutes() {
    let world = World::start().await;
    let (mut in_time, back) = returning(&world, "grace").await;
    world.advance(599).await;
    assert_eq!(location(&come_back(&mut in_time, &back).await), "/dashboard");
    let (mut late, back) = returning(&world, "grace").await;
    world.advance(600).await;
    let answer = come_back(&mut late, &back).await;
    refused(&answer, "/login?return_to=%2Fdashboard&error=transaction_expired");
}

#[tokio::test]
async fn two_tabs_have_two_sign_ins() {
    let world = World::start().await;
    let mut browser = world.app.anonymous();
    let first = world.depart(&mut browser, "&return_to=/account").await;
    let second = world.depart(&mut browser, "&return_to=/users").await;
    let (back_of_second, back_of_first) = (world.visit(&second, "grace").await, world.visit(&first, "heidi").await);
    assert_eq!(location(&come_back(&mut browser, &back_of_second).await), "/users");
    browser.refresh().await;
    let grace = browser.user_id.clone();
    assert_eq!(location(&come_back(&mut browser, &back_of_first).await), "/account");
    browser.refresh().await;
    assert_ne!(browser.user_id, grace, "each ends at its own account");
    assert_eq!(browser.get("/account/v1/me").send().await.json()["email"], "heidi@example.com");
}

#[tokio::test]
async fn whoever_cancels_is_told_so_and_can_begin_again() {
    let world = World::start().await;
    let mut browser = world.app.anonymous();
    let to = world.depart(&mut browser, "&return_to=/account").await;
    let back = world.cancel(&to).await;
    assert_eq!(parameter(&back, "error").as_deref(), Some("access_denied"));
    let answer = come_back(&mut browser, &back).await;
    refused(&answer, "/login?return_to=%2Faccount&error=provider_refused");
    let entry = World::latest(&world.record().await, "sign_in.failed");
    assert_eq!(
        (entry.reason.as_deref(), &entry.details["detail"]),
        (Some("provider_refused"), &json!("access_denied"))
    );
    assert_eq!(location(&world.go(&mut browser, "grace").await), "/dashboard");
}

#[tokio::test]
async fn an_error_of_the_provider_is_told_apart_and_nothing_of_it_is_repeated() {
    let world = World::start().await;
    for (error, told) in [
        ("server_error", "provider_unavailable"),
        ("temporarily_unavailable", "provider_unavailable"),
        ("login_required", "provider_refused"),
        ("<script>alert(1)</script>", "provider_refused"),
        ("", "provider_refused"),
    ] {
        let (mut browser, back) = returning(&world, "grace").await;
        // A code beside it is worth nothing.
        let back = with_parameter(&back, "error", Some(error));
        let answer = come_back(&mut browser, &back).await;
        refused(&answer, &format!("/login?return_to=%2Fdashboard&error={told}"));
        let record = world.record().await;
        assert!(record.iter().all(|entry| !entry.details.to_string().contains("script")));
    }
    let (mut browser, back) = returning(&world, "grace").await;
    let answer = come_back(&mut browser, &with_parameter(&back, "code", None)).await;
    refused(&answer, "/login?return_to=%2Fdashboard&error=provider_refused");
}

#[tokio::test]
async fn b4_a_doubled_parameter_is_refused_and_uses_nothing_up() {
    let world = World::start().await;
    let (mut browser, back) = returning(&world, "grace").await;
    for name in ["code", "state", "error", "iss"] {
        let mut doubled = back.clone();
        let value = parameter(&back, name).unwrap_or_else(|| "x".to_owned());
        doubled.query_pairs_mut().append_pair(name, &value);
        if parameter(&back, name).is_none() {
            doubled.query_pairs_mut().append_pair(name, &value);
        }
        let answer = come_back(&mut browser, &doubled).await;
        assert_eq!((answer.status.as_u16(), answer.invalid_fields()), (422, vec![name.to_owned()]));
    }
    assert_eq!(location(&come_back(&mut browser, &back).await), "/dashboard");
}

#[tokio::test]
async fn two_login_cookies_are_nobodys_honest_request() {
    let world = World::start().await;
    let (mut browser, back) = returning(&world, "grace").await;
    let cookie = format!("__Host-login={0}; __Host-login={0}", browser.cookies["__Host-login"]);
    let callback = format!("{}?{}", back.path(), back.query().unwrap());
    for path in [&callback, "/auth/v1/oauth/init?provider=rauthy", "/auth/v1/oauth/link?ticket=x"] {
        let answer = browser.get(path).header("cookie", &cookie).send().await;
        assert_eq!((answer.status.as_u16(), answer.set_cookies().len()), (400, 0), "{path}");
    }
    assert_eq!(location(&come_back(&mut browser, &back).await), "/dashboard", "nothing was used up");
}

/// Browsers hand the fragment of an address on to where it redirects, unless that has one of its own.
#[tokio::test]
async fn b11_no_fragment_is_handed_on() {
    let world = World::start().await;
    let mut browser = world.app.anonymous();
    let fragment = |answer: &Answer| {
        let location = answer.header("location").unwrap();
        location.split_once('#').map(|(_, fragment)| fragment.to_owned())
    };
    let start = browser.get("/auth/v1/oauth/init?provider=rauthy").send().await;
    assert_eq!(fragment(&start).as_deref(), Some(""), "to the provider");
    let no_start = browser.get("/auth/v1/oauth/init?provider=none").send().await;
    assert_eq!(fragment(&no_start).as_deref(), Some(""), "to the sign-in page");
    for (query, expected) in [("", ""), ("&return_to=/account%23sessions", "sessions")] {
        let to = world.depart(&mut browser, query).await;
        let back = world.visit(&to, "grace").await;
        assert_eq!(fragment(&come_back(&mut browser, &back).await).as_deref(), Some(expected));
        assert_eq!(fragment(&come_back(&mut browser, &back).await).as_deref(), Some(""), "to the error");
    }
}

/// A provider hands its visitor on to another one, with a state of ours that is its own, and waits for the other's code to
/// be brought to its token endpoint (RFC 9700, section 4.4). The other one doesn't name itself in its answers.
#[tokio::test]
async fn b7_an_answer_at_another_provider_s_callback_is_asked_of_nobody() {
    let mut world = World::start().await;
    world.second_provider().await;
    let honest = json!({
        "discovery": { "without": ["authorization_response_iss_parameter_supported"] }, "callback": { "without": ["iss"] }
    });
    world.provider().misbehave(honest).await;
    let (mut victim, mut attacker) = (world.app.anonymous(), world.app.anonymous());
    let to_honest = world.depart(&mut attacker, "").await;
    let to_evil = world.depart_by(&mut victim, SECOND, "").await;
    let state = parameter(&to_evil, "state").unwrap();
    let mixed = with_parameter(&to_honest, "state", Some(&state));
    let back = world.visit(&mixed, "grace").await;
    assert!(back.path().ends_with(SLUG), "{back}");
    let answer = come_back(&mut victim, &back).await;
    refused(&answer, "/login?return_to=%2Fdashboard&error=provider_refused");
    let asked = world.requests_of(1).await;
    assert!(!asked.iter().any(|request| request.contains("token")), "{asked:?}");
    let entry = World::latest(&world.record().await, "sign_in.failed");
    let detail = json!("the answer came to the callback of another provider");
    assert_eq!((&entry.details["provider"], &entry.details["detail"]), (&json!(SECOND), &detail));
    // The code is still good, and in the attacker's hands good for nothing but his own way to the same person: the victim
    // would have to be the one who brings it.
    let mut unnamed = back.clone();
    unnamed.set_path("/auth/v1/oauth/callback");
    refused(&come_back(&mut victim, &unnamed).await, EXPIRED);
}

/// Anybody can ask for it, from anywhere, as often as he likes.
#[tokio::test]
async fn answers_to_nothing_are_counted_and_not_written_down() {
    let world = World::start().await;
    let before = world.record().await.len();
    let mut stranger = world.app.anonymous();
    for path in ["", "/rauthy", "/rauthy?state=x", "/rauthy?state=x&code=y", "/nobody?state=x&error=y"] {
        let answer = stranger.get(&format!("/auth/v1/oauth/callback{path}")).send().await;
        refused(&answer, EXPIRED);
    }
    assert_eq!(world.record().await.len(), before);
}

#[tokio::test]
async fn a_provider_that_answers_everything_late_is_away() {
    let world = World::start().await;
    let (mut browser, back) = returning(&world, "grace").await;
    // The keys are others now, so three things are asked, none of them so late that it would be given up alone.
    world.provider().rotate_keys().await;
    world.advance(10).await;
    let late = json!({ "delay_ms": 4500 });
    let answers = json!({ "token": late, "discovery": late, "jwks": late, "userinfo": late });
    world.provider().misbehave(json!({ "answers": answers })).await;
    let answer = come_back(&mut browser, &back).await;
    refused(&answer, "/login?return_to=%2Fdashboard&error=provider_unavailable");
    let entry = World::latest(&world.record().await, "sign_in.failed");
    assert_eq!(entry.details["detail"], "it took too long");
}

/// What a token endpoint says of what it was sent is written down nowhere.
#[tokio::test]
async fn i6_a_provider_s_words_are_not_ours() {
    let world = World::start().await;
    for said in ["code 9qj-M2ia of ulla@example.com is stale", "UPPER", "invalid_grant"] {
        world.advance(1).await;
        let (mut browser, back) = returning(&world, "grace").await;
        let body = json!({ "error": said, "error_description": said }).to_string();
        world.provider().misbehave(json!({ "answers": { "token": { "status": 400, "body": body } } })).await;
        refused(&come_back(&mut browser, &back).await, "/login?return_to=%2Fdashboard&error=provider_refused");
        let entry = World::latest(&world.record().await, "sign_in.failed");
        let known = said == "invalid_grant";
        assert_eq!(entry.details["detail"].as_str().unwrap().contains(said), known, "{entry:?}");
        world.provider().behave().await;
    }
}

#[tokio::test]
async fn b12_nothing_of_a_request_goes_upstream() {
    let world = World::start().await;
    let mut browser = world.app.anonymous();
    let smuggled = "&login_hint=eve&prompt=none&scope=admin&redirect_uri=https://evil.example&state=mine&nonce=mine&client_id=other&acr_values=x&code_challenge=mine&response_mode=form_post";
    let to = world.depart(&mut browser, smuggled).await;
    for value in ["eve", "none", "admin", "evil", "mine", "other", "form_post"] {
        assert!(!to.as_str().contains(value), "{value} in {to}");
    }
}

#[tokio::test]
async fn what_goes_upstream_is_bound_to_the_browser_and_says_nothing_of_it() {
    let world = World::start().await;
    let mut browser = world.app.user().await;
    let to = world.depart(&mut browser, "&return_to=/account").await;
    for secret in browser.cookies.values().chain(browser.access_token.iter()) {
        assert!(!to.as_str().contains(secret.as_str()), "{secret} in {to}");
    }
    assert!(!to.as_str().contains("account") && !to.as_str().contains("user@"), "{to}");
}

#[tokio::test]
async fn i1_a_forged_host_is_not_in_the_address_that_the_provider_sends_back_to() {
    let world = World::start().await;
    let mut browser = world.app.anonymous();
    for header in ["host", "x-forwarded-host", "forwarded", "x-original-host", "x-forwarded-proto"] {
        let call = browser.get("/auth/v1/oauth/init?provider=rauthy").header(header, "evil.example");
        let answer = call.send().await;
        assert!(!location(&answer).contains("evil"), "{header}: {}", location(&answer));
    }
}

#[tokio::test]
async fn a_provider_that_is_deactivated_while_a_sign_in_is_under_way_signs_nobody_in() {
    let mut world = World::start().await;
    let (mut browser, back) = returning(&world, "grace").await;
    world.change(json!({ "enabled": false })).await;
    let answer = come_back(&mut browser, &back).await;
    refused(&answer, "/login?return_to=%2Fdashboard&error=provider_unavailable");
    world.change(json!({ "enabled": true })).await;
    // Later still: the identity is proven already.
    for account in ["grace", "heidi"] {
        if account == "heidi" {
            world.signed_in("heidi").await;
        }
        let (mut browser, back) = returning(&world, account).await;
        world.relying_party.after_redeem.hold_next();
        let arriving = tokio::spawn(async move { come_back(&mut browser, &back).await });
        world.relying_party.after_redeem.held().await;
        world.change(json!({ "enabled": false })).await;
        world.relying_party.after_redeem.release();
        refused(&arriving.await.unwrap(), "/login?return_to=%2Fdashboard&error=provider_unavailable");
        world.change(json!({ "enabled": true })).await;
    }
}

#[tokio::test]
async fn a_user_who_is_barred_while_a_sign_in_is_under_way_does_not_get_in() {
    let mut world = World::start().await;
    let id = world.signed_in("grace").await.user_id.unwrap();
    let (mut browser, back) = returning(&world, "grace").await;
    world.relying_party.after_redeem.hold_next();
    let arriving = tokio::spawn(async move { come_back(&mut browser, &back).await });
    world.relying_party.after_redeem.held().await;
    accounts::change(&mut world.admin, &id, json!({ "status": "locked" })).await;
    world.relying_party.after_redeem.release();
    refused(&arriving.await.unwrap(), "/login?return_to=%2Fdashboard&error=account_closed");
}

#[tokio::test]
async fn rule_8_an_answer_by_post_is_no_answer() {
    let world = World::start().await;
    let (mut browser, back) = returning(&world, "grace").await;
    let path = format!("{}?{}", back.path(), back.query().unwrap());
    assert_eq!(browser.post(&path).send().await.status, 405);
    assert_eq!(location(&come_back(&mut browser, &back).await), "/dashboard");
}

/// What a stranger can make the product write or ask, he can't make it do without end.
#[tokio::test]
async fn one_address_can_begin_only_so_many_sign_ins() {
    for path in ["/auth/v1/oauth/init?provider=none", "/auth/v1/oauth/callback/rauthy", "/auth/v1/oauth/link?ticket=x"]
    {
        let app = TestApp::start_with(|settings| {
            settings.issuer.login_burst = NonZeroU32::new(2).unwrap();
            settings.issuer.login_per_second = NonZeroU32::MIN;
        })
        .await;
        let mut stranger = app.anonymous();
        for _ in 0..2 {
            assert_ne!(stranger.get(path).send().await.status, 429, "{path}");
        }
        let answer = stranger.get(path).send().await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (429, "too-many-requests"), "{path}");
        let guess = json!({ "email": "x@example.com", "password": "x" });
        let login = stranger.post("/auth/v1/login/local").json(&guess).await;
        assert_eq!(login.status, 429, "they share one limit");
        // A provider stands at one address for all its people. All at once, for room grows again with time.
        let notices = (0..400).map(|_| {
            let mut provider = stranger.clone();
            tokio::spawn(async move { provider.post("/auth/v1/oauth/backchannel-logout/none").send().await.status })
        });
        let (mut taken, mut refused) = (0, 0);
        for notice in notices.collect::<Vec<_>>() {
            match notice.await.unwrap().as_u16() {
                404 => taken += 1,
                429 => refused += 1,
                other => panic!("{other}"),
            }
        }
        assert!(taken >= 40 && refused > 0, "{path}: {taken} taken, {refused} refused");
    }
}
