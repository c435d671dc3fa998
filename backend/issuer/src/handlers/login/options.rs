//! `GET /auth/v1/login/options`

use axum::{Json, extract::State};
use serde::Serialize;
use shared::{domain::providers::Provider, middleware::problem::Problem};
use utoipa::ToSchema;

use crate::state::IssuerState;

/// The ways to sign in.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoginOptions {
    /// Whether e-mail and password are accepted.
    #[schema(example = true)]
    password: bool,
    providers: Vec<ProviderOption>,
}

/// An identity provider, as a button shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderOption {
    #[schema(example = "rauthy")]
    slug: String,
    #[schema(example = "Rauthy")]
    display_name: String,
}

impl From<&Provider> for ProviderOption {
    fn from(provider: &Provider) -> Self {
        Self { slug: provider.slug.to_string(), display_name: provider.display_name.to_string() }
    }
}

/// Tells the sign-in page what to offer.
#[utoipa::path(
    get,
    path = "/auth/v1/login/options",
    operation_id = "login_options",
    tag = "sign-in",
    responses((status = 200, description = "The ways to sign in.", body = LoginOptions)),
)]
pub async fn options(State(state): State<IssuerState>) -> Result<Json<LoginOptions>, Problem> {
    let providers = state.providers.list().await?;
    let enabled = providers.iter().filter(|provider| provider.enabled);
    Ok(Json(LoginOptions { password: true, providers: enabled.map(ProviderOption::from).collect() }))
}
