//! `POST /users/v1`

use axum::{
    Json,
    extract::State,
    response::{AppendHeaders, IntoResponse},
};
use http::{StatusCode, header::LOCATION};
use shared::{
    domain::{
        passwords::NewPassword,
        users::{DisplayName, Email, Roles},
    },
    middleware::{
        input::{Fields, FromFields, JsonBody},
        problem::{MEDIA_TYPE, Problem, ProblemBody},
        role_middleware::Caller,
    },
};
use utoipa::ToSchema;

use super::{UserBody, roles, words};
use crate::{
    handlers::RequestOrigin,
    services::users::{NewUser, UserError},
    state::IssuerState,
};

/// A user to be made.
#[derive(Debug, ToSchema)]
pub struct CreateUser {
    #[schema(value_type = String, format = Email, example = "grace@example.com")]
    email: Email,
    #[schema(value_type = String, example = "Grace")]
    display_name: DisplayName,
    /// 15 characters to 1,024 bytes, not a common one, not containing the e-mail.
    #[schema(value_type = String, format = Password, example = "a-long-enough-phrase")]
    password: NewPassword,
    #[schema(value_type = Vec<words::Role>, example = json!(["User"]))]
    roles: Roles,
    /// `false` if left out.
    #[schema(value_type = bool, required = false, example = false)]
    email_verified: bool,
}

impl FromFields for CreateUser {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let email = fields.required("email", Email::parse);
        let display_name = fields.required("display_name", DisplayName::parse);
        let password = fields.required_secret("password", NewPassword::parse);
        let roles = roles(fields);
        let email_verified = fields.optional_bool("email_verified");
        Some(Self {
            email: email?,
            display_name: display_name?,
            password: password?,
            roles: roles?,
            email_verified: email_verified?.unwrap_or(false),
        })
    }
}

/// Makes a user.
#[utoipa::path(
    post,
    path = "/users/v1",
    operation_id = "create_user",
    tag = "users",
    request_body = CreateUser,
    responses(
        (status = 201, description = "The user was made.", body = UserBody, headers(("Location" = String, description = "The user's address."))),
        (status = 409, description = "The e-mail address is taken, or a role is not the caller's to grant.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(Problem::from(UserError::EmailTaken).example())),
    ),
)]
pub async fn create(
    State(state): State<IssuerState>,
    caller: Caller,
    RequestOrigin(origin): RequestOrigin,
    JsonBody(body): JsonBody<CreateUser>,
) -> Result<impl IntoResponse, Problem> {
    let new = NewUser {
        email: body.email,
        display_name: body.display_name,
        password: body.password,
        roles: body.roles,
        email_verified: body.email_verified,
    };
    let user = state.users.create(&caller, new, &origin).await?;
    let location = format!("/users/v1/{}", user.id);
    Ok((StatusCode::CREATED, AppendHeaders([(LOCATION, location)]), Json(UserBody::from(user))))
}
