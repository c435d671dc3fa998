//! `GET /users/v1/{user_id}`

use axum::{Json, extract::State};
use shared::{
    domain::ids::UserId,
    middleware::{input::PathId, problem::Problem, role_middleware::Caller},
};

use super::UserBody;
use crate::state::IssuerState;

/// Shows a user.
#[utoipa::path(
    get,
    path = "/users/v1/{user_id}",
    operation_id = "read_user",
    tag = "users",
    params(("user_id" = String, Path, description = "The user.", example = "0190a3c2-7f00-7000-8000-000000000001")),
    responses(
        (status = 200, description = "The user.", body = UserBody),
        (status = 404, description = "No such user."),
    ),
)]
pub async fn read(
    State(state): State<IssuerState>,
    _caller: Caller,
    PathId(user_id): PathId<UserId>,
) -> Result<Json<UserBody>, Problem> {
    Ok(Json(state.users.find(&user_id).await?.into()))
}
