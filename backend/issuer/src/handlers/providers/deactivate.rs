//! `DELETE /auth/v1/providers/{id}`

use axum::extract::State;
use http::StatusCode;
use shared::{
    domain::ids::ProviderId,
    middleware::{
        input::{Fields, FromFields, PathId, QueryParams},
        problem::Problem,
        role_middleware::Caller,
    },
};

use crate::{handlers::RequestOrigin, state::IssuerState};

/// What becomes of the sessions that came from the provider.
#[derive(Debug)]
pub struct DeactivateProvider {
    end_sessions: bool,
}

impl FromFields for DeactivateProvider {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        Some(Self { end_sessions: fields.optional_bool("end_sessions")?.unwrap_or(false) })
    }
}

/// Stops sign-in by a provider. Its row and the identities linked by it stay, so that it can be enabled again.
#[utoipa::path(
    delete,
    path = "/auth/v1/providers/{id}",
    operation_id = "deactivate_provider",
    tag = "providers",
    params(
        ("id" = String, Path, description = "The provider.", example = "0190a3c2-7f00-7000-8000-000000000003"),
        ("end_sessions" = Option<bool>, Query, description = "Whether the sessions that came from it end; `false` if left out.", example = true),
    ),
    responses(
        (status = 204, description = "Nobody signs in by this provider any more."),
        (status = 404, description = "No such provider."),
    ),
)]
pub async fn deactivate(
    State(state): State<IssuerState>,
    caller: Caller,
    RequestOrigin(origin): RequestOrigin,
    PathId(id): PathId<ProviderId>,
    QueryParams(request): QueryParams<DeactivateProvider>,
) -> Result<StatusCode, Problem> {
    state.providers.deactivate(&caller, &id, request.end_sessions, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
