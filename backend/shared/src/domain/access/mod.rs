//! Who may do what: a route's policy is data, and a caller is what the check made of a token.

use jiff::SignedDuration;
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
    /// An access token.
    Bearer(BearerRule),
    /// Anybody from our own pages, with one of two bodies: the one carries its own proof, and a token beside it changes
    /// nothing; the other wants the token.
    SameOriginOrBearer(BearerRule),
}

/// What an access token must be worth: a live session whose user has one of the roles, with the scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct BearerRule {
    pub any_role: &'static [Role],
    pub scope: &'static str,
    /// So many seconds ago at most the user must have proven who he is (RFC 9470).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u32>,
}

/// Everything about accounts and administration wants this scope; only our own sign-in and clients registered for it
/// have it.
pub const PASEPORT_SCOPE: &str = "paseport";

/// How old a fresh sign-in may be, in seconds.
pub const FRESH_SECONDS: u32 = 300;

impl AccessPolicy {
    /// Users and admins, with their own application's token.
    pub const USER: Self = Self::Bearer(BearerRule::USER);
    /// The same with a fresh sign-in: for what decides how an account can be entered.
    pub const FRESH_USER: Self = Self::Bearer(BearerRule::FRESH_USER);
    /// Admins, with their own application's token.
    pub const ADMIN: Self = Self::Bearer(BearerRule { any_role: &[Role::Admin], ..BearerRule::USER });
    /// OIDC userinfo: any client that was granted `openid`.
    pub const USERINFO: Self = Self::Bearer(BearerRule { scope: "openid", ..BearerRule::USER });
    /// A ticket in the body, or what [`Self::FRESH_USER`] wants.
    pub const TICKET_OR_FRESH_USER: Self = Self::SameOriginOrBearer(BearerRule::FRESH_USER);
}

impl BearerRule {
    const USER: Self = Self { any_role: &[Role::Admin, Role::User], scope: PASEPORT_SCOPE, max_age: None };
    const FRESH_USER: Self = Self { max_age: Some(FRESH_SECONDS), ..Self::USER };
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
    /// The sign-in is too long ago.
    Authentication,
}

impl Identity {
    /// Holds the caller against a rule, at the time `now`.
    pub fn satisfies(&self, rule: &BearerRule, now: Timestamp) -> Result<(), Insufficient> {
        let is_fresh = |max_age: u32| now.duration_since(self.auth_time) <= SignedDuration::from_secs(max_age.into());
        if !self.scope.contains(rule.scope) {
            return Err(Insufficient::Scope);
        }
        if !self.roles.contains_any(rule.any_role) {
            return Err(Insufficient::Role);
        }
        if rule.max_age.is_none_or(is_fresh) { Ok(()) } else { Err(Insufficient::Authentication) }
    }
}
