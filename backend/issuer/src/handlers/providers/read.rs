//! `GET /auth/v1/providers/{id}`

use axum::{Json, extract::State};
use shared::{
    domain::ids::ProviderId,
    middleware::{input::PathId, problem::Problem, role_middleware::Caller},
};

use super::ProviderBody;
use crate::state::IssuerState;

/// Shows a provider.
#[utoipa::path(
    get,
    path = "/auth/v1/providers/{id}",
    operation_id = "read_provider",
    tag = "providers",
    params(("id" = String, Path, description = "The provider.", example = "0190a3c2-7f00-7000-8000-000000000003")),
    responses(
        (status = 200, description = "The provider.", body = ProviderBody),
        (status = 404, description = "No such provider."),
    ),
)]
pub async fn read(
    State(state): State<IssuerState>,
    _caller: Caller,
    PathId(id): PathId<ProviderId>,
) -> Result<Json<ProviderBody>, Problem> {
    Ok(Json(state.providers.find(&id).await?.into()))
}
