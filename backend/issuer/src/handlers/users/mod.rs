//! Administration of users.

pub mod create;
pub mod delete;
pub mod list;
pub mod read;
pub mod update;
pub mod words;

use serde::Serialize;
use shared::{
    domain::{
        clock::Timestamp,
        passwords::PasswordRefused,
        users::{Role, Roles, User},
    },
    middleware::{input::Fields, problem::Problem},
};
use utoipa::ToSchema;

use super::busy;
use crate::services::users::UserError;

/// A user, as admins and he himself see him.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserBody {
    #[schema(example = "0190a3c2-7f00-7000-8000-000000000001")]
    id: String,
    #[schema(example = "user@example.com")]
    email: String,
    #[schema(example = "Ulla User")]
    display_name: String,
    #[schema(example = json!(["User"]))]
    roles: Vec<words::Role>,
    #[schema(example = "active")]
    status: words::UserStatus,
    #[schema(example = true)]
    email_verified: bool,
    #[schema(value_type = String, format = DateTime, example = "2026-01-01T00:00:00Z")]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime, example = "2026-01-01T00:00:00Z")]
    updated_at: Timestamp,
    #[schema(required, value_type = Option<String>, format = DateTime, example = "2026-01-02T08:15:00Z")]
    last_login_at: Option<Timestamp>,
}

impl From<User> for UserBody {
    fn from(user: User) -> Self {
        Self {
            id: user.id.to_string(),
            email: user.email.to_string(),
            display_name: user.display_name.to_string(),
            roles: words::Role::list(user.roles),
            status: user.status.into(),
            email_verified: user.email_verified,
            created_at: user.created_at,
            updated_at: user.updated_at,
            last_login_at: user.last_login_at,
        }
    }
}

/// Reads the field `roles`.
fn roles(fields: &mut Fields) -> Option<Roles> {
    fields.required_list("roles", |names| {
        Roles::new(names.iter().map(|name| name.parse::<Role>()).collect::<Result<Vec<_>, _>>()?)
    })
}

impl From<UserError> for Problem {
    fn from(error: UserError) -> Self {
        let detail = error.to_string();
        let conflict = |name, title| Self::conflict(name, title).detail(detail);
        match error {
            UserError::NotFound => Self::not_found(),
            UserError::CallerGone => Self::invalid_token(),
            UserError::NoLongerAdmin => Self::insufficient_role(),
            UserError::EmailTaken => conflict("email-taken", "E-mail address taken"),
            UserError::RoleNotOwned => conflict("role-not-owned", "Role not owned"),
            UserError::OwnRole => conflict("own-role", "Own role"),
            UserError::OwnStatus => conflict("own-status", "Own status"),
            UserError::OwnPassword => conflict("own-password", "Own password"),
            UserError::OwnAccount => conflict("own-account", "Own account"),
            UserError::LastAdmin => conflict("last-admin", "Last admin"),
            UserError::PasswordContainsEmail => password_contains_email("password"),
            UserError::Busy(error) => busy(error),
            UserError::Store(error) => error.into(),
        }
    }
}

/// The one fault of a password that only shows beside the e-mail.
pub(super) fn password_contains_email(field: &'static str) -> Problem {
    Problem::invalid_fields(Vec::new()).field(field, PasswordRefused::ContainsEmail.to_string())
}
