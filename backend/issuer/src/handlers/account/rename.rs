//! `PATCH /account/v1/me`

use axum::{Json, extract::State};
use shared::{
    domain::users::DisplayName,
    middleware::{
        input::{Fields, FromFields, JsonBody},
        problem::Problem,
        role_middleware::Caller,
    },
};
use utoipa::ToSchema;

use crate::{
    handlers::{RequestOrigin, users::UserBody},
    state::IssuerState,
};

/// What a user may change of his own record.
#[derive(Debug, ToSchema)]
pub struct Rename {
    #[schema(value_type = String, example = "Ulla")]
    display_name: DisplayName,
}

impl FromFields for Rename {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        Some(Self { display_name: fields.required("display_name", DisplayName::parse)? })
    }
}

/// Changes how the caller is called.
#[utoipa::path(
    patch,
    path = "/account/v1/me",
    operation_id = "rename_own_account",
    tag = "account",
    request_body = Rename,
    responses((status = 200, description = "The caller as he is now.", body = UserBody)),
)]
pub async fn rename(
    State(state): State<IssuerState>,
    caller: Caller,
    RequestOrigin(origin): RequestOrigin,
    JsonBody(body): JsonBody<Rename>,
) -> Result<Json<UserBody>, Problem> {
    Ok(Json(state.account.rename(&caller, body.display_name, &origin).await?.into()))
}
