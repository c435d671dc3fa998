//! What can be said in the audit record.

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::{
    ids::SessionId,
    providers::Slug,
    sessions::EndReason,
    users::{Roles, User, UserStatus},
};

/// What happened. Each kind carries what a reader needs to understand it, and never a secret.
#[derive(Clone, Debug)]
pub enum AuditEvent {
    SignInSucceeded { session_id: SessionId, amr: Vec<String>, provider: Option<Slug> },
    SignInFailed { reason: &'static str },
    SignInThrottled { retry_after_seconds: u64 },
    SessionEnded { session_id: SessionId, reason: EndReason },
    RefreshTokenReused { session_id: SessionId },
    SetupCompleted { after: UserFacts },
    SetupRefused,
    UserCreated { after: UserFacts },
    UserUpdated { before: UserFacts, after: UserFacts, password_reset: bool },
    UserDeleted { before: UserFacts },
    ProfileChanged { before: UserFacts, after: UserFacts },
    PasswordChanged,
    PasswordChangeRefused,
    PasswordChangeThrottled { retry_after_seconds: u64 },
}

/// What the record keeps of a user before and after a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UserFacts {
    pub email: String,
    pub display_name: String,
    pub roles: Roles,
    pub status: UserStatus,
    pub email_verified: bool,
}

impl From<&User> for UserFacts {
    fn from(user: &User) -> Self {
        Self {
            email: user.email.to_string(),
            display_name: user.display_name.to_string(),
            roles: user.roles,
            status: user.status,
            email_verified: user.email_verified,
        }
    }
}

impl AuditEvent {
    /// The kind of a sign-in.
    pub const SIGN_IN_SUCCEEDED: &'static str = "sign_in.succeeded";
    /// The kind of a sign-in with a wrong address or password, or of a barred account.
    pub const SIGN_IN_FAILED: &'static str = "sign_in.failed";

    /// The dotted name a filter uses.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SignInSucceeded { .. } => Self::SIGN_IN_SUCCEEDED,
            Self::SignInFailed { .. } => Self::SIGN_IN_FAILED,
            Self::SignInThrottled { .. } => "sign_in.throttled",
            Self::SessionEnded { .. } => "session.ended",
            Self::RefreshTokenReused { .. } => "session.reuse_detected",
            Self::SetupCompleted { .. } => "setup.completed",
            Self::SetupRefused => "setup.refused",
            Self::UserCreated { .. } => "user.created",
            Self::UserUpdated { .. } => "user.updated",
            Self::UserDeleted { .. } => "user.deleted",
            Self::ProfileChanged { .. } => "user.profile_changed",
            Self::PasswordChanged => "password.changed",
            Self::PasswordChangeRefused => "password.change_refused",
            Self::PasswordChangeThrottled { .. } => "password.change_throttled",
        }
    }

    /// Why, where there is a choice of reasons.
    pub fn reason(&self) -> Option<&'static str> {
        match self {
            Self::SignInFailed { reason } => Some(reason),
            Self::SessionEnded { reason, .. } => Some(reason.as_str()),
            Self::RefreshTokenReused { .. } => Some(EndReason::Reuse.as_str()),
            _ => None,
        }
    }

    /// What only this kind has, as JSON.
    pub fn details(&self) -> Value {
        match self {
            Self::SignInSucceeded { session_id, amr, provider: None } => json!({ "session": session_id, "amr": amr }),
            Self::SignInSucceeded { session_id, amr, provider: Some(provider) } => {
                json!({ "session": session_id, "amr": amr, "provider": provider })
            }
            Self::SignInThrottled { retry_after_seconds } | Self::PasswordChangeThrottled { retry_after_seconds } => {
                json!({ "retry_after": retry_after_seconds })
            }
            Self::SessionEnded { session_id, .. } | Self::RefreshTokenReused { session_id } => {
                json!({ "session": session_id })
            }
            Self::SetupCompleted { after } | Self::UserCreated { after } => json!({ "after": after }),
            Self::UserUpdated { before, after, password_reset } => {
                json!({ "before": before, "after": after, "password_reset": password_reset })
            }
            Self::UserDeleted { before } => json!({ "before": before }),
            Self::ProfileChanged { before, after } => json!({ "before": before, "after": after }),
            Self::SignInFailed { .. } | Self::SetupRefused | Self::PasswordChanged | Self::PasswordChangeRefused => {
                json!({})
            }
        }
    }
}
