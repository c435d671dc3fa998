//! `PUT /users/v1/{user_id}`

use axum::{Json, extract::State};
use shared::{
    domain::{
        ids::UserId,
        passwords::NewPassword,
        users::{DisplayName, Email, Roles, UserStatus},
    },
    middleware::{
        input::{Fields, FromFields, JsonBody, PathId},
        problem::{MEDIA_TYPE, Problem, ProblemBody},
        role_middleware::Caller,
    },
};
use utoipa::ToSchema;

use super::{UserBody, roles, words};
use crate::{
    handlers::RequestOrigin,
    services::users::{UserError, UserUpdate},
    state::IssuerState,
};

/// What a user is to be from now on.
#[derive(Debug, ToSchema)]
pub struct UpdateUser {
    #[schema(value_type = String, format = Email, example = "grace@example.com")]
    email: Email,
    #[schema(value_type = String, example = "Grace")]
    display_name: DisplayName,
    #[schema(value_type = Vec<words::Role>, example = json!(["User"]))]
    roles: Roles,
    /// Anything but `active` refuses every way in and ends all sessions.
    #[schema(value_type = words::UserStatus, example = "active")]
    status: UserStatus,
    /// Left out: stays as it is. Given: ends all sessions of the user.
    #[schema(value_type = String, required = false, format = Password, example = "a-long-enough-phrase")]
    password: Option<NewPassword>,
}

impl FromFields for UpdateUser {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let email = fields.required("email", Email::parse);
        let display_name = fields.required("display_name", DisplayName::parse);
        let roles = roles(fields);
        let status = fields.required("status", str::parse);
        let password = fields.optional_secret("password", NewPassword::parse);
        Some(Self { email: email?, display_name: display_name?, roles: roles?, status: status?, password: password? })
    }
}

/// Changes a user. What takes power away works on every running session within two seconds.
#[utoipa::path(
    put,
    path = "/users/v1/{user_id}",
    operation_id = "update_user",
    tag = "users",
    params(("user_id" = String, Path, description = "The user.", example = "0190a3c2-7f00-7000-8000-000000000001")),
    request_body = UpdateUser,
    responses(
        (status = 200, description = "The user as he is now.", body = UserBody),
        (status = 404, description = "No such user."),
        (status = 409, description = "The e-mail address is taken, a role is not the caller's to grant, or the change would bar the caller himself or the last active admin.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(Problem::from(UserError::OwnRole).example())),
    ),
)]
pub async fn update(
    State(state): State<IssuerState>,
    caller: Caller,
    RequestOrigin(origin): RequestOrigin,
    PathId(user_id): PathId<UserId>,
    JsonBody(body): JsonBody<UpdateUser>,
) -> Result<Json<UserBody>, Problem> {
    let update = UserUpdate {
        email: body.email,
        display_name: body.display_name,
        roles: body.roles,
        status: body.status,
        password: body.password,
    };
    Ok(Json(state.users.update(&caller, &user_id, update, &origin).await?.into()))
}
