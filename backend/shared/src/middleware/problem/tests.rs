use axum::{Json, body::to_bytes};
use serde_json::{Value, json};
use utoipa::OpenApi;

use super::*;

#[derive(OpenApi)]
#[openapi(components(schemas(ProblemBody)))]
struct Document;

#[test]
fn the_schema_is_called_problem_and_names_every_member() {
    let document = serde_json::to_value(Document::openapi()).unwrap();
    let schemas = &document["components"]["schemas"];
    let members: Vec<_> = schemas["Problem"]["properties"].as_object().unwrap().keys().collect();
    assert_eq!(members, ["detail", "errors", "instance", "status", "title", "type"]);
    let item = &schemas["Problem"]["properties"]["errors"]["items"];
    assert_eq!(item["$ref"], "#/components/schemas/FieldError");
    assert!(schemas["FieldError"]["properties"]["field"].is_object());
}

const ID: &str = "0123456789abcdef";

async fn rendered(answer: impl IntoResponse) -> (Response<()>, Value) {
    let response = render(answer.into_response(), &ID.parse().unwrap());
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    (Response::from_parts(parts, ()), serde_json::from_slice(&bytes).unwrap())
}

#[tokio::test]
async fn the_body_has_the_members_of_rfc_9457() {
    let (response, body) = rendered(Problem::new(StatusCode::CONFLICT, "taken", "Taken").detail("It is taken.")).await;
    assert_eq!(response.status(), StatusCode::CONFLICT);
    assert_eq!(response.headers()[CONTENT_TYPE], MEDIA_TYPE);
    let expected = json!({
        "type": "urn:paseport:problem:taken", "title": "Taken", "status": 409, "detail": "It is taken.", "instance": ID,
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn fields_are_named_with_422_and_only_there() {
    let (_, body) = rendered(Problem::invalid_fields(Vec::new()).field("email", "is required")).await;
    assert_eq!(body["errors"], json!([{ "field": "email", "message": "is required" }]));
    let (_, body) = rendered(Problem::bad_request().field("email", "is required")).await;
    assert_eq!(body.get("errors"), None);
}

#[tokio::test]
async fn a_cause_never_leaves() {
    let (response, body) = rendered(Problem::internal("marker in a cause")).await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!body.to_string().contains("marker"));
}

#[test]
fn the_chain_of_causes_is_kept_for_the_log() {
    let problem = Problem::from(StoreError::unavailable("connection refused"));
    assert_eq!(problem.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(problem.cause_chain().as_deref(), Some("the store is not available: connection refused"));
}

#[tokio::test]
async fn challenges_say_what_is_missing() {
    for (problem, status, challenge) in [
        (Problem::unauthorized(), 401, "Bearer"),
        (Problem::invalid_token(), 401, r#"Bearer error="invalid_token""#),
        (Problem::fresh_sign_in_required(), 401, r#"Bearer error="insufficient_user_authentication", max_age=300"#),
        (Problem::insufficient_role(), 403, r#"Bearer error="insufficient_scope""#),
        (Problem::insufficient_scope(), 403, r#"Bearer error="insufficient_scope""#),
    ] {
        let (response, _) = rendered(problem).await;
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.headers()[WWW_AUTHENTICATE], challenge);
    }
}

#[tokio::test]
async fn retry_after_is_rounded_up() {
    for (after, header) in [(0, "1"), (1, "1"), (1000, "1"), (1001, "2"), (90_000, "90")] {
        let (response, _) = rendered(Problem::too_many_requests(Duration::from_millis(after))).await;
        assert_eq!(response.headers()[RETRY_AFTER], header);
    }
}

#[tokio::test]
async fn plain_errors_of_the_router_become_problems_and_keep_their_headers() {
    let plain = (StatusCode::METHOD_NOT_ALLOWED, [("allow", "GET,HEAD")], "some text of a library");
    let (response, body) = rendered(plain).await;
    assert_eq!(response.headers()["allow"], "GET,HEAD");
    assert_eq!(body["type"], "urn:paseport:problem:method-not-allowed");
    assert!(!body.to_string().contains("library"));
    let (response, body) = rendered(StatusCode::IM_A_TEAPOT).await;
    assert_eq!(response.status(), StatusCode::IM_A_TEAPOT);
    assert_eq!(body["status"], 418);
}

#[tokio::test]
async fn errors_in_another_format_and_successes_pass() {
    let oauth = json!({ "error": "invalid_grant" });
    let (response, body) = rendered((StatusCode::BAD_REQUEST, Json(oauth.clone()))).await;
    assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
    assert_eq!(body, oauth);
    let (response, body) = rendered(Json(json!([1]))).await;
    assert_eq!((response.status(), body), (StatusCode::OK, json!([1])));
}
