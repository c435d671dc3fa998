//! What can be said in the audit record.

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::{
    ids::{IdentityId, ProviderId, SessionId},
    providers::{ProviderFacts, Slug},
    sessions::EndReason,
    users::{Roles, User, UserStatus},
};

/// What happened. Each kind carries what a reader needs to understand it, and never a secret.
#[derive(Clone, Debug)]
pub enum AuditEvent {
    SignInSucceeded {
        session_id: SessionId,
        amr: Vec<String>,
        provider: Option<Slug>,
    },
    SignInFailed {
        reason: &'static str,
    },
    /// `provider` is `None` when nobody knows which it was; `detail` is what was wrong with its answer.
    ExternalSignInFailed {
        reason: &'static str,
        provider: Option<Slug>,
        detail: Option<String>,
    },
    SignInThrottled {
        retry_after_seconds: u64,
    },
    SessionEnded {
        session_id: SessionId,
        reason: EndReason,
    },
    RefreshTokenReused {
        session_id: SessionId,
    },
    SetupCompleted {
        after: UserFacts,
    },
    SetupRefused,
    UserCreated {
        after: UserFacts,
    },
    UserUpdated {
        before: UserFacts,
        after: UserFacts,
        password_reset: bool,
    },
    UserDeleted {
        before: UserFacts,
    },
    ProfileChanged {
        before: UserFacts,
        after: UserFacts,
    },
    PasswordChanged,
    PasswordChangeRefused,
    PasswordChangeThrottled {
        retry_after_seconds: u64,
    },
    ProviderCreated {
        provider_id: ProviderId,
        after: ProviderFacts,
    },
    ProviderUpdated {
        provider_id: ProviderId,
        before: ProviderFacts,
        after: ProviderFacts,
        secret_changed: bool,
    },
    ProviderDeactivated {
        provider_id: ProviderId,
        provider: Slug,
        sessions_ended: usize,
    },
    /// A provider said that sessions of its own are over.
    ProviderLoggedOut {
        provider: Slug,
        sessions_ended: usize,
    },
    IdentityLinkStarted {
        provider: Slug,
    },
    /// Somebody proved an identity with the target's address, and may prove that he is the target.
    IdentityLinkOffered {
        provider: Slug,
    },
    IdentityLinkRefused {
        reason: &'static str,
        provider: Option<Slug>,
        detail: Option<String>,
    },
    IdentityLinked {
        identity_id: IdentityId,
        provider: Slug,
        proof: LinkProof,
    },
    IdentityUnlinked {
        identity_id: IdentityId,
        provider: Slug,
    },
    /// A self-registered account that nobody had verified made room for whoever proved that the address is his.
    UserDisplaced {
        before: UserFacts,
        provider: Slug,
    },
}

/// What an identity was linked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkProof {
    /// The account was made for it.
    SignUp,
    /// The account's password, with a ticket.
    Password,
    /// A fresh session of the account.
    Session,
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
            Self::SignInFailed { .. } | Self::ExternalSignInFailed { .. } => Self::SIGN_IN_FAILED,
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
            Self::ProviderCreated { .. } => "provider.created",
            Self::ProviderUpdated { .. } => "provider.updated",
            Self::ProviderDeactivated { .. } => "provider.deactivated",
            Self::ProviderLoggedOut { .. } => "provider.logged_out",
            Self::IdentityLinkStarted { .. } => "identity.link_started",
            Self::IdentityLinkOffered { .. } => "identity.link_offered",
            Self::IdentityLinkRefused { .. } => "identity.link_refused",
            Self::IdentityLinked { .. } => "identity.linked",
            Self::IdentityUnlinked { .. } => "identity.unlinked",
            Self::UserDisplaced { .. } => "user.displaced",
        }
    }

    /// Why, where there is a choice of reasons.
    pub fn reason(&self) -> Option<&'static str> {
        match self {
            Self::SignInFailed { reason }
            | Self::ExternalSignInFailed { reason, .. }
            | Self::IdentityLinkRefused { reason, .. } => Some(reason),
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
            Self::UserDisplaced { before, provider } => json!({ "before": before, "provider": provider }),
            Self::ProfileChanged { before, after } => json!({ "before": before, "after": after }),
            Self::ExternalSignInFailed { provider, detail, .. }
            | Self::IdentityLinkRefused { provider, detail, .. } => {
                json!({ "provider": provider, "detail": detail })
            }
            Self::ProviderCreated { provider_id, after } => json!({ "provider_id": provider_id, "after": after }),
            Self::ProviderUpdated { provider_id, before, after, secret_changed } => json!({
                "provider_id": provider_id, "before": before, "after": after, "secret_changed": secret_changed,
            }),
            Self::ProviderDeactivated { provider_id, provider, sessions_ended } => {
                json!({ "provider_id": provider_id, "provider": provider, "sessions_ended": sessions_ended })
            }
            Self::ProviderLoggedOut { provider, sessions_ended } => {
                json!({ "provider": provider, "sessions_ended": sessions_ended })
            }
            Self::IdentityLinkStarted { provider } | Self::IdentityLinkOffered { provider } => {
                json!({ "provider": provider })
            }
            Self::IdentityLinked { identity_id, provider, proof } => {
                json!({ "identity_id": identity_id, "provider": provider, "proof": proof })
            }
            Self::IdentityUnlinked { identity_id, provider } => {
                json!({ "identity_id": identity_id, "provider": provider })
            }
            Self::SignInFailed { .. } | Self::SetupRefused | Self::PasswordChanged | Self::PasswordChangeRefused => {
                json!({})
            }
        }
    }
}
