use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};
use testkit::{app::TestApp, interposed::InterposedSessionCache};

use super::*;

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Buffer {
    fn lines(&self) -> Vec<Value> {
        let bytes = self.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn logged(filter: &str, format: LogFormat) -> String {
    let buffer = Buffer::default();
    let writer = buffer.clone();
    let filter = LogFilter::try_from(filter.to_owned()).unwrap();
    let subscriber = subscriber(&filter, format, false, move || writer.clone());
    tracing::subscriber::with_default(subscriber, || {
        let _request = tracing::info_span!("request", request_id = "abc").entered();
        tracing::debug!(target: "issuer", "too fine");
        tracing::info!(target: "issuer", reason = "logout", "session.ended");
        tracing::info!(target: "sqlx", "select 1");
        tracing::warn!(target: "sqlx", "slow statement");
    });
    let bytes = buffer.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_json_line_is_one_object_with_its_fields_and_the_request() {
    let text = logged("info,sqlx=warn", LogFormat::Json);
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert_eq!(lines[0]["message"], "session.ended");
    assert_eq!(lines[0]["reason"], "logout");
    assert_eq!(lines[0]["level"], "INFO");
    assert_eq!(lines[0]["span"]["request_id"], "abc");
    assert_eq!(lines[1]["message"], "slow statement");
}

/// Every line that a product writes while requests are under way, and nothing in the background is.
#[tokio::test]
async fn every_line_within_a_request_has_its_id() {
    let mut plugged = None;
    let app = TestApp::start_between(|_| {}, |ports| plugged = Some(InterposedSessionCache::plug(ports))).await;
    let mut browser = app.user().await;
    plugged.unwrap().set_deaf(true);
    let buffer = Buffer::default();
    let writer = buffer.clone();
    let filter = LogFilter::try_from("trace".to_owned()).unwrap();
    let logging = tracing::subscriber::set_default(subscriber(&filter, LogFormat::Json, false, move || writer.clone()));

    let name = |number: u32| format!("request-number-{number:04}");
    browser.get("/nowhere").header("x-request-id", &name(1)).send().await;
    browser.post("/auth/v1/refresh").header("x-request-id", &name(2)).send().await;
    let guess = json!({ "email": TestApp::USER.0, "password": "not the password at all" });
    browser.post("/auth/v1/login/local").header("x-request-id", &name(3)).json(&guess).await;
    browser.clone().post("/auth/v1/logout").header("x-request-id", &name(4)).send().await;
    browser.post("/auth/v1/refresh").header("x-request-id", &name(5)).send().await;
    drop(logging);

    let lines = buffer.lines();
    let events = |number: u32| {
        let of_request = lines.iter().filter(|line| line["spans"][0]["request_id"] == name(number).as_str());
        of_request.filter_map(|line| line["event"].as_str()).collect::<Vec<_>>()
    };
    for number in 1..=5 {
        assert!(events(number).ends_with(&["http.request"]), "{number}: {:?}", events(number));
    }
    assert_eq!(events(4), ["authority.apply_delayed", "http.request"], "a service in a task of its own");
    assert_eq!(events(5), ["session.refresh_refused", "http.request"]);
    let nameless: Vec<_> = lines.iter().filter(|line| line["spans"][0]["request_id"].is_null()).collect();
    assert!(nameless.is_empty(), "{nameless:#?}");
}

#[test]
fn a_line_in_a_span_within_the_request_has_the_id_too() {
    let buffer = Buffer::default();
    let writer = buffer.clone();
    let filter = LogFilter::default();
    tracing::subscriber::with_default(subscriber(&filter, LogFormat::Json, false, move || writer.clone()), || {
        let _request = tracing::error_span!("request", request_id = "abc").entered();
        let _inner = tracing::info_span!("of a library").entered();
        tracing::info!("deep inside");
    });
    assert_eq!(buffer.lines()[0]["spans"][0]["request_id"], "abc");
}

#[test]
fn a_line_for_people_is_plain_text_without_colours_in_a_file() {
    let text = logged("info,sqlx=warn", LogFormat::Pretty);
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains("session.ended") && text.contains("logout") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn the_filter_decides_what_is_logged() {
    assert!(logged("debug", LogFormat::Json).contains("too fine"));
    assert_eq!(logged("off", LogFormat::Json), "");
    assert_eq!(logged("warn, sqlx=off", LogFormat::Json), "");
}

#[test]
fn a_filter_that_cannot_be_read_is_refused() {
    for text in ["issuer=loud", "=", "info,=debug=", "a b", "inof", "info,,warn"] {
        assert!(LogFilter::try_from(text.to_owned()).is_err(), "{text}");
    }
    assert_eq!(LogFilter::try_from(LogFilter::default().0).unwrap(), LogFilter::default());
}
