//! Who gets in by a provider, as whom, and who does not.

use serde_json::{Value, json};
use shared::domain::users::Registration;
use testkit::{access_token, app::TestApp};

use super::world::{World, come_back, location, parameter};
use crate::accounts;

/// The error in the address that the browser ends at.
async fn error_of(world: &World, account: &str) -> String {
    let mut browser = world.app.anonymous();
    let answer = world.go(&mut browser, account).await;
    let url = format!("https://sign-in.test{}", location(&answer)).parse().unwrap();
    assert!(location(&answer).starts_with("/login?"), "{}", location(&answer));
    assert_eq!(answer.set_cookies(), [], "nobody is signed in");
    parameter(&url, "error").unwrap_or_else(|| panic!("no error in {url}"))
}

async fn nobody_has(world: &World, address: &str) {
    let mut record = world.app.edition.issuer.ports.store.read().await.unwrap();
    assert!(record.users().find_by_email(&address.parse().unwrap()).await.unwrap().is_none(), "{address}");
}

#[tokio::test]
async fn a_stranger_gets_an_account_and_finds_it_again() {
    let world = World::start().await;
    let mut browser = world.signed_in("grace").await;
    let me = browser.get("/account/v1/me").send().await.json();
    let facts = json!([me["email"], me["display_name"], me["roles"], me["status"], me["email_verified"]]);
    assert_eq!(facts, json!(["grace@example.com", "grace", ["User"], "active", false]));
    assert_eq!(me["last_login_at"], "2026-01-01T00:00:00Z");
    let again = world.signed_in("grace").await;
    assert_eq!(again.user_id, browser.user_id);
    let record = accounts::record(&world.app, "grace@example.com").await;
    assert_eq!(record.registration, Registration::Provider);
    assert!(record.password.is_none());
    let answer = world.app.anonymous().sign_in("grace@example.com", "not a password of hers").await;
    assert_eq!(answer.status, 401, "there is no password to guess");
}

#[tokio::test]
async fn an_address_counts_as_verified_only_by_a_trusted_provider() {
    let world = World::start_with(json!({ "trust_email": true })).await;
    let mut browser = world.signed_in("grace").await;
    assert_eq!(browser.get("/account/v1/me").send().await.json()["email_verified"], true);
}

#[tokio::test]
async fn a_sign_in_by_provider_says_so_and_sets_the_same_cookies_as_any_other() {
    let world = World::start().await;
    let mut browser = world.app.anonymous();
    let answer = world.go(&mut browser, "grace").await;
    let names: Vec<_> = answer.set_cookies().into_iter().map(|cookie| cookie.name).collect();
    assert_eq!(names, ["__Host-refresh", "__Host-known"]);
    let cookie = answer.set_cookie("__Host-refresh").unwrap();
    assert_eq!(cookie.attributes, ["HttpOnly", "Max-Age=1209600", "Path=/", "SameSite=Strict", "Secure"]);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(browser.refresh().await.status, 200);
    assert_eq!(access_token::claims(browser.access_token.as_ref().unwrap())["amr"], json!(["fed"]));
    assert_eq!(accounts::sessions(&mut browser).await[0]["amr"], json!(["fed"]));
}

#[tokio::test]
async fn the_cookie_of_a_browser_on_its_way_lasts_ten_minutes_and_crosses_sites() {
    let world = World::start().await;
    let mut browser = world.app.anonymous();
    let answer = browser.get("/auth/v1/oauth/init?provider=rauthy").send().await;
    let cookie = answer.set_cookie("__Host-login").unwrap();
    assert_eq!(cookie.attributes, ["HttpOnly", "Max-Age=600", "Path=/", "SameSite=Lax", "Secure"]);
    assert_eq!(cookie.value.len(), 43, "256 bits");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let second = browser.get("/auth/v1/oauth/init?provider=rauthy").send().await;
    assert_eq!(second.set_cookie("__Host-login").unwrap().value, cookie.value, "kept, so that two tabs work");
    for planted in ["short", "", &"x".repeat(43)] {
        browser.cookies.insert("__Host-login".to_owned(), planted.to_owned());
        let answer = browser.get("/auth/v1/oauth/init?provider=rauthy").send().await;
        let kept = answer.set_cookie("__Host-login").unwrap().value;
        assert!(kept.len() == 43 && (kept != planted || planted.starts_with('x')), "{planted}");
    }
}

