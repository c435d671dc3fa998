//! Where the documents about the routes are.

use std::sync::Arc;

use axum::{Json, Router, routing::get};
use utoipa::openapi::OpenApi;

/// The document of the issuer.
pub const ISSUER: &str = "/auth/v1/openapi.json";
/// The document of the API.
pub const API: &str = "/api/openapi.json";

/// Serves a document.
pub fn route(path: &'static str, document: OpenApi) -> Router {
    let document = Arc::new(document);
    Router::new().route(path, get(async move || Json(document.clone())))
}
