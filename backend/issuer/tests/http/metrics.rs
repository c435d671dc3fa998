//! `GET /metrics`

use std::{collections::BTreeSet, net::Ipv4Addr, time::Duration};

use http::Method;
use issuer::services::authority;
use serde_json::json;
use testkit::{
    actor::Answer,
    app::TestApp,
    interposed::{InterposedHasher, InterposedSessionCache, InterposedSigner, InterposedStore},
};

use crate::accounts;

/// What the machine's own scraper is told, and nothing of the scraping itself.
async fn scrape(app: &TestApp) -> String {
    app.anonymous_at(Ipv4Addr::LOCALHOST).get("/metrics").send().await.text()
}

/// The value of one series as it is written.
async fn figure(app: &TestApp, series: &str) -> Option<String> {
    let text = scrape(app).await;
    text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' ')).map(str::to_owned)
}

/// Each of these series has this value.
#[track_caller]
fn assert_figures(text: &str, expected: &[(&str, u64)]) {
    for (series, value) in expected {
        let line = format!("{series} {value}");
        let family = series.split('{').next().unwrap();
        let told: Vec<_> = text.lines().filter(|line| line.starts_with(family)).collect();
        assert!(told.contains(&&*line), "{line} is not among {told:#?}");
    }
}

#[tokio::test]
async fn metrics_are_told_to_direct_loopback_peers_only() {
    let app = TestApp::start().await;
    let mut local = app.anonymous_at(Ipv4Addr::LOCALHOST);
    assert_eq!(local.get("/metrics").send().await.status, 200);
    for mut stranger in [app.anonymous(), app.admin().await] {
        let answer = stranger.get("/metrics").send().await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (404, "not-found"));
    }
    for header in ["x-forwarded-for", "forwarded", "x-real-ip", "via"] {
        assert_eq!(local.get("/metrics").header(header, "127.0.0.1").send().await.status, 404, "{header}");
    }
}

#[tokio::test]
async fn the_text_is_of_the_format_that_was_asked_for() {
    let app = TestApp::start().await;
    let mut local = app.anonymous_at(Ipv4Addr::LOCALHOST);
    let plain = local.get("/metrics").send().await;
    assert_eq!(plain.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    assert!(plain.text().contains("\n# TYPE paseport_sign_ins_total counter\n"), "{}", plain.text());
    let open = local.get("/metrics").header("accept", "application/openmetrics-text;version=1.0.0").send().await;
    assert_eq!(open.header("content-type"), Some("application/openmetrics-text; version=1.0.0; charset=utf-8"));
    assert!(open.text().contains("\n# TYPE paseport_sign_ins counter\n") && open.text().ends_with("\n# EOF\n"));
}

#[tokio::test]
async fn every_family_is_told_once_and_with_its_help() {
    let app = TestApp::start().await;
    let text = scrape(&app).await;
    let types: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")).collect();
    let families: BTreeSet<_> = types.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(families.len(), types.len(), "a family stands there twice: {types:#?}");
    for family in &families {
        assert!(text.contains(&format!("# HELP {family} ")), "{family}");
        assert!(family.starts_with("paseport_") || *family == "process_start_time_seconds", "{family}");
    }
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let name = line.split(['{', ' ']).next().unwrap();
        let parts = ["_bucket", "_sum", "_count"].iter().filter_map(|suffix| name.strip_suffix(suffix));
        assert!(parts.chain([name]).any(|name| families.contains(name)), "{line} is of no family");
    }
}