#[tokio::test]
async fn whoever_signs_in_ends_where_he_wanted_to() {
    let world = World::start().await;
    for (wanted, ends) in [
        ("/users?q=a%20b", "/users?q=a%20b"),
        ("/account#sessions", "/account#sessions"),
        ("/ä", "/%C3%A4"),
        ("/dashboard", "/dashboard"),
    ] {
        let mut browser = world.app.anonymous();
        let query: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
        let to = world.depart(&mut browser, &format!("&return_to={query}")).await;
        let back = world.visit(&to, "grace").await;
        assert_eq!(location(&come_back(&mut browser, &back).await), ends);
    }
}

#[tokio::test]
async fn b13_nobody_ends_elsewhere() {
    let world = World::start().await;
    for foreign in
        ["//evil.example", "/%5Cevil.example", "/%09/evil.example", "https:evil.example", "javascript:alert(1)"]
    {
        let mut browser = world.app.anonymous();
        let to = world.depart(&mut browser, &format!("&return_to={foreign}")).await;
        let back = world.visit(&to, "grace").await;
        assert_eq!(location(&come_back(&mut browser, &back).await), "/dashboard", "{foreign}");
    }
}

#[tokio::test]
async fn the_other_start_goes_the_same_way() {
    let world = World::start().await;
    let mut browser = world.app.anonymous();
    let answer = browser.get("/auth/v1/login?provider=rauthy&return_to=/account").send().await;
    let start = answer.header("location").unwrap().to_owned();
    let answer = browser.get(&start).send().await;
    let back = world.visit(&location(&answer).parse().unwrap(), "grace").await;
    assert_eq!(location(&come_back(&mut browser, &back).await), "/account");
}

#[tokio::test]
async fn the_sign_in_page_offers_the_providers_that_are_enabled() {
    let mut world = World::start().await;
    let options = json!({ "password": true, "providers": [{ "slug": "rauthy", "display_name": "Rauthy" }] });
    assert_eq!(world.app.anonymous().get("/auth/v1/login/options").send().await.json(), options);
    world.change(json!({ "enabled": false })).await;
    let options = json!({ "password": true, "providers": [] });
    assert_eq!(world.app.anonymous().get("/auth/v1/login/options").send().await.json(), options);
}

#[tokio::test]
async fn a_provider_that_is_unknown_or_deactivated_is_unavailable() {
    let mut world = World::start().await;
    world.change(json!({ "enabled": false })).await;
    for slug in ["rauthy", "none", "NO%20SLUG", ""] {
        let mut browser = world.app.anonymous();
        let answer = browser.get(&format!("/auth/v1/oauth/init?provider={slug}&return_to=/account")).send().await;
        assert_eq!(location(&answer), "/login?return_to=%2Faccount&error=provider_unavailable", "{slug}");
        assert_eq!(answer.set_cookies(), []);
    }
}

#[tokio::test]
async fn a_stranger_gets_no_account_where_sign_up_is_closed() {
    let world = World::start_with(json!({ "allow_signup": false })).await;
    assert_eq!(error_of(&world, "grace").await, "signup_closed");
    nobody_has(&world, "grace@example.com").await;
    let entry = World::latest(&world.record().await, "sign_in.failed");
    assert_eq!((entry.reason.as_deref(), &entry.details["provider"]), (Some("signup_closed"), &json!("rauthy")));
}

#[tokio::test]
async fn a_known_identity_gets_in_where_sign_up_was_closed_since() {
    let mut world = World::start().await;
    let first = world.signed_in("grace").await;
    world.change(json!({ "allow_signup": false })).await;
    assert_eq!(world.signed_in("grace").await.user_id, first.user_id);
}

