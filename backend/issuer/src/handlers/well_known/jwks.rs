//! `GET /.well-known/jwks.json`

use axum::Json;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A JSON Web Key set (RFC 7517, section 5).
#[derive(Debug, Serialize, ToSchema)]
pub struct Jwks {
    /// Keys of ID tokens only. PASETO keys never stand here: see `/.well-known/paserk.json`.
    #[schema(value_type = Vec<Object>)]
    keys: Vec<Value>,
}

/// The keys of ID tokens. None are issued yet, so there are none.
#[utoipa::path(
    get,
    path = "/.well-known/jwks.json",
    operation_id = "jwks",
    tag = "discovery",
    responses((status = 200, description = "The keys.", body = Jwks)),
)]
pub async fn jwks() -> Json<Jwks> {
    Json(Jwks { keys: Vec::new() })
}
