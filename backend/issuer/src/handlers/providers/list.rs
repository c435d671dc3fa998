//! `GET /auth/v1/providers`

use axum::{Json, extract::State};
use serde::Serialize;
use shared::middleware::{problem::Problem, role_middleware::Caller};
use utoipa::ToSchema;

use super::ProviderBody;
use crate::state::IssuerState;

/// All providers, in the order they were made.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderList {
    items: Vec<ProviderBody>,
    /// `null`: the list has one page.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Lists the providers, those that are deactivated with them.
#[utoipa::path(
    get,
    path = "/auth/v1/providers",
    operation_id = "list_providers",
    tag = "providers",
    responses((status = 200, description = "The providers.", body = ProviderList)),
)]
pub async fn list(State(state): State<IssuerState>, _caller: Caller) -> Result<Json<ProviderList>, Problem> {
    let items = state.providers.list().await?.into_iter().map(ProviderBody::from).collect();
    Ok(Json(ProviderList { items, next_cursor: None }))
}