/// The same answer whether or not somebody has the address: nothing is linked, and nobody learns who is here.
#[tokio::test]
async fn a7_an_address_that_is_not_verified_opens_nothing() {
    let world = World::start_with(json!({ "trust_email": true })).await;
    for address in [TestApp::USER.0, "stranger@example.com"] {
        for verified in [json!(false), json!("true"), Value::Null] {
            world.describe("eve", json!({ "email": address, "email_verified": verified })).await;
            assert_eq!(error_of(&world, "eve").await, "email_unverified", "{address}: {verified}");
        }
        world.describe("eve", json!({ "email": address })).await;
        assert_eq!(error_of(&world, "eve").await, "email_unverified", "{address}: absent");
    }
    world.describe("eve", json!({ "email_verified": true })).await;
    assert_eq!(error_of(&world, "eve").await, "email_unverified", "no address at all");
    nobody_has(&world, "stranger@example.com").await;
    // What it would have opened.
    world.describe("eve", json!({ "email": "stranger@example.com", "email_verified": true })).await;
    world.signed_in("eve").await;
}

#[tokio::test]
async fn a_known_identity_gets_in_whatever_becomes_of_its_address() {
    let world = World::start().await;
    let first = world.signed_in("grace").await;
    for claims in [
        json!({ "email": "elsewhere@example.com", "email_verified": true }),
        json!({ "email": TestApp::ADMIN.0, "email_verified": true }),
        json!({ "email": "grace@example.com", "email_verified": false }),
        json!({}),
    ] {
        world.describe("grace", claims.clone()).await;
        let mut again = world.signed_in("grace").await;
        assert_eq!(again.user_id, first.user_id, "{claims}");
        assert_eq!(again.get("/account/v1/me").send().await.json()["email"], "grace@example.com", "{claims}");
    }
}

#[tokio::test]
async fn a9_odd_addresses_are_nobodys() {
    let world = World::start_with(json!({ "trust_email": true })).await;
    for odd in [
        "eve@example.com, user@example.com",
        "user@example.com,eve@example.com",
        "eve@example.com\r\nBcc: user@example.com",
        "user@example.com\n",
        " user@example.com",
        "eve@evil.example@example.com",
        "user@example.com\u{0}@evil.example",
        "\"user@example.com\"@evil.example",
        "User <user@example.com>",
        "us\u{200b}er@example.com",
        "\u{ff55}ser@example.com",
        "user@localhost",
        "",
    ] {
        world.describe("eve", json!({ "email": odd, "email_verified": true })).await;
        assert_eq!(error_of(&world, "eve").await, "email_unverified", "{odd:?}");
    }
}

#[tokio::test]
async fn a9_twins_of_an_address_are_the_same_address() {
    let world = World::start_with(json!({ "trust_email": true })).await;
    world.describe("one", json!({ "email": "Zo\u{e9}@B\u{fc}cher.example", "email_verified": true })).await;
    world.signed_in("one").await;
    for twin in ["zoe\u{301}@bu\u{308}cher.example", "ZO\u{c9}@xn--bcher-kva.example", "zo\u{e9}@b\u{fc}cher.example"] {
        world.describe("two", json!({ "email": twin, "email_verified": true })).await;
        world.with_ticket("two").await;
    }
    for twin in ["USER@EXAMPLE.COM", "User@example.com"] {
        world.describe("three", json!({ "email": twin, "email_verified": true })).await;
        world.with_ticket("three").await;
    }
}

#[tokio::test]
async fn c6_a_barred_user_gets_in_by_no_provider() {
    let mut world = World::start().await;
    for status in ["locked", "disabled"] {
        let mut victim = world.signed_in("grace").await;
        let id = victim.user_id.clone().unwrap();
        accounts::change(&mut world.admin, &id, json!({ "status": status })).await;
        assert_eq!(error_of(&world, "grace").await, "account_closed");
        assert_eq!(victim.refresh().await.status, 401);
        let entry = World::latest(&world.record().await, "sign_in.failed");
        assert_eq!(
            (entry.reason.as_deref(), entry.target.map(|id| id.to_string())),
            (Some("account_closed"), Some(id.clone()))
        );
        accounts::change(&mut world.admin, &id, json!({ "status": "active" })).await;
        world.signed_in("grace").await;
    }
}

