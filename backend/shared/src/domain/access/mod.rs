//! Who may do what: a route's policy is data, and a caller is what the check made of a token.

use serde::Serialize;

use super::{
    clients::{ClientId, Scope},
    clock::Timestamp,
    ids::{SessionId, UserId},
    users::{Role, Roles},
};

/// What a route demands of whoever calls it. Each route is registered together with one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "access", rename_all = "snake_case")]
pub enum AccessPolicy {
    /// Anybody.
    Public,
    /// Anybody from our own pages: the same-origin rule holds, and the body carries the proof.
    SameOrigin,
    /// The refresh cookie, from our own pages.
    RefreshCookie,
    /// An access token of a live session whose user has one of the roles, with the scope.
    Bearer { any_role: &'static [Role], scope: &'static str },
}

/// Everything about accounts and administration wants this scope; only our own sign-in and clients registered for it
/// have it.
pub const PASEPORT_SCOPE: &str = "paseport";

impl AccessPolicy {
    /// Users and admins, with their own application's token.
    pub const USER: Self = Self::Bearer { any_role: &[Role::Admin, Role::User], scope: PASEPORT_SCOPE };
    /// Admins, with their own application's token.
    pub const ADMIN: Self = Self::Bearer { any_role: &[Role::Admin], scope: PASEPORT_SCOPE };
    /// OIDC userinfo: any client that was granted `openid`.
    pub const USERINFO: Self = Self::Bearer { any_role: &[Role::Admin, Role::User], scope: "openid" };
}

/// A caller who passed the check: a verified token, a live session and an active user.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    pub user_id: UserId,
    pub session_id: SessionId,
    pub client_id: ClientId,
    pub scope: Scope,
    pub roles: Roles,
    pub email: String,
    pub display_name: String,
    /// When the user proved who he is.
    pub auth_time: Timestamp,
    /// When the token dies.
    pub expires_at: Timestamp,
}

/// Why a verified caller may not use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Insufficient {
    Role,
    Scope,
}

impl Identity {
    /// Holds the caller against a policy. Policies that want no bearer are met by any.
    pub fn satisfies(&self, policy: &AccessPolicy) -> Result<(), Insufficient> {
        let AccessPolicy::Bearer { any_role, scope } = policy else { return Ok(()) };
        if !self.scope.contains(scope) {
            return Err(Insufficient::Scope);
        }
        if self.roles.contains_any(any_role) { Ok(()) } else { Err(Insufficient::Role) }
    }
}
