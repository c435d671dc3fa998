//! A user: who may sign in, as what, and how he proves it.

use std::{fmt, str::FromStr};

use serde::Serialize;

use super::{DisplayName, Email, Role, Roles};
use crate::domain::{clock::Timestamp, ids::UserId, passwords::PasswordHash};

/// A user.
#[derive(Clone, Debug)]
pub struct User {
    pub id: UserId,
    pub email: Email,
    pub display_name: DisplayName,
    pub roles: Roles,
    pub status: UserStatus,
    /// Whether someone we trust has seen that the address is the user's.
    pub email_verified: bool,
    pub registration: Registration,
    /// `None` for a user who signs in only through a provider.
    pub password: Option<PasswordHash>,
    /// Raised in every unit of work that changes roles, status or profile.
    pub authz_version: u64,
    /// Raised in every unit of work that changes what a sign-in is proven with.
    pub credential_version: u64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub last_login_at: Option<Timestamp>,
}

impl User {
    /// Counts among those who can administer the installation.
    pub fn is_active_admin(&self) -> bool {
        self.status == UserStatus::Active && self.roles.contains(Role::Admin)
    }

    /// Notes a change of roles, status or profile.
    pub fn raise_authz_version(&mut self, now: Timestamp) {
        self.authz_version += 1;
        self.updated_at = now;
    }

    /// Notes a change of what a sign-in is proven with.
    pub fn raise_credential_version(&mut self, now: Timestamp) {
        self.credential_version += 1;
        self.updated_at = now;
    }
}

/// Whether a user may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum UserStatus {
    Active,
    /// Barred for a while by an admin.
    Locked,
    /// Barred for good by an admin; the record stays.
    Disabled,
}

/// How a user came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Registration {
    /// The first admin, by the one-time token.
    Setup,
    /// Made by an admin.
    Admin,
    /// Signed up alone.
    SelfSignUp,
    /// Came from an identity provider.
    Provider,
    /// Seeded for development; refused by a production start.
    Seeded,
}

/// The word is not one of the known ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be {0}")]
pub struct UnknownWord(&'static str);

impl UserStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Locked => "locked",
            Self::Disabled => "disabled",
        }
    }
}

impl fmt::Display for UserStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for UserStatus {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        [Self::Active, Self::Locked, Self::Disabled]
            .into_iter()
            .find(|status| status.as_str() == word)
            .ok_or(UnknownWord("active, locked or disabled"))
    }
}

impl Registration {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Admin => "admin",
            Self::SelfSignUp => "self_sign_up",
            Self::Provider => "provider",
            Self::Seeded => "seeded",
        }
    }
}

impl FromStr for Registration {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        [Self::Setup, Self::Admin, Self::SelfSignUp, Self::Provider, Self::Seeded]
            .into_iter()
            .find(|registration| registration.as_str() == word)
            .ok_or(UnknownWord("setup, admin, self_sign_up, provider or seeded"))
    }
}
