//! Query parameters: each wrong, each given twice.

use std::collections::BTreeSet;

use testkit::app::TestApp;

use crate::{operations, scene::Scene};

/// Values that a parameter of the lists refuses.
fn faults(name: &str) -> Vec<String> {
    let bad: &[&str] = match name {
        "limit" => &["", "0", "-1", "101", "1.5", "1e1", "0x10", "ten", "99999999999999999999", "10%00", "+5%20"],
        "cursor" | "actor" | "target" => &["", "1", "junk", "0190A3C2-7F00-7000-8000-000000000001", "%00", "%ff"],
        "from" | "to" => {
            &["", "yesterday", "2026-13-01T00:00:00Z", "2026-01-01", "1767225600", "2026-01-01T00:00:00", "%00"]
        }
        "kind" => &[""],
        "q" => &["%00", "percent%00", "line%0abreak", "%7f"],
        other => panic!("there is a parameter {other}, and no spec knows how it can be wrong"),
    };
    let mut bad: Vec<_> = bad.iter().map(|&value| value.to_owned()).collect();
    bad.push("x".repeat(10_000));
    bad
}

/// A value that a parameter takes.
fn valid(name: &str) -> &'static str {
    match name {
        "limit" => "10",
        "cursor" | "actor" | "target" => "0190a3c2-7f00-7000-8000-000000000001",
        "from" | "to" => "2026-01-01T00:00:00Z",
        "return_to" => "/dashboard",
        "provider" => "rauthy",
        "fresh" | "end_sessions" => "true",
        _ => "text",
    }
}

#[tokio::test]
async fn a_wrong_parameter_of_a_list_is_named() {
    let mut scene = Scene::start().await;
    let mut lists = BTreeSet::new();
    for operation in operations::all(&scene.app) {
        let parameters = operation.parameters("query");
        if !parameters.iter().any(|name| name == "limit") {
            continue;
        }
        lists.insert(operation.path.clone());
        for name in parameters {
            for fault in faults(&name) {
                let path = format!("{}?{name}={fault}", operation.path);
                let shown: String = path.chars().take(80).collect();
                let answer = scene.admin.get(&path).send().await;
                assert_eq!(answer.status, 422, "{shown}: {}", answer.text());
                assert_eq!(answer.invalid_fields(), [name.as_str()], "{shown}");
            }
            let path = format!("{}?{name}={}", operation.path, valid(&name));
            assert_eq!(scene.admin.get(&path).send().await.status, 200, "{path}");
        }
    }
    assert_eq!(lists, BTreeSet::from(["/audit/v1", "/users/v1"].map(str::to_owned)));
}

#[tokio::test]
async fn a_parameter_given_twice_is_named_whatever_it_says() {
    let mut scene = Scene::start().await;
    for operation in operations::all(&scene.app) {
        let address = scene.address(&operation).await;
        for name in operation.parameters("query") {
            let value = valid(&name);
            let spelt = format!("%{:x}{}", name.as_bytes()[0], &name[1..]);
            let others = operation.required_parameters().into_iter().filter(|other| *other != name);
            let others: String =
                others.flat_map(|other| ["&".to_owned(), format!("{other}="), valid(&other).to_owned()]).collect();
            for path in [
                format!("{address}?{name}={value}&{name}={value}{others}"),
                format!("{address}?{name}={value}&{spelt}={value}{others}"),
                format!("{address}?{name}&{name}={value}{others}"),
            ] {
                let answer = scene.admin.call(operation.method.clone(), &path).send().await;
                assert_eq!(answer.status, 422, "{path}: {}", answer.text());
                assert_eq!(answer.invalid_fields(), [name.as_str()], "{path}");
            }
        }
    }
}

#[tokio::test]
async fn unknown_parameters_are_left_aside() {
    let mut scene = Scene::start().await;
    let plain = scene.admin.get("/users/v1").send().await.json();
    let answer = scene.admin.get("/users/v1?utm_source=mail&LIMIT=1&offset=1&order=email").send().await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), plain);
}

#[tokio::test]
async fn all_wrong_parameters_are_named_at_once() {
    let app = TestApp::start().await;
    let answer = app.admin().await.get("/audit/v1?actor=x&target=x&from=x&to=x&limit=x&cursor=x").send().await;
    assert_eq!(answer.status, 422);
    let named: BTreeSet<_> = answer.invalid_fields().into_iter().collect();
    assert_eq!(named, BTreeSet::from(["actor", "target", "from", "to", "limit", "cursor"].map(str::to_owned)));
}
