use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use serde_json::Value;

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
