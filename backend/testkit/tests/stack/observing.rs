//! What operators see: one id for a request everywhere, figures that callers can't inflate, what each service stands on.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use crate::{documented::Documented, figures::Figures, turn, waiting::wait_for};
use http::Method;
use serde_json::{Value, json};
use testkit::{
    app::TestApp,
    stack::{Browser, Service, Stack, StackOptions},
};

/// Keys that were not read for three times as long are told of.
const KEY_RELOAD: Duration = Duration::from_secs(2);
/// For servers to come and go, and services to notice.
const PATIENCE: Duration = Duration::from_secs(30);

/// Status, the whole, and what of its dependencies isn't ready.
type Readiness<'a> = (u16, &'a str, Vec<(&'a str, &'a str)>);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn requests_can_be_followed_and_their_callers_choose_no_word_of_it() {
    let _turn = turn::beside_another().await;
    let options = StackOptions::default()
        .with("BCRYPT_COST", "4")
        .with("KEY_RELOAD", &KEY_RELOAD.as_secs().to_string())
        .with("LOGIN_BURST", "100000")
        .with("LOGIN_PER_SECOND", "100000");
    let stack = Arc::new(tokio::task::spawn_blocking(move || Stack::start(&options)).await.unwrap());
    let (documented, before) = (Documented::read(), figures(&stack));
    readiness_has_an_entry_for_each_dependency(&stack);
    only_operators_are_told(&stack).await;
    one_id_stands_in_both_logs_and_in_the_audit_record(&stack).await;
    i7_random_paths_and_ids_make_no_series(&stack).await;
    production_refuses_the_seeded_accounts(&stack);
    a_day_of_people(&stack).await;
    readiness_tells_what_is_away(&stack).await;
    let after = figures(&stack);
    let [issuer, _, api, _] = &after[..] else { panic!("two of each") };
    documented.is_shown(issuer, api);
    documented.has_moved(&before, &after);
}

/// Of issuers, then of APIs.
fn figures(stack: &Stack) -> Vec<Figures> {
    stack.issuers.iter().chain(&stack.apis).map(Figures::of).collect()
}

fn readiness_has_an_entry_for_each_dependency(stack: &Stack) {
    let entries = |service: &Service| {
        let said: Value = serde_json::from_str(&service.readiness()).unwrap();
        assert_eq!(said["status"], "ready");
        let names = said["dependencies"].as_object().unwrap().iter();
        names.map(|(name, entry)| format!("{name} {}", entry["status"].as_str().unwrap())).collect::<BTreeSet<_>>()
    };
    let all = |names: &[&str]| names.iter().map(|name| format!("{name} ready")).collect::<BTreeSet<_>>();
    for issuer in &stack.issuers {
        assert_eq!(entries(issuer), all(&["change_feed", "keys", "record", "sessions", "signer"]));
    }
    for api in &stack.apis {
        assert_eq!(entries(api), all(&["change_feed", "keys", "sessions"]));
    }
}

/// Not through Nginx, and nobody for whom a proxy asks.
async fn only_operators_are_told(stack: &Stack) {
    let proxy = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    for path in ["/health/live", "/health/ready", "/metrics"] {
        assert_eq!(stack.browser().get(path).await.unwrap().status, 404, "{path} through Nginx");
        for service in stack.issuers.iter().chain(&stack.apis) {
            assert_eq!(service.ask(path).unwrap().0, 200, "{path} of {}", service.name());
            let request =
                proxy.get(format!("http://{}{path}", service.address())).header("x-forwarded-for", "10.0.0.1");
            assert_eq!(request.send().await.unwrap().status(), 404, "{path} of {} for another", service.name());
        }
    }
}

