//! `GET, POST /userinfo`

use axum::{Json, extract::State};
use serde::Serialize;
use shared::{
    domain::clients::Scope,
    middleware::{problem::Problem, role_middleware::Caller},
};
use utoipa::ToSchema;

use crate::state::IssuerState;

/// Claims about the user (OIDC Core, section 5.3.2), as far as the token's scope reaches.
#[derive(Debug, Serialize, ToSchema)]
pub struct Userinfo {
    #[schema(example = "0190a3c2-7f00-7000-8000-000000000001")]
    sub: String,
    /// With scope `profile`.
    #[schema(value_type = String, required = false, example = "Ulla User")]
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// With scope `profile`: seconds since 1970.
    #[schema(value_type = i64, required = false, example = 1_767_225_600)]
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<i64>,
    /// With scope `email`.
    #[schema(value_type = String, required = false, example = "user@example.com")]
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// With scope `email`.
    #[schema(value_type = bool, required = false, example = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    email_verified: Option<bool>,
}

/// Claims about the user.
#[utoipa::path(
    get,
    path = "/userinfo",
    operation_id = "userinfo",
    tag = "account",
    responses((status = 200, description = "The claims.", body = Userinfo)),
)]
pub async fn show(State(state): State<IssuerState>, caller: Caller) -> Result<Json<Userinfo>, Problem> {
    let user = state.account.me(&caller).await?;
    let profile = caller.scope.contains(Scope::PROFILE);
    let email = caller.scope.contains(Scope::EMAIL);
    Ok(Json(Userinfo {
        sub: user.id.to_string(),
        name: profile.then(|| user.display_name.to_string()),
        updated_at: profile.then(|| user.updated_at.as_second()),
        email: email.then(|| user.email.to_string()),
        email_verified: email.then_some(user.email_verified),
    }))
}

/// The same by POST, as OIDC Core, section 5.3.1, wants it.
#[utoipa::path(
    post,
    path = "/userinfo",
    operation_id = "userinfo_by_post",
    tag = "account",
    responses((status = 200, description = "The claims.", body = Userinfo)),
)]
pub async fn show_by_post(state: State<IssuerState>, caller: Caller) -> Result<Json<Userinfo>, Problem> {
    show(state, caller).await
}
