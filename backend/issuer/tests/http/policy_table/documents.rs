//! What the documents promise of every operation.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::server_paths;
use testkit::app::TestApp;

use crate::operations::{self, Access, Operation, strings};

const PROBLEM: &str = "application/problem+json";

async fn operations() -> Vec<Operation> {
    operations::all(&TestApp::start().await)
}

#[tokio::test]
async fn operation_ids_are_unique() {
    let operations = operations().await;
    let ids: BTreeSet<_> = operations.iter().map(Operation::id).collect();
    assert_eq!(ids.len(), operations.len(), "{ids:?}");
    assert!(ids.iter().all(|id| !id.is_empty()));
}

#[tokio::test]
async fn every_operation_is_at_an_address_that_is_never_a_page() {
    let operations = operations().await;
    for operation in &operations {
        assert!(server_paths::is_servers(&operation.path), "{operation} would be the app's");
    }
    assert!(operations.len() > 25, "{}", operations.len());
}

#[tokio::test]
async fn every_answer_is_described_and_every_error_is_a_problem_with_an_example() {
    for operation in operations().await {
        let responses = operation.document["responses"].as_object().unwrap();
        for (status, answer) in responses {
            let case = format!("{operation} → {status}");
            assert!(!answer["description"].as_str().unwrap_or_default().is_empty(), "{case} has no description");
            if status.starts_with(['4', '5']) {
                let problem = &answer["content"][PROBLEM];
                assert!(problem["schema"]["$ref"].as_str().is_some_and(|name| name.ends_with("/Problem")), "{case}");
                assert_eq!(problem["example"]["status"].to_string(), *status, "{case}");
            }
        }
        assert!(responses.keys().any(|status| status.starts_with(['2', '3'])), "{operation} never succeeds");
    }
}

#[tokio::test]
async fn every_operation_tells_the_errors_that_follow_from_what_it_takes() {
    for operation in operations().await {
        let mut expected = BTreeSet::from(["500", "503"]);
        match operation.access() {
            Access::Public => {}
            Access::SameOrigin | Access::RefreshCookie => expected.extend(["400", "403"]),
            Access::Bearer(_) => expected.extend(["401", "403"]),
            Access::SameOriginOrBearer(_) => expected.extend(["400", "401", "403"]),
        }
        if operation.body_schema().is_some() {
            expected.extend(["400", "413", "415", "422"]);
        }
        if !operation.parameters("query").is_empty() {
            expected.insert("422");
        }
        if !operation.parameters("path").is_empty() {
            expected.insert("404");
        }
        let told: BTreeSet<_> =
            operation.document["responses"].as_object().unwrap().keys().map(String::as_str).collect();
        let untold: Vec<_> = expected.difference(&told).collect();
        assert!(untold.is_empty(), "{operation} doesn't tell of {untold:?}");
    }
}

#[tokio::test]
async fn operations_ask_for_the_token_or_cookie_that_they_want_and_for_nothing_else() {
    for operation in operations().await {
        let wanted = match operation.access() {
            Access::Public | Access::SameOrigin => Value::Null,
            Access::RefreshCookie => json!([{ "refresh_cookie": [] }]),
            Access::Bearer(_) => json!([{ "access_token": [] }]),
            Access::SameOriginOrBearer(_) => json!([{}, { "access_token": [] }]),
        };
        assert_eq!(operation.document["security"], wanted, "{operation}");
    }
}

#[tokio::test]
async fn every_answer_that_asks_to_wait_tells_where_it_says_how_long() {
    let mut told = 0;
    for operation in operations().await {
        for (status, answer) in operation.document["responses"].as_object().unwrap() {
            let waits = status == "429" || status == "503";
            let header = &answer["headers"]["Retry-After"]["schema"];
            assert_eq!(
                waits,
                *header == json!({ "type": "integer", "minimum": 1 }),
                "{operation} → {status}: {header}"
            );
            told += usize::from(status == "429");
        }
    }
    assert!(told >= 3, "sign-in, setup and password change are throttled");
}

#[tokio::test]
async fn no_field_of_a_body_is_told_to_take_null() {
    for operation in operations().await.iter().flat_map(Operation::forms) {
        let Some(schema) = operation.body_schema() else { continue };
        for (name, property) in schema["properties"].as_object().unwrap() {
            let takes_null = match &property["type"] {
                Value::Array(types) => types.iter().any(|name| name == "null"),
                _ => property.get("oneOf").is_some(),
            };
            assert!(!takes_null, "{operation}: {name} is told to take null, and null is refused");
        }
    }
}

/// Clients in typed languages would have to look for both.
#[tokio::test]
async fn a_field_may_be_absent_or_null_but_not_both() {
    let app = TestApp::start().await;
    let documents = app.edition.documents.iter().map(|document| serde_json::to_value(document).unwrap());
    let mut fields = 0;
    for document in documents {
        for (schema, definition) in document["components"]["schemas"].as_object().unwrap() {
            let required = strings(&definition["required"]);
            for (field, property) in definition["properties"].as_object().into_iter().flatten() {
                let takes_null = strings(&property["type"]).iter().any(|name| name == "null");
                assert!(!takes_null || required.contains(field), "{schema}.{field}");
                fields += 1;
            }
        }
    }
    assert!(fields > 50, "{fields}");
}
