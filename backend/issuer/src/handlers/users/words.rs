//! The closed sets of a user's fields, named in the OpenAPI document, so that clients get exact types.
//!
//! Each is made from the domain's own by a match that must name them all.

use serde::Serialize;
use shared::domain::users;
use utoipa::ToSchema;

/// What a user may do: administer, or use the services.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub enum Role {
    Admin,
    User,
}

/// Whether a user may come in. `locked` and `disabled` refuse every way in alike.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum UserStatus {
    Active,
    Locked,
    Disabled,
}

impl Role {
    /// A set of roles as a list.
    pub fn list(roles: users::Roles) -> Vec<Self> {
        roles.iter().map(Self::from).collect()
    }
}

impl From<users::Role> for Role {
    fn from(role: users::Role) -> Self {
        match role {
            users::Role::Admin => Self::Admin,
            users::Role::User => Self::User,
        }
    }
}

impl From<users::UserStatus> for UserStatus {
    fn from(status: users::UserStatus) -> Self {
        match status {
            users::UserStatus::Active => Self::Active,
            users::UserStatus::Locked => Self::Locked,
            users::UserStatus::Disabled => Self::Disabled,
        }
    }
}
