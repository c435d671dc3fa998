//! `POST /auth/v1/setup`

use axum::{Json, extract::State, response::IntoResponse};
use http::StatusCode;
use secrecy::{ExposeSecret, SecretString};
use shared::{
    domain::{
        passwords::NewPassword,
        users::{DisplayName, Email, Roles},
    },
    middleware::{
        input::{Fields, FromFields, JsonBody},
        problem::{MEDIA_TYPE, Problem, ProblemBody},
    },
};
use utoipa::ToSchema;

use crate::{
    handlers::{OwnPage, RequestOrigin, users::UserBody},
    services::{
        setup::SetupError,
        users::{NewUser, UserError},
    },
    state::IssuerState,
};

/// The first admin, and the token that allows to make him.
#[derive(Debug, ToSchema)]
pub struct CompleteSetup {
    /// The one-time token that the start printed.
    #[schema(value_type = String, example = "kO3n0bS7cJrX1p2mFz8qQ4tYvW6uLdEa")]
    token: SecretString,
    #[schema(value_type = String, format = Email, example = "admin@example.com")]
    email: Email,
    #[schema(value_type = String, example = "Ada Admin")]
    display_name: DisplayName,
    /// 15 characters to 1,024 bytes, not a common one, not containing the e-mail.
    #[schema(value_type = String, format = Password, example = "a-long-enough-phrase")]
    password: NewPassword,
}

impl FromFields for CompleteSetup {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let token = fields.required_secret("token", |token| match token.expose_secret().len() {
            1..=128 => Ok(token),
            _ => Err("must have 1 to 128 characters"),
        });
        let email = fields.required("email", Email::parse);
        let display_name = fields.required("display_name", DisplayName::parse);
        let password = fields.required_secret("password", NewPassword::parse);
        Some(Self { token: token?, email: email?, display_name: display_name?, password: password? })
    }
}

/// Makes the first admin.
#[utoipa::path(
    post,
    path = "/auth/v1/setup",
    operation_id = "complete_setup",
    tag = "setup",
    request_body = CompleteSetup,
    responses(
        (status = 201, description = "The admin was made and can sign in.", body = UserBody),
        (status = 401, description = "The token is not valid, or there is an admin already.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(Problem::from(SetupError::Refused).example())),
        (status = 409, description = "The e-mail address is taken.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(Problem::from(UserError::EmailTaken).example())),
        (status = 429, description = "Too many attempts; see `Retry-After`."),
    ),
)]
pub async fn complete(
    State(state): State<IssuerState>,
    _own_page: OwnPage,
    RequestOrigin(origin): RequestOrigin,
    JsonBody(body): JsonBody<CompleteSetup>,
) -> Result<impl IntoResponse, Problem> {
    let admin = NewUser {
        email: body.email,
        display_name: body.display_name,
        password: body.password,
        roles: Roles::ADMIN_AND_USER,
        email_verified: false,
    };
    let user = state.setup.complete(body.token, admin, &origin).await?;
    Ok((StatusCode::CREATED, Json(UserBody::from(user))))
}

impl From<SetupError> for Problem {
    fn from(error: SetupError) -> Self {
        match error {
            SetupError::Refused => {
                Self::new(StatusCode::UNAUTHORIZED, "invalid-setup-token", "The setup token is not valid")
            }
            SetupError::User(error) => error.into(),
        }
    }
}
