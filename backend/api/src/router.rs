//! What the API answers, in one table: path, methods, and who may.

use axum::Router;
use shared::{
    domain::access::AccessPolicy as Policy,
    middleware::routes::{Routes, bearer_document},
};
use utoipa::openapi::OpenApi;
use utoipa_axum::routes;

use crate::{
    handlers::{admin, dashboard},
    state::ApiState,
};

/// The API's routes, and the document about them.
pub fn router(state: ApiState) -> (Router, OpenApi) {
    let (router, document) = table().split();
    (router.with_state(state), document)
}

/// The document alone.
pub fn document() -> OpenApi {
    table().split().1
}

fn table() -> Routes<ApiState> {
    Routes::new(bearer_document("Paseport API", "Serves holders of Paseport's tokens."))
        .guarded(Policy::USER, routes!(dashboard::show::show))
        .guarded(Policy::ADMIN, routes!(admin::show::show))
}
