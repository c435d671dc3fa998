//! A sign-in under way.

use secrecy::SecretString;

use crate::domain::{
    clock::Timestamp,
    handles::HashedHandle,
    ids::{ProviderId, SessionId, UserId},
    return_to::ReturnTo,
};

/// What the browser was sent away for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To sign in; `replaces` is the session whose cookie the browser had then, which the new one takes the place of.
    SignIn { replaces: Option<SessionId> },
    /// To link an identity to this user, who asked for it from this session.
    Link { user_id: UserId, session_id: SessionId },
}

/// A browser that was sent to a provider and is to come back within [`LIFE`](super::LIFE), once.
#[derive(Clone, Debug)]
pub struct LoginTransaction {
    pub state: HashedHandle,
    /// Of the secret in the browser's own cookie.
    pub browser: HashedHandle,
    pub provider_id: ProviderId,
    pub nonce: HashedHandle,
    /// In the clear, because the provider must see it; worth nothing without a code that was given to this browser.
    pub code_verifier: SecretString,
    /// What was asked of the provider, in seconds.
    pub max_age_seconds: Option<u32>,
    pub return_to: ReturnTo,
    pub purpose: Purpose,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}
