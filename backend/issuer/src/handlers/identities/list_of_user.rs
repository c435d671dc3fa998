//! `GET /users/v1/{user_id}/identities`

use axum::{Json, extract::State};
use shared::{
    domain::ids::UserId,
    middleware::{input::PathId, problem::Problem, role_middleware::Caller},
};

use super::list::{IdentityBody, IdentityList};
use crate::state::IssuerState;

/// Lists the external identities that open a user's account.
#[utoipa::path(
    get,
    path = "/users/v1/{user_id}/identities",
    operation_id = "list_user_identities",
    tag = "users",
    params(("user_id" = String, Path, description = "The user.", example = "0190a3c2-7f00-7000-8000-000000000001")),
    responses(
        (status = 200, description = "The user's identities.", body = IdentityList),
        (status = 404, description = "No such user."),
    ),
)]
pub async fn list_of_user(
    State(state): State<IssuerState>,
    _caller: Caller,
    PathId(user_id): PathId<UserId>,
) -> Result<Json<IdentityList>, Problem> {
    let identities = state.identities.list_of(&user_id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(IdentityList { items: identities.into_iter().map(IdentityBody::from).collect() }))
}
