//! Bodies: each field wrong in each way, and what is no JSON object at all.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use testkit::{actor::Answer, app::TestApp};

use super::faults;
use crate::{
    operations::{self, Operation, strings},
    scene::Scene,
};

/// Operations that take a body, each with a scene in which it can succeed.
async fn with_bodies() -> Vec<(Operation, Scene)> {
    let mut cases = Vec::new();
    for operation in operations::all(&TestApp::start().await).iter().flat_map(Operation::forms) {
        if operation.body_schema().is_some() {
            let scene = Scene::for_operation(&operation).await;
            cases.push((operation, scene));
        }
    }
    assert_eq!(cases.len(), 11, "operations with a body, in each of its forms");
    cases
}

async fn send(scene: &mut Scene, operation: &Operation, body: &Value) -> Answer {
    let address = scene.address(operation).await;
    scene.admin.call(operation.method.clone(), &address).json(body).await
}

async fn send_text(scene: &mut Scene, operation: &Operation, content_type: &str, body: impl Into<Vec<u8>>) -> Answer {
    let address = scene.address(operation).await;
    scene.admin.call(operation.method.clone(), &address).body(content_type, body).send().await
}

fn object(body: Value) -> Map<String, Value> {
    match body {
        Value::Object(members) => members,
        other => panic!("not an object: {other}"),
    }
}

#[track_caller]
fn assert_names(answer: &Answer, fields: &[&str], case: &str) {
    assert_eq!(answer.status, 422, "{case}: {}", answer.text());
    assert_eq!(answer.problem(), "invalid-fields", "{case}");
    assert_eq!(answer.invalid_fields(), fields, "{case}: {}", answer.text());
}

#[tokio::test]
async fn the_documented_fields_are_the_ones_a_body_has() {
    for (operation, scene) in with_bodies().await {
        let documented: BTreeSet<_> =
            operation.body_schema().unwrap()["properties"].as_object().unwrap().keys().cloned().collect();
        let sent: BTreeSet<_> = object(scene.valid_body(&operation).unwrap()).keys().cloned().collect();
        assert_eq!(documented, sent, "{operation}");
    }
}

#[tokio::test]
async fn a_wrong_field_is_named_and_nothing_changes() {
    for (operation, mut scene) in with_bodies().await {
        let valid = scene.valid_body(&operation).unwrap();
        let before = scene.recorded().await;
        for name in object(valid.clone()).keys() {
            for fault in faults::of(operation.id(), name) {
                let mut body = valid.clone();
                body[name] = fault.clone();
                let shown: String = fault.to_string().chars().take(60).collect();
                let answer = send(&mut scene, &operation, &body).await;
                assert_names(&answer, &[name], &format!("{operation} with {name}: {shown}"));
            }
        }
        assert_eq!(scene.recorded().await, before, "{operation}");
        let answer = send(&mut scene, &operation, &valid).await;
        assert!(answer.status.is_success(), "{operation} takes the valid body: {}", answer.text());
    }
}

#[tokio::test]
async fn a_missing_field_is_named_if_it_is_required() {
    for (operation, mut scene) in with_bodies().await {
        // Without its one field the second form of a body is the first one.
        if operation.form() > 0 {
            continue;
        }
        let valid = object(scene.valid_body(&operation).unwrap());
        let required = strings(&operation.body_schema().unwrap()["required"]);
        let before = scene.recorded().await;
        for name in &required {
            let mut body = valid.clone();
            body.remove(name);
            let answer = send(&mut scene, &operation, &Value::Object(body)).await;
            assert_names(&answer, &[name], &format!("{operation} without {name}"));
        }
        let answer = send(&mut scene, &operation, &json!({})).await;
        let named: BTreeSet<_> = answer.invalid_fields().into_iter().collect();
        assert_eq!(named, required.iter().cloned().collect(), "{operation} with an empty object");
        assert_eq!(scene.recorded().await, before, "{operation}");

        let only_required = valid.into_iter().filter(|(name, _)| required.contains(name)).collect();
        let answer = send(&mut scene, &operation, &Value::Object(only_required)).await;
        assert!(answer.status.is_success(), "{operation} with what is required: {}", answer.text());
    }
}

