//! `GET /account/v1/identities`

use axum::{Json, extract::State};
use serde::Serialize;
use shared::{
    domain::clock::Timestamp,
    middleware::{problem::Problem, role_middleware::Caller},
};
use utoipa::ToSchema;

use crate::{handlers::login::options::ProviderOption, services::identities::LinkedIdentity, state::IssuerState};

/// An external identity that opens the account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Identity)]
pub struct IdentityBody {
    #[schema(example = "0190a3c2-7f00-7000-8000-000000000004")]
    id: String,
    provider: ProviderOption,
    /// Whether its provider signs people in at the moment.
    #[schema(example = true)]
    provider_enabled: bool,
    /// The address that the provider told when the identity was linked.
    #[schema(example = "ulla@example.com")]
    email: String,
    #[schema(value_type = String, format = DateTime, example = "2026-01-01T00:00:00Z")]
    linked_at: Timestamp,
    #[schema(required, value_type = Option<String>, format = DateTime, example = "2026-01-02T08:15:00Z")]
    last_used_at: Option<Timestamp>,
}

/// External identities, the oldest link first.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityList {
    pub(super) items: Vec<IdentityBody>,
}

impl From<LinkedIdentity> for IdentityBody {
    fn from(linked: LinkedIdentity) -> Self {
        let LinkedIdentity { identity, provider } = linked;
        Self {
            id: identity.id.to_string(),
            provider_enabled: provider.enabled,
            provider: ProviderOption::from(&provider),
            email: identity.email,
            linked_at: identity.linked_at,
            last_used_at: identity.last_used_at,
        }
    }
}

/// Lists the caller's external identities.
#[utoipa::path(
    get,
    path = "/account/v1/identities",
    operation_id = "list_own_identities",
    tag = "account",
    responses((status = 200, description = "The caller's identities.", body = IdentityList)),
)]
pub async fn list(State(state): State<IssuerState>, caller: Caller) -> Result<Json<IdentityList>, Problem> {
    let items = state.identities.list(&caller).await?.into_iter().map(IdentityBody::from).collect();
    Ok(Json(IdentityList { items }))
}