#[tokio::test]
async fn sign_ins_are_counted_by_outcome() {
    let app = TestApp::start_with(|settings| settings.issuer.free_failures = 2).await;
    drop(app.user().await);
    let mut guesser = app.anonymous();
    for status in [401, 401, 429] {
        assert_eq!(guesser.sign_in(TestApp::ADMIN.0, "not the password at all").await.status, status);
    }
    assert_figures(
        &scrape(&app).await,
        &[
            (r#"paseport_sign_ins_total{outcome="signed_in"}"#, 1),
            (r#"paseport_sign_ins_total{outcome="refused"}"#, 2),
            (r#"paseport_sign_ins_total{outcome="throttled"}"#, 1),
            ("paseport_sessions_opened_total", 1),
            // Two for the accounts, one sign-in and two guesses.
            ("paseport_password_hash_seconds_count", 5),
            ("paseport_password_queue_length", 0),
        ],
    );
}

#[tokio::test]
async fn sign_ins_that_something_was_away_for_are_counted_apart() {
    let mut plugged = None;
    let plug = |ports: &mut _| {
        plugged = Some((InterposedHasher::plug(ports), InterposedSigner::plug(ports), InterposedStore::plug(ports)));
    };
    let app = TestApp::start_between(|_| {}, plug).await;
    let (hasher, signer, store) = plugged.unwrap();
    let mut browser = app.anonymous();
    hasher.set_busy(true);
    assert_eq!(browser.sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 503);
    hasher.set_busy(false);
    signer.set_away(true);
    assert_eq!(browser.sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 503);
    signer.set_away(false);
    store.set_away(true);
    assert_eq!(browser.sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 503);
    assert_figures(
        &scrape(&app).await,
        &[
            (r#"paseport_sign_ins_total{outcome="busy"}"#, 1),
            (r#"paseport_sign_ins_total{outcome="unsigned"}"#, 1),
            (r#"paseport_sign_ins_total{outcome="unavailable"}"#, 1),
            (r#"paseport_token_signing_failures_total{reason="unavailable"}"#, 1),
            (r#"paseport_dependency_status{dependency="sqlite",status="down"}"#, 1),
            (r#"paseport_dependency_status{dependency="sqlite",status="ready"}"#, 0),
            (r#"paseport_dependency_status{dependency="keys",status="ready"}"#, 1),
        ],
    );
}

#[tokio::test]
async fn refreshes_are_counted_by_outcome_and_endings_by_reason() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    let first = browser.refresh_token().unwrap();
    assert_eq!(browser.refresh().await.status, 200);
    browser.hold_refresh_token(&first);
    assert_eq!(browser.refresh().await.status, 200, "a second tab");
    app.advance(11);
    browser.hold_refresh_token(&first);
    assert_eq!(browser.refresh().await.status, 401, "stolen");
    browser.hold_refresh_token(&first);
    assert_eq!(browser.refresh().await.status, 401, "the family is over");
    let mut other = app.user().await;
    assert_eq!(other.post("/auth/v1/logout").send().await.status, 204);
    assert_figures(
        &scrape(&app).await,
        &[
            (r#"paseport_refreshes_total{outcome="rotated"}"#, 1),
            (r#"paseport_refreshes_total{outcome="repeated"}"#, 1),
            (r#"paseport_refreshes_total{outcome="reused"}"#, 1),
            (r#"paseport_refreshes_total{outcome="refused"}"#, 1),
            (r#"paseport_sessions_ended_total{reason="reuse"}"#, 1),
            (r#"paseport_sessions_ended_total{reason="signed_out"}"#, 1),
            (r#"paseport_sessions_ended_total{reason="replaced"}"#, 0),
            // Two sign-ins and three refreshes, of which the one that found the theft was for nothing.
            (r#"paseport_token_signatures_total{key_version="1",outcome="issued"}"#, 4),
            (r#"paseport_token_signatures_total{key_version="1",outcome="thrown_away"}"#, 1),
            ("paseport_token_signing_duration_seconds_count", 5),
        ],
    );
}

#[tokio::test]
async fn checks_are_counted_by_where_their_answer_came_from_and_refusals_by_reason() {
    let app = TestApp::start().await;
    let mut browser = app.user().await;
    for _ in 0..3 {
        assert!(accounts::opens(&mut browser, "/api/dashboard").await);
    }
    browser.access_token = Some("v4.public.nonsense".to_owned());
    assert!(!accounts::opens(&mut browser, "/api/dashboard").await);
    assert_figures(
        &scrape(&app).await,
        &[
            (r#"paseport_token_checks_total{from="memory"}"#, 2),
            (r#"paseport_token_checks_total{from="read"}"#, 2),
            (r#"paseport_token_checks_refused_total{reason="invalid"}"#, 1),
            ("paseport_token_check_entries", 1),
        ],
    );
}

#[tokio::test]
async fn requests_are_counted_by_service_and_route_and_measured() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = admin.user_id.clone().unwrap();
    assert_eq!(admin.get(&format!("/users/v1/{id}")).send().await.status, 200);
    assert_eq!(admin.get("/api/dashboard").send().await.status, 200);
    assert_eq!(admin.get("/api/nowhere").send().await.status, 404);
    let text = scrape(&app).await;
    assert_figures(
        &text,
        &[
            (
                r#"paseport_http_requests_total{service="issuer",method="GET",route="/users/v1/{user_id}",status="200"}"#,
                1,
            ),
            (r#"paseport_http_requests_total{service="api",method="GET",route="/api/dashboard",status="200"}"#, 1),
            (r#"paseport_http_requests_total{service="paseport",method="GET",route="unmatched",status="404"}"#, 1),
            (r#"paseport_http_request_duration_seconds_count{service="api",method="GET",route="/api/dashboard"}"#, 1),
            // The one that asks.
            ("paseport_http_requests_in_flight", 1),
        ],
    );
    assert!(!text.contains(&id));
}

#[tokio::test]
async fn keys_are_told_with_their_age() {
    let app = TestApp::start().await;
    let key = app.edition.issuer.keys.current().unwrap();
    app.clock.set(key.created_at() + Duration::from_hours(1));
    app.edition.issuer.keys.reload().await.unwrap();
    app.advance(60);
    let (age, read_age) = ("paseport_signing_key_age_seconds", "paseport_signing_keys_read_age_seconds");
    assert_eq!(figure(&app, age).await.as_deref(), Some("3660.0"));
    assert_eq!(figure(&app, read_age).await.as_deref(), Some("60.0"));
    assert_figures(&scrape(&app).await, &[(r#"paseport_signing_keys{status="current"}"#, 1)]);
}

#[tokio::test]
async fn a_change_that_waits_for_the_fast_store_is_told_with_its_age() {
    let mut plugged = None;
    let app = TestApp::start_between(|_| {}, |ports| plugged = Some(InterposedSessionCache::plug(ports))).await;
    let (cache, issuer) = (plugged.unwrap(), &app.edition.issuer);
    let apply = async || authority::apply_pending(&issuer.ports, &issuer.endings).await;
    let (oldest, applied) =
        ("paseport_authority_change_oldest_pending_seconds", "paseport_authority_change_delay_seconds_sum");
    cache.set_deaf(true);
    assert_eq!(app.user().await.post("/auth/v1/logout").send().await.status, 204);
    app.advance(30);
    assert!(apply().await.is_err());
    assert_eq!(
        (figure(&app, oldest).await.as_deref(), figure(&app, applied).await.as_deref()),
        (Some("30.0"), Some("0.0"))
    );
    cache.set_deaf(false);
    assert_eq!(apply().await.unwrap(), 1);
    assert_eq!(
        (figure(&app, oldest).await.as_deref(), figure(&app, applied).await.as_deref()),
        (Some("0.0"), Some("30.0"))
    );
}

#[tokio::test]
async fn i7_random_paths_methods_and_ids_add_no_series() {
    let app = TestApp::start().await;
    barrage(&app, 0).await;
    scrape(&app).await;
    let before = series(&scrape(&app).await);
    for round in 1..=100 {
        barrage(&app, round).await;
    }
    let text = scrape(&app).await;
    assert_eq!(series(&text).difference(&before).collect::<Vec<_>>(), [""; 0]);
    assert!(!text.contains("marker"), "what a caller sends stands in a label");
}

/// One request of each kind that a stranger can make up.
async fn barrage(app: &TestApp, round: u32) {
    let mut admin = app.admin().await;
    let mark = format!("marker{round}");
    let id = format!("00000000-0000-7000-8000-{round:012}");
    for path in [
        format!("/{mark}"),
        format!("/api/{mark}"),
        format!("/api/dashboard?{mark}={mark}"),
        format!("/users/v1/{id}"),
        format!("/users/v1/{id}/sessions"),
        format!("/users/v1/{mark}"),
        format!("/auth/v1/{mark}/{mark}"),
        format!("/swagger-ui/{mark}"),
        format!("/.well-known/{mark}"),
    ] {
        for method in ["GET".to_owned(), "DELETE".to_owned(), format!("X{mark}")] {
            admin.call(Method::from_bytes(method.as_bytes()).unwrap(), &path).header("host", &mark).send().await;
        }
    }
    let mut stranger = app.anonymous();
    let guess = json!({ "email": format!("{mark}@example.com"), "password": format!("password {mark}") });
    let answer: Answer = stranger.post("/auth/v1/login/local").header("user-agent", &mark).json(&guess).await;
    assert_eq!(answer.status, 401);
    stranger.hold_refresh_token(&mark);
    assert_eq!(stranger.refresh().await.status, 401);
    stranger.access_token = Some(mark.clone());
    assert!(!accounts::opens(&mut stranger, "/api/dashboard").await);
}

/// All series without their values.
fn series(text: &str) -> BTreeSet<String> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.rsplit_once(' ')).map(|(series, _)| series.to_owned()).collect()
}
