//! Sign-in with e-mail and password.
//!
//! One way out for every failure: unknown user, wrong password, barred and external-only accounts take the same path
//! and the same time, and the caller can't tell them apart (SECURITY, rule 2).

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use shared::domain::{
    audit::{Actor, AuditEvent, Origin},
    ids::UserId,
    passwords::{HasherBusy, PasswordHash, PasswordHasher, PresentedPassword, Verdict},
    store::StoreError,
    throttle::known_browser::{KnownBrowser, KnownBrowsers},
    tokens::SignError,
    users::{Email, User, UserStatus},
};

use super::{
    Ports,
    guesses::{Asked, Attempt, Guesses},
    sessions::{Issued, Sessions},
};

/// What a person presents at the sign-in page, and what his browser carries along.
#[derive(Debug)]
pub struct PasswordSignIn {
    pub email: Email,
    pub password: PresentedPassword,
    /// The address's network, as throttling counts it.
    pub network: String,
    /// The mark of a browser that has signed in before.
    pub known_browser: Option<String>,
    /// The refresh token the browser still has.
    pub refresh_token: Option<SecretString>,
}

/// A sign-in that succeeded.
#[derive(Debug)]
pub struct SignedIn {
    pub issued: Issued,
    /// The browser's new mark.
    pub known_browser: String,
}

/// Why a sign-in failed.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    #[error("e-mail and password do not match")]
    Refused,
    #[error("too many failures")]
    Throttled { retry_after_seconds: u64 },
    #[error(transparent)]
    Busy(#[from] HasherBusy),
    #[error("no access token could be signed")]
    Unsigned(#[from] SignError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A proof of who someone is, and what it was made against.
#[derive(Debug)]
struct Proof {
    user_id: UserId,
    credential_version: u64,
    rehash: Option<PasswordHash>,
}

/// Signs people in.
#[derive(Clone)]
pub struct SignIn {
    ports: Ports,
    sessions: Arc<Sessions>,
    hasher: Arc<dyn PasswordHasher>,
    guesses: Guesses,
    known_browsers: Arc<KnownBrowsers>,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").finish_non_exhaustive()
    }
}

impl SignIn {
    pub fn new(
        ports: Ports,
        sessions: Arc<Sessions>,
        hasher: Arc<dyn PasswordHasher>,
        guesses: Guesses,
        known_browsers: Arc<KnownBrowsers>,
    ) -> Self {
        Self { ports, sessions, hasher, guesses, known_browsers }
    }

    /// Proves the password, then opens a session.
    pub async fn with_password(&self, request: PasswordSignIn, origin: &Origin) -> Result<SignedIn, SignInError> {
        let user = self.ports.store.read().await?.users().find_by_email(&request.email).await?;
        let now = self.ports.clock.now();
        let known = request
            .known_browser
            .as_deref()
            .and_then(|mark| self.known_browsers.prove(mark, now))
            .filter(|browser| user.as_ref().is_some_and(|user| user.id == browser.user_id));
        let attempt = self.admit(&request, user.as_ref(), known.as_ref(), origin).await?;
        match self.prove_and_open(&request, user, origin).await {
            Ok((issued, user_id)) => {
                self.guesses.succeeded(attempt).await?;
                let mark = self.known_browsers.mark(user_id, known.as_ref(), now, &*self.ports.randomness);
                Ok(SignedIn { issued, known_browser: mark })
            }
            Err(SignInError::Refused) => Err(SignInError::Refused),
            Err(error) => {
                self.guesses.came_to_nothing(attempt).await?;
                Err(error)
            }
        }
    }

    async fn admit(
        &self,
        request: &PasswordSignIn,
        user: Option<&User>,
        known: Option<&KnownBrowser>,
        origin: &Origin,
    ) -> Result<Attempt, SignInError> {
        match self.guesses.sign_in(&request.email, &request.network, known).await? {
            Asked::Admitted(attempt) => Ok(attempt),
            Asked::Throttled(throttled) => {
                let retry_after_seconds = throttled.retry_after_seconds;
                if throttled.first {
                    let event = AuditEvent::SignInThrottled { retry_after_seconds };
                    self.ports.audit_alone(Actor::Anonymous, user.map(|user| user.id), event, origin).await?;
                }
                Err(SignInError::Throttled { retry_after_seconds })
            }
        }
    }

    async fn prove_and_open(
        &self,
        request: &PasswordSignIn,
        user: Option<User>,
        origin: &Origin,
    ) -> Result<(Issued, UserId), SignInError> {
        let stored = user.as_ref().and_then(|user| user.password.as_ref());
        let verdict = self.hasher.verify(&request.password, stored).await?;
        let target = user.as_ref().map(|user| user.id);
        match judge(user.as_ref(), verdict) {
            Ok(proof) => self.open(&proof, request, origin).await,
            Err(reason) => {
                let event = AuditEvent::SignInFailed { reason };
                self.ports.audit_alone(Actor::Anonymous, target, event, origin).await?;
                Err(SignInError::Refused)
            }
        }
    }

    /// Signs first, then writes: a signer that is away consumes nothing (SESSIONS, "Sign-in").
    async fn open(
        &self,
        proof: &Proof,
        request: &PasswordSignIn,
        origin: &Origin,
    ) -> Result<(Issued, UserId), SignInError> {
        let opening = self.sessions.open(proof.user_id, vec!["pwd".to_owned()], origin).await?;
        let mut work = self.ports.store.begin().await?;
        // The proof may be older than the lock: a password change or a bar in between makes it void.
        let user =
            work.users().lock(&proof.user_id).await?.filter(|user| {
                user.status == UserStatus::Active && user.credential_version == proof.credential_version
            });
        let Some(mut user) = user else {
            drop(work);
            self.sessions.abandon(opening);
            let event = AuditEvent::SignInFailed { reason: "credentials_changed" };
            self.ports.audit_alone(Actor::Anonymous, Some(proof.user_id), event, origin).await?;
            return Err(SignInError::Refused);
        };
        user.last_login_at = Some(self.ports.clock.now());
        if let Some(hash) = &proof.rehash {
            user.password = Some(hash.clone());
        }
        work.users().update(&user).await?;
        let mut replaced = None;
        if let Some(presented) = &request.refresh_token {
            replaced = Some(self.sessions.end_replaced(&mut *work, presented.expose_secret(), origin).await?);
        }
        work.sessions().insert(&opening.session).await?;
        let event =
            AuditEvent::SignInSucceeded { session_id: opening.session.id.clone(), amr: opening.session.amr.clone() };
        let actor = Actor::User { id: user.id, session_id: Some(opening.session.id.clone()) };
        self.ports.audit(&mut *work, actor, Some(user.id), event, Some(origin)).await?;
        work.commit().await?;
        let issued = self.sessions.announce(opening, &user, replaced).await?;
        Ok((issued, user.id))
    }
}

/// Why this is no proof, in the words of the audit record; the caller never hears which.
fn judge(user: Option<&User>, verdict: Verdict) -> Result<Proof, &'static str> {
    let user = user.ok_or("unknown_user")?;
    let rehash = match verdict {
        Verdict::Matches { rehash } => rehash,
        Verdict::Refused if user.password.is_none() => return Err("no_password"),
        Verdict::Refused => return Err("wrong_password"),
    };
    match user.status {
        UserStatus::Active => Ok(Proof { user_id: user.id, credential_version: user.credential_version, rehash }),
        UserStatus::Locked => Err("user_locked"),
        UserStatus::Disabled => Err("user_disabled"),
    }
}
