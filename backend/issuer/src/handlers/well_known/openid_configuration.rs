//! `GET /.well-known/openid-configuration`

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::state::IssuerState;

/// What OpenID Connect Discovery 1.0 calls provider metadata, as far as it exists.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderMetadata {
    #[schema(example = "https://sign-in.example.com")]
    issuer: String,
    #[schema(example = "https://sign-in.example.com/.well-known/jwks.json")]
    jwks_uri: String,
    #[schema(example = "https://sign-in.example.com/userinfo")]
    userinfo_endpoint: String,
}

/// Tells clients where things are.
#[utoipa::path(
    get,
    path = "/.well-known/openid-configuration",
    operation_id = "openid_configuration",
    tag = "discovery",
    responses((status = 200, description = "The metadata.", body = ProviderMetadata)),
)]
pub async fn openid_configuration(State(state): State<IssuerState>) -> Json<ProviderMetadata> {
    let at = |path: &str| format!("{}{path}", state.settings.public_url);
    Json(ProviderMetadata {
        issuer: state.settings.token_issuer.clone(),
        jwks_uri: at("/.well-known/jwks.json"),
        userinfo_endpoint: at("/userinfo"),
    })
}
