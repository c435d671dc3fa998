//! `POST /auth/v1/providers/test`

use axum::extract::State;
use http::StatusCode;
use shared::{
    domain::providers::{DiscoveryFault, IssuerUrl},
    middleware::{
        input::{Fields, FromFields, JsonBody},
        problem::{MEDIA_TYPE, Problem, ProblemBody},
        role_middleware::Caller,
    },
};
use utoipa::ToSchema;

use super::unusable;
use crate::state::IssuerState;

/// A provider to be looked at.
#[derive(Debug, ToSchema)]
pub struct TestProvider {
    #[schema(value_type = String, example = "https://id.example.com/auth/v1/")]
    issuer: IssuerUrl,
}

impl FromFields for TestProvider {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        Some(Self { issuer: fields.required("issuer", str::parse)? })
    }
}

/// Reads a provider's discovery document and keys, and looks whether sign-in can work. Nothing is kept.
#[utoipa::path(
    post,
    path = "/auth/v1/providers/test",
    operation_id = "test_provider",
    tag = "providers",
    request_body = TestProvider,
    responses(
        (status = 204, description = "Sign-in can work."),
        (status = 422, description = "It can't, and the field `issuer` says why.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(unusable(&DiscoveryFault("the server can't be reached".to_owned())).example())),
    ),
)]
pub async fn test(
    State(state): State<IssuerState>,
    caller: Caller,
    JsonBody(body): JsonBody<TestProvider>,
) -> Result<StatusCode, Problem> {
    state.providers.test(&caller, body.issuer).await?;
    Ok(StatusCode::NO_CONTENT)
}