#[tokio::test]
async fn a_name_that_can_t_be_shown_is_replaced() {
    let world = World::start().await;
    for (account, name, shown) in [
        ("a1", json!("Zoe\u{308} Müller"), "Zoë Müller"),
        ("a2", json!("two\nlines"), "a2"),
        ("a3", json!("Ad\u{202e}min"), "a3"),
        ("a4", json!("x".repeat(101)), "a4"),
        ("a5", Value::Null, "a5"),
    ] {
        let mut claims = json!({ "email": format!("{account}@example.com"), "email_verified": true });
        if name.is_string() {
            claims["name"] = name;
        }
        world.describe(account, claims).await;
        let mut browser = world.signed_in(account).await;
        assert_eq!(browser.get("/account/v1/me").send().await.json()["display_name"], shown, "{account}");
    }
}

#[tokio::test]
async fn a_sign_in_takes_the_place_of_the_session_the_browser_had() {
    let world = World::start().await;
    let mut browser = world.app.user().await;
    let (mut before, mut elsewhere) = (browser.clone(), world.app.user().await);
    browser.access_token = None;
    let to = world.depart(&mut browser, "").await;
    // The cookie is kept back when the provider, another site, sends the browser here.
    let refresh = browser.cookies.remove("__Host-refresh").unwrap();
    let back = world.visit(&to, "grace").await;
    assert!(accounts::opens(&mut before, "/account/v1/me").await, "nothing ended on the way");
    assert_eq!(location(&come_back(&mut browser, &back).await), "/dashboard");
    assert!(!accounts::opens(&mut before, "/account/v1/me").await);
    assert_ne!(browser.refresh_token().unwrap(), refresh);
    assert_eq!(before.refresh().await.status, 401);
    assert!(accounts::opens(&mut elsewhere, "/account/v1/me").await, "only this browser's");
    let entry = World::latest(&world.record().await, "session.ended");
    assert_eq!(entry.reason.as_deref(), Some("replaced"));
}

#[tokio::test]
async fn r8_a_forged_cookie_at_the_start_ends_nobodys_session() {
    let world = World::start().await;
    let mut victim = world.app.user().await;
    let token = victim.refresh_token().unwrap();
    let last = if token.ends_with('A') { 'E' } else { 'A' };
    let mut attacker = world.app.anonymous();
    attacker.hold_refresh_token(&format!("{}{last}", &token[..token.len() - 1]));
    assert_eq!(location(&world.go(&mut attacker, "eve").await), "/dashboard");
    assert!(accounts::opens(&mut victim, "/account/v1/me").await);
}

#[tokio::test]
async fn every_step_is_in_the_record_and_no_secret_or_address_of_a_stranger_is() {
    let world = World::start().await;
    world.advance(1).await;
    let browser = world.signed_in("grace").await;
    let record = world.record().await;
    let id = browser.user_id.clone().unwrap();
    for (kind, actor) in [("user.created", None), ("identity.linked", Some(&id)), ("sign_in.succeeded", Some(&id))] {
        let entry = World::latest(&record, kind);
        assert_eq!(entry.target.map(|id| id.to_string()).as_ref(), Some(&id), "{kind}");
        assert_eq!(entry.actor.map(|id| id.to_string()).as_ref(), actor, "{kind}");
        assert_eq!(entry.ip.as_deref(), Some("192.0.2.1"), "{kind}");
    }
    let linked = World::latest(&record, "identity.linked");
    assert_eq!((&linked.details["provider"], &linked.details["proof"]), (&json!("rauthy"), &json!("sign_up")));
    let signed_in = World::latest(&record, "sign_in.succeeded");
    assert_eq!((&signed_in.details["provider"], &signed_in.details["amr"]), (&json!("rauthy"), &json!(["fed"])));
    assert_eq!(world.mailed().await.mails().len(), 0, "nobody is told what he did a moment ago");
}

#[tokio::test]
async fn sign_ins_by_provider_are_counted_with_the_others() {
    let mut world = World::start().await;
    world.signed_in("grace").await;
    world.change(json!({ "allow_signup": false })).await;
    error_of(&world, "stranger").await;
    let text = world.app.anonymous_at(std::net::Ipv4Addr::LOCALHOST).get("/metrics").send().await.text();
    // The admin and grace.
    for line in [r#"paseport_sign_ins_total{outcome="signed_in"} 2"#, r#"paseport_sign_ins_total{outcome="refused"} 1"#]
    {
        assert!(text.lines().any(|told| told == line), "{line}: {text}");
    }
}