#[tokio::test]
async fn a_doubled_field_is_named_even_if_both_are_equal() {
    for (operation, mut scene) in with_bodies().await {
        let valid = object(scene.valid_body(&operation).unwrap());
        let before = scene.recorded().await;
        for (name, value) in &valid {
            let body = format!("{},{}:{value}}}", json!(valid).to_string().trim_end_matches('}'), json!(name));
            let answer = send_text(&mut scene, &operation, "application/json", body).await;
            assert_names(&answer, &[name], &format!("{operation} with {name} twice"));
        }
        assert_eq!(scene.recorded().await, before, "{operation}");
    }
}

#[tokio::test]
async fn all_faults_are_named_at_once() {
    for (operation, mut scene) in with_bodies().await {
        let valid = object(scene.valid_body(&operation).unwrap());
        let mut body: Map<_, _> = valid.keys().map(|name| (name.clone(), Value::Null)).collect();
        body.insert("surprise".to_owned(), json!(1));
        let answer = send(&mut scene, &operation, &Value::Object(body)).await;
        assert_eq!(answer.status, 422, "{operation}");
        let named: BTreeSet<_> = answer.invalid_fields().into_iter().collect();
        let expected: BTreeSet<_> = valid.keys().cloned().chain(["surprise".to_owned()]).collect();
        assert_eq!(named, expected, "{operation}");
    }
}

#[tokio::test]
async fn what_is_no_json_object_is_400() {
    for (operation, mut scene) in with_bodies().await {
        let valid = scene.valid_body(&operation).unwrap().to_string();
        let before = scene.recorded().await;
        let deep_field = format!("{{\"email\":{}", "[".repeat(60_000));
        let bodies: [Vec<u8>; 15] = [
            "".into(),
            " ".into(),
            "{".into(),
            "null".into(),
            "7".into(),
            "true".into(),
            "\"text\"".into(),
            format!("[{valid}]").into(),
            format!("{valid}{valid}").into(),
            format!("{valid} x").into(),
            valid.replace('"', "'").into(),
            format!("\u{feff}{valid}").into(),
            [valid.as_bytes(), b"\xff"].concat(),
            "[".repeat(60_000).into(),
            deep_field.into(),
        ];
        for body in bodies {
            let shown: String = String::from_utf8_lossy(&body).chars().take(40).collect();
            let answer = send_text(&mut scene, &operation, "application/json", body).await;
            assert_eq!(answer.status, 400, "{operation} with {shown:?}: {}", answer.text());
            assert_eq!(answer.problem(), "bad-request");
        }
        assert_eq!(scene.recorded().await, before, "{operation}");
    }
}

#[tokio::test]
async fn another_content_type_is_415() {
    for (operation, mut scene) in with_bodies().await {
        let valid = scene.valid_body(&operation).unwrap().to_string();
        let address = scene.address(&operation).await;
        let before = scene.recorded().await;
        for other in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", ""]
        {
            let answer = send_text(&mut scene, &operation, other, valid.clone()).await;
            assert_eq!(answer.status, 415, "{operation} with {other}: {}", answer.text());
            assert_eq!(answer.problem(), "unsupported-media-type");
        }
        let call = scene.admin.call(operation.method.clone(), &address).body("", valid.clone()).without("content-type");
        assert_eq!(call.send().await.status, 415, "{operation} without a content type");
        let call = scene.admin.call(operation.method.clone(), &address).body("application/json", valid);
        assert_eq!(call.header("content-encoding", "gzip").send().await.status, 415, "{operation} compressed");
        assert_eq!(scene.recorded().await, before, "{operation}");
    }
}

#[tokio::test]
async fn more_than_64_kib_are_413_whether_declared_or_not() {
    for (operation, mut scene) in with_bodies().await {
        let valid = scene.valid_body(&operation).unwrap().to_string();
        let address = scene.address(&operation).await;
        let before = scene.recorded().await;
        let padded = |length: usize| format!("{valid}{}", " ".repeat(length - valid.len()));
        let too_long = padded(64 * 1024 + 1);
        let call = scene.admin.call(operation.method.clone(), &address).body("application/json", too_long.clone());
        let answer = call.send().await;
        assert_eq!(answer.status, 413, "{operation}: {}", answer.text());
        assert_eq!(answer.problem(), "payload-too-large");
        let length = too_long.len().to_string();
        let call = scene.admin.call(operation.method.clone(), &address).body("application/json", too_long);
        assert_eq!(call.header("content-length", &length).send().await.status, 413, "{operation}");
        assert_eq!(scene.recorded().await, before, "{operation}");
        let answer = send_text(&mut scene, &operation, "application/json", padded(64 * 1024)).await;
        assert!(answer.status.is_success(), "{operation} takes 64 KiB: {}", answer.text());
    }
}
