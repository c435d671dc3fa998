//! `GET /api/dashboard`: real figures of host and process, for everyone who is signed in.

use serde_json::Value;
use testkit::app::TestApp;

fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = object.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn count(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no count"))
}

#[tokio::test]
async fn users_and_admins_see_it_and_strangers_do_not() {
    let app = TestApp::start().await;
    for mut actor in [app.user().await, app.admin().await] {
        let answer = actor.get("/api/dashboard").send().await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(keys(&answer.json()), ["history", "host", "process", "requests"]);
    }
    let answer = app.anonymous().get("/api/dashboard").send().await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
}

#[tokio::test]
async fn a_session_that_ended_opens_it_no_more() {
    let app = TestApp::start().await;
    let mut user = app.user().await;
    assert_eq!(user.get("/api/dashboard").send().await.status, 200);
    assert_eq!(user.post("/auth/v1/logout").send().await.status, 204);
    let answer = user.get("/api/dashboard").send().await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.header("www-authenticate"), Some(r#"Bearer error="invalid_token""#));
}

#[tokio::test]
async fn the_figures_are_those_of_this_machine_and_this_process() {
    let app = TestApp::start().await;
    let mut user = app.user().await;
    app.advance(5);
    app.edition.api.monitor.sample();
    let shown = user.get("/api/dashboard").send().await.json();

    let host = &shown["host"];
    let cores = std::thread::available_parallelism().unwrap().get() as u64;
    assert!(count(&host["cores"]) >= cores, "{host}");
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    if let Some(kibibytes) = memory.lines().find_map(|line| line.strip_prefix("MemTotal:")?.split_whitespace().next()) {
        assert_eq!(count(&host["memory_total_bytes"]), kibibytes.parse::<u64>().unwrap() * 1024);
    }
    assert!(number(&host["memory_used_bytes"]) > 0.0);
    assert!(number(&host["memory_used_bytes"]) < number(&host["memory_total_bytes"]));
    assert!((0.0..=100.0).contains(&number(&host["cpu_percent"])), "{host}");
    assert!(number(&host["uptime_seconds"]) > 0.0);
    assert_eq!(keys(&host["load_average"]), ["fifteen", "five", "one"]);

    let process = &shown["process"];
    let resident = number(&process["memory_resident_bytes"]);
    assert!(resident > 1024.0 * 1024.0 && resident < number(&host["memory_total_bytes"]), "{process}");
    assert!((0.0..=100.0).contains(&number(&process["cpu_percent"])), "{process}");
}

#[tokio::test]
async fn every_answer_is_counted_by_its_status() {
    let app = TestApp::start().await;
    let mut user = app.user().await;
    app.advance(5);
    app.edition.api.monitor.sample();
    let before = user.get("/api/dashboard").send().await.json()["requests"].clone();
    for path in ["/account/v1/me", "/api/admin", "/api/nothing", "/.well-known/jwks.json"] {
        user.get(path).send().await;
    }
    app.advance(5);
    app.edition.api.monitor.sample();
    let after = user.get("/api/dashboard").send().await.json()["requests"].clone();
    let grown = |path: &str| count(after.pointer(path).unwrap()) - count(before.pointer(path).unwrap());
    // The answer that showed the first figures counts too.
    assert_eq!([grown("/total"), grown("/by_status/success"), grown("/by_status/client_error")], [5, 3, 2]);
    assert_eq!(grown("/by_status/server_error"), 0);
    assert_eq!(after["per_second"], 1.0);
}

#[tokio::test]
async fn the_history_is_in_order_and_ends_with_what_is_shown() {
    let app = TestApp::start().await;
    let mut user = app.user().await;
    for _ in 0..130 {
        app.advance(1);
        app.edition.api.monitor.sample();
    }
    let shown = user.get("/api/dashboard").send().await.json();
    let history = shown["history"].as_array().unwrap();
    assert_eq!(history.len(), 120, "no more than a plot needs");
    let times: Vec<_> = history.iter().map(|sample| sample["at"].as_str().unwrap()).collect();
    assert!(times.is_sorted() && times.last() == Some(&"2026-01-01T00:02:10Z"), "{times:?}");
    let last = history.last().unwrap();
    assert_eq!(last["memory_used_bytes"], shown["host"]["memory_used_bytes"]);
    assert_eq!(last["process_memory_bytes"], shown["process"]["memory_resident_bytes"]);
}

#[tokio::test]
async fn nothing_about_the_host_s_identity_is_in_it() {
    let app = TestApp::start().await;
    let shown = app.user().await.get("/api/dashboard").send().await.json();
    assert_eq!(shown.get("operator"), None);
    let told = app.admin().await.get("/api/admin").send().await.json()["operator"].clone();
    for name in ["host_name", "os_version", "kernel_version"] {
        if let Some(secret) = told[name].as_str().filter(|text| text.len() > 3) {
            assert!(!shown.to_string().contains(secret), "{name} is for operators only");
        }
    }
}
