//! `GET /account/v1/me`

use axum::{Json, extract::State};
use shared::middleware::{problem::Problem, role_middleware::Caller};

use crate::{handlers::users::UserBody, state::IssuerState};

/// Shows the caller's own record.
#[utoipa::path(
    get,
    path = "/account/v1/me",
    operation_id = "read_own_account",
    tag = "account",
    responses((status = 200, description = "The caller.", body = UserBody)),
)]
pub async fn me(State(state): State<IssuerState>, caller: Caller) -> Result<Json<UserBody>, Problem> {
    Ok(Json(state.account.me(&caller).await?.into()))
}
