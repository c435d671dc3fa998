//! `GET /auth/v1/login/options`

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

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

/// Tells the sign-in page what to offer.
#[utoipa::path(
    get,
    path = "/auth/v1/login/options",
    operation_id = "login_options",
    tag = "sign-in",
    responses((status = 200, description = "The ways to sign in.", body = LoginOptions)),
)]
pub async fn options() -> Json<LoginOptions> {
    Json(LoginOptions { password: true, providers: Vec::new() })
}
