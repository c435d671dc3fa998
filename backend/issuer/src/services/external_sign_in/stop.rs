//! What can stop an external sign-in.

use shared::domain::{ids::UserId, store::StoreError, tokens::SignError};

use crate::services::sign_in::SignInOutcome;

/// Why it does not go on, as the person in front of the browser may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The provider said no, or something that can't be believed.
    ProviderRefused,
    /// There is no such provider, it is deactivated, away or slow.
    ProviderUnavailable,
    /// The provider does not say that the address is verified.
    EmailUnverified,
    /// Strangers get no account by this provider.
    SignupClosed,
    /// The account is locked or disabled.
    AccountClosed,
    /// The identity is linked to another account.
    IdentityTaken,
    /// The transaction is unknown, another browser's, used or past its end; or what it was begun from is over.
    TransactionExpired,
}

impl Stop {
    /// The word in the address that the browser ends at, and in the audit record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ProviderRefused => "provider_refused",
            Self::ProviderUnavailable => "provider_unavailable",
            Self::EmailUnverified => "email_unverified",
            Self::SignupClosed => "signup_closed",
            Self::AccountClosed => "account_closed",
            Self::IdentityTaken => "identity_taken",
            Self::TransactionExpired => "transaction_expired",
        }
    }
}

/// Why somebody is not signed in, and nothing is linked.
#[derive(Debug, thiserror::Error)]
pub enum ExternalSignInError {
    #[error("the external sign-in stops: {}", stop.as_str())]
    Stopped {
        stop: Stop,
        /// The account it was about.
        target: Option<UserId>,
        /// What was wrong with the provider's answer: for the log and the audit record only.
        detail: Option<String>,
    },
    #[error("no access token could be signed")]
    Unsigned(#[from] SignError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Stop> for ExternalSignInError {
    fn from(stop: Stop) -> Self {
        Self::Stopped { stop, target: None, detail: None }
    }
}

impl Stop {
    /// The same about an account.
    pub(super) fn of(self, target: UserId) -> ExternalSignInError {
        ExternalSignInError::Stopped { stop: self, target: Some(target), detail: None }
    }

    /// The same with what was wrong.
    pub(super) fn because(self, detail: impl Into<String>) -> ExternalSignInError {
        ExternalSignInError::Stopped { stop: self, target: None, detail: Some(detail.into()) }
    }
}

impl ExternalSignInError {
    pub(super) fn outcome(&self) -> SignInOutcome {
        match self {
            Self::Stopped { stop: Stop::ProviderUnavailable, .. } | Self::Store(_) => SignInOutcome::Unavailable,
            Self::Stopped { .. } => SignInOutcome::Refused,
            Self::Unsigned(_) => SignInOutcome::Unsigned,
        }
    }
}