/// Something of everything that is counted.
async fn a_day_of_people(stack: &Stack) {
    let (mut browser, mut guesser) = (stack.browser(), stack.browser());
    assert_eq!(guesser.sign_in(TestApp::USER.0, "a-wrong-password-1").await.unwrap().status, 401);
    assert_eq!(browser.sign_in(TestApp::USER.0, TestApp::USER.1).await.unwrap().status, 200);
    let mut thief = browser.clone();
    for _ in 0..2 {
        assert_eq!(browser.refresh().await.unwrap().status, 200);
        assert_eq!(browser.get("/api/dashboard").await.unwrap().status, 200);
        assert_eq!(browser.get("/account/v1/me").await.unwrap().status, 200);
    }
    assert_eq!(thief.refresh().await.unwrap().status, 401);
    for path in ["/api/dashboard", "/account/v1/me"] {
        assert_eq!(guesser.get_with("v4.public.AAAA", path).await.unwrap().status, 401);
    }
}

/// Only what can't do its work any more says so with its status: whoever balances load takes no instance away because
/// nobody can sign in anew.
async fn readiness_tells_what_is_away(stack: &Arc<Stack>) {
    let degraded = |dependency| (200, "degraded", vec![(dependency, "degraded")]);
    let down = || (503, "down", vec![("change_feed", "degraded"), ("sessions", "down")]);
    let ready = || (200, "ready", vec![]);

    stack.mariadb.kill();
    come_to(stack, degraded("record"), ready()).await;
    stack.mariadb.revive();
    come_to(stack, ready(), ready()).await;

    stack.vault.seal();
    let unsigned = stack.browser().sign_in(TestApp::USER.0, TestApp::USER.1).await.unwrap();
    assert_eq!(unsigned.status, 503);
    let without_vault = (200, "degraded", vec![("keys", "degraded"), ("signer", "degraded")]);
    come_to(stack, without_vault, degraded("keys")).await;
    stack.vault.unseal();
    come_to(stack, ready(), ready()).await;

    (0..3).for_each(|node| stack.redis.kill(node));
    come_to(stack, down(), down()).await;
    (0..3).for_each(|node| stack.redis.revive(node));
    come_to(stack, ready(), ready()).await;
}

/// Waits until all issuers and all APIs are so: status, the whole, and what isn't ready of what they stand on. All the
/// while they are alive, and their figures say the same.
async fn come_to(stack: &Stack, issuers: Readiness<'_>, apis: Readiness<'_>) {
    let expected =
        stack.issuers.iter().map(|issuer| (issuer, &issuers)).chain(stack.apis.iter().map(|api| (api, &apis)));
    for (service, expected) in expected {
        let is_so = async || {
            assert_eq!(service.ask("/health/live").unwrap().0, 200);
            let (status, body) = service.ask("/health/ready").unwrap();
            let said: Value = serde_json::from_str(&body).unwrap();
            let entries = said["dependencies"].as_object().unwrap().iter();
            let entries = entries.map(|(name, entry)| (name.as_str(), entry["status"].as_str().unwrap()));
            let away: Vec<_> = entries.filter(|(_, status)| *status != "ready").collect();
            (status, said["status"].as_str().unwrap(), away) == *expected
        };
        wait_for(PATIENCE, &format!("{} is {expected:?}", service.name()), is_so).await;
        for (dependency, status) in &expected.2 {
            let shown = Figures::of(service).sum("paseport_dependency_status", &[dependency, status]);
            assert_eq!(shown, 1, "{dependency} {status} in the figures of {}", service.name());
        }
    }
}

