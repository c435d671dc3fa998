//! Sign-in with e-mail and password.
//!
//! One way out for every failure: unknown user, wrong password, barred and external-only accounts take the same path
//! and the same time, and the caller can't tell them apart.

mod outcome;

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use shared::{
    domain::{
        audit::{Actor, AuditEvent, Origin},
        ids::UserId,
        passwords::{HasherBusy, PasswordHash, PasswordHasher, PresentedPassword, Verdict},
        store::StoreError,
        throttle::known_browser::{KnownBrowser, KnownBrowsers},
        tokens::SignError,
        users::{Email, User, UserStatus},
    },
    figures::Tally,
};

pub use self::outcome::SignInOutcome;
use super::{
    Ports,
    endings::Unapplied,
    guesses::{Asked, Attempt, Guesses},
    repeat::repeated,
    sessions::{Issued, Opening, Sessions},
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
    /// Whether what is kept of the password should be renewed.
    outdated: bool,
}

/// Signs people in.
#[derive(Clone)]
pub struct SignIn {
    ports: Ports,
    sessions: Arc<Sessions>,
    hasher: Arc<dyn PasswordHasher>,
    guesses: Guesses,
    known_browsers: Arc<KnownBrowsers>,
    outcomes: Arc<Tally<SignInOutcome>>,
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
        Self { ports, sessions, hasher, guesses, known_browsers, outcomes: Arc::default() }
    }

    /// How sign-ins went so far.
    pub fn outcomes(&self) -> &Tally<SignInOutcome> {
        &self.outcomes
    }

    /// Proves the password, then opens a session.
    pub async fn with_password(&self, request: PasswordSignIn, origin: &Origin) -> Result<SignedIn, SignInError> {
        let result = self.try_with_password(request, origin).await;
        self.outcomes.add_one(SignInOutcome::of(&result));
        result
    }

    async fn try_with_password(&self, request: PasswordSignIn, origin: &Origin) -> Result<SignedIn, SignInError> {
        let user = self.ports.store.read().await?.users().find_by_email(&request.email).await?;
        let now = self.ports.clock.now();
        let known = request
            .known_browser
            .as_deref()
            .and_then(|mark| self.known_browsers.prove(mark, now))
            .filter(|browser| user.as_ref().is_some_and(|user| user.id == browser.user_id));
        let attempt = self.admit(&request, user.as_ref(), known.as_ref(), origin).await?;
        let stored = user.as_ref().and_then(|user| user.password.as_ref());
        let verdict = match self.hasher.verify(&request.password, stored).await {
            Ok(verdict) => verdict,
            Err(busy) => {
                self.guesses.came_to_nothing(attempt).await?;
                return Err(busy.into());
            }
        };
        // From here on the guess was evaluated: it counts, unless it was right.
        let proof = self.judge(user.as_ref(), verdict, origin).await?;
        match self.open(&proof, &request, origin).await {
            Ok(issued) => {
                settle(self.guesses.succeeded(attempt).await);
                let mark = self.known_browsers.mark(proof.user_id, known.as_ref(), now, &*self.ports.randomness);
                Ok(SignedIn { issued, known_browser: mark })
            }
            Err(error) => {
                if !matches!(error, SignInError::Refused) {
                    settle(self.guesses.came_to_nothing(attempt).await);
                }
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

    /// What the verdict is worth; a failure is recorded before anybody hears of it.
    async fn judge(&self, user: Option<&User>, verdict: Verdict, origin: &Origin) -> Result<Proof, SignInError> {
        let reason = match judge(user, verdict) {
            Ok(proof) => return Ok(proof),
            Err(reason) => reason,
        };
        let event = AuditEvent::SignInFailed { reason };
        self.ports.audit_alone(Actor::Anonymous, user.map(|user| user.id), event, origin).await?;
        Err(SignInError::Refused)
    }

    /// Signs first, then writes: a signer that is away consumes nothing (`documents/sessions.md`, "Sign-in").
    async fn open(&self, proof: &Proof, request: &PasswordSignIn, origin: &Origin) -> Result<Issued, SignInError> {
        // Without a renewed hash the old one stays good: no reason to send anybody away.
        let renewed = if proof.outdated { self.hasher.renew(&request.password).await.ok() } else { None };
        let opening = self.sessions.open(proof.user_id, vec!["pwd".to_owned()], origin).await?;
        let written = repeated(|| self.write(proof, request, &opening, renewed.as_ref(), origin)).await?;
        let Some((user, ended)) = written else {
            let event = AuditEvent::SignInFailed { reason: "credentials_changed" };
            self.ports.audit_alone(Actor::Anonymous, Some(proof.user_id), event, origin).await?;
            return Err(SignInError::Refused);
        };
        Ok(self.sessions.announce(opening, &user, ended).await?)
    }

    /// Writes what was opened; `None` when the proof is void by now.
    async fn write(
        &self,
        proof: &Proof,
        request: &PasswordSignIn,
        opening: &Opening,
        renewed: Option<&PasswordHash>,
        origin: &Origin,
    ) -> Result<Option<(User, Unapplied)>, SignInError> {
        let mut work = self.ports.store.begin().await?;
        // The proof may be older than the lock: a password change or a bar in between makes it void.
        let user = work.users().lock(&proof.user_id).await?.filter(|user| proof.holds_for(user));
        let Some(mut user) = user else { return Ok(None) };
        user.last_login_at = Some(self.ports.clock.now());
        user.password = renewed.cloned().or(user.password);
        work.users().update(&user).await?;
        let presented = request.refresh_token.as_ref().map(ExposeSecret::expose_secret);
        let ended = self.sessions.write_opening(&mut *work, opening, presented, origin).await?;
        work.commit().await?;
        Ok(Some((user, ended)))
    }
}

impl Proof {
    fn holds_for(&self, user: &User) -> bool {
        user.status == UserStatus::Active && user.credential_version == self.credential_version
    }
}

/// A counter that stays too high delays somebody; that is no reason to take an answer back.
fn settle(settled: Result<(), StoreError>) {
    if let Err(error) = settled {
        tracing::warn!(event = "sign_in.unsettled", %error);
    }
}

/// Why this is no proof, in the words of the audit record; the caller never hears which.
fn judge(user: Option<&User>, verdict: Verdict) -> Result<Proof, &'static str> {
    let user = user.ok_or("unknown_user")?;
    let outdated = match verdict {
        Verdict::Matches { outdated } => outdated,
        Verdict::Refused if user.password.is_none() => return Err("no_password"),
        Verdict::Refused => return Err("wrong_password"),
    };
    match user.status {
        UserStatus::Active => Ok(Proof { user_id: user.id, credential_version: user.credential_version, outdated }),
        UserStatus::Locked => Err("user_locked"),
        UserStatus::Disabled => Err("user_disabled"),
    }
}