async fn one_id_stands_in_both_logs_and_in_the_audit_record(stack: &Stack) {
    let mut admin = stack.browser();
    assert_eq!(admin.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.unwrap().status, 200);
    let user = json!({
        "email": "followed@example.com", "display_name": "Fay", "password": "a-long-enough-phrase", "roles": ["User"]
    });
    let made = admin.call(Method::POST, "/users/v1", Some(&user)).await.unwrap();
    let id = made.request_id.unwrap();
    let in_nginx: Value = serde_json::from_str(&stack.nginx.logged(&id)).unwrap();
    assert_eq!((&in_nginx["status"], &in_nginx["request_id"]), (&json!("201"), &json!(id)));
    let line = logged(&stack.issuers, &id).await;
    assert_eq!((&line["status"], &line["route"]), (&json!(201), &json!("/users/v1")));
    let record = admin.get("/audit/v1?limit=20").await.unwrap();
    let entries = record.body["items"].as_array().unwrap();
    let entry = entries.iter().find(|entry| entry["kind"] == "user.created" && entry["target"] == made.body["id"]);
    assert_eq!(entry.unwrap()["request_id"], json!(id));

    let checked = admin.get("/api/dashboard").await.unwrap().request_id.unwrap();
    stack.nginx.logged(&checked);
    assert_eq!(logged(&stack.apis, &checked).await["route"], "/api/dashboard");
    let refused = stack.browser().get("/api/dashboard").await.unwrap();
    assert_eq!(refused.body["instance"], json!(refused.request_id.unwrap()), "whoever fails can name it");
}

/// The line about this request, in the log of one of the instances.
async fn logged(services: &[Service], id: &str) -> Value {
    let line = || {
        let text = services.iter().map(Service::log).collect::<String>();
        let mut lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.find(|line| line["event"] == "http.request" && line["spans"][0]["request_id"] == id)
    };
    wait_for(Duration::from_secs(10), "the request is in a log", async || line().is_some()).await;
    line().unwrap()
}

async fn i7_random_paths_and_ids_make_no_series(stack: &Stack) {
    let mut admin = stack.browser();
    assert_eq!(admin.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.unwrap().status, 200);
    // Every kind of caller's invention has met both instances by then.
    for number in 0..20 {
        invent(stack, &mut admin, number).await;
    }
    // The scrape is a request too, and counted in the next one.
    series(stack);
    let before = series(stack);
    for number in 20..60 {
        invent(stack, &mut admin, number).await;
    }
    let new: Vec<_> = series(stack).difference(&before).cloned().collect();
    assert!(new.is_empty(), "{new:#?}");
    for word in ["invented", "INVENTED", "0190a3c2"] {
        assert!(!before.iter().any(|name| name.contains(word)), "{word}");
    }
}

async fn invent(stack: &Stack, admin: &mut Browser, number: usize) {
    let id = format!("0190a3c2-7f00-7000-8000-{number:012}");
    for path in [
        format!("/api/invented-{number}"),
        format!("/auth/v1/invented/{number}"),
        format!("/users/v1/{id}"),
        format!("/users/v1/{id}/sessions"),
        format!("/users/v1/invented-{number}"),
        format!("/users/v1?q=invented-{number}"),
        format!("/account/v1/sessions/invented-{number}"),
        format!("/.well-known/invented-{number}"),
        format!("/api/dashboard?invented={number}"),
    ] {
        admin.get(&path).await.unwrap();
        let method = Method::from_bytes(format!("INVENTED{number}").as_bytes()).unwrap();
        admin.call(method.clone(), &path, None).await.ok();
        // And without Nginx, which lets no invented method through.
        for service in stack.issuers.iter().chain(&stack.apis) {
            let mut direct = admin.at(&format!("http://{}", service.address()));
            direct.get(&path).await.unwrap();
            direct.call(method.clone(), &path, None).await.unwrap();
        }
    }
}

/// Of all instances together.
fn series(stack: &Stack) -> BTreeSet<String> {
    stack.issuers.iter().chain(&stack.apis).flat_map(|service| Figures::of(service).series()).collect()
}

fn production_refuses_the_seeded_accounts(stack: &Stack) {
    let [port] = testkit::servers::free_ports().map(|port| port.to_string());
    let production = [("PASEPORT_ENV", "production"), ("BCRYPT_COST", "10"), ("SERVER_PORT", &*port)];
    let refused = stack.issuers[0].command(&["serve"], &production, "");
    let error = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{error}");
    assert!(error.starts_with("issuer: ") && error.contains("seeded for development"), "{error}");
    assert!(!String::from_utf8_lossy(&refused.stdout).contains("is ready"), "nobody was told that it serves");
}
