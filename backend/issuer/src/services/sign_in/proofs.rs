//! Proving a password: throttled before the work, in the same time whoever it is for, and recorded when it fails.

use std::sync::Arc;

use shared::{
    domain::{
        audit::{Actor, AuditEvent, Origin},
        ids::UserId,
        passwords::{PasswordHash, PasswordHasher, PresentedPassword, Verdict},
        store::StoreError,
        throttle::known_browser::{KnownBrowser, KnownBrowsers},
        users::{Email, User, UserStatus},
    },
    logging::Chain,
};

use super::SignInError;
use crate::services::{
    Ports,
    guesses::{Asked, Attempt, Guesses},
};

/// What somebody presents as the password of an account, and from where.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The address the guess is counted for, whether or not an account has it.
    pub email: &'a Email,
    /// The account, if there is one.
    pub user: Option<&'a User>,
    pub password: &'a PresentedPassword,
    /// The address's network, as throttling counts it.
    pub network: &'a str,
    /// The mark of a browser that has signed in before.
    pub known_browser: Option<&'a str>,
}

/// A claim that may be looked at. It counts as a failure unless it is settled otherwise.
#[derive(Debug)]
pub struct Admitted {
    attempt: Attempt,
    known: Option<KnownBrowser>,
}

/// A proof of who someone is, and what it was made against.
#[derive(Debug)]
pub struct Proof {
    pub user_id: UserId,
    credential_version: u64,
    /// Whether what is kept of the password should be renewed.
    outdated: bool,
    admitted: Admitted,
}

impl Proof {
    /// Whether it is still worth something: a password change or a bar since makes it void.
    pub fn holds_for(&self, user: &User) -> bool {
        user.id == self.user_id
            && user.status == UserStatus::Active
            && user.credential_version == self.credential_version
    }
}

/// Proves passwords.
#[derive(Clone)]
pub struct PasswordProofs {
    ports: Ports,
    hasher: Arc<dyn PasswordHasher>,
    guesses: Guesses,
    known_browsers: Arc<KnownBrowsers>,
}

impl std::fmt::Debug for PasswordProofs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PasswordProofs").finish_non_exhaustive()
    }
}

impl PasswordProofs {
    pub fn new(
        ports: Ports,
        hasher: Arc<dyn PasswordHasher>,
        guesses: Guesses,
        known_browsers: Arc<KnownBrowsers>,
    ) -> Self {
        Self { ports, hasher, guesses, known_browsers }
    }

    /// Counts the claim before anything is done about it.
    pub async fn admit(&self, claim: Claim<'_>, origin: &Origin) -> Result<Admitted, SignInError> {
        let known = self.known(claim.known_browser);
        let known = known.filter(|browser| claim.user.is_some_and(|user| user.id == browser.user_id));
        match self.guesses.sign_in(claim.email, claim.network, known.as_ref()).await? {
            Asked::Admitted(attempt) => Ok(Admitted { attempt, known }),
            Asked::Throttled(throttled) => {
                let retry_after_seconds = throttled.retry_after_seconds;
                if throttled.first {
                    let event = AuditEvent::SignInThrottled { retry_after_seconds };
                    self.ports.audit_alone(Actor::Anonymous, claim.user.map(|user| user.id), event, origin).await?;
                }
                Err(SignInError::Throttled { retry_after_seconds })
            }
        }
    }

    /// Evaluates the claim; a failure is recorded before anybody hears of it.
    pub async fn verify(&self, admitted: Admitted, claim: Claim<'_>, origin: &Origin) -> Result<Proof, SignInError> {
        let stored = claim.user.and_then(|user| user.password.as_ref());
        let verdict = match self.hasher.verify(claim.password, stored).await {
            Ok(verdict) => verdict,
            Err(busy) => {
                self.withdraw(admitted).await?;
                return Err(busy.into());
            }
        };
        // From here on the guess was evaluated: it counts, unless it was right.
        let (user, outdated) = match judge(claim.user, verdict) {
            Ok(judged) => judged,
            Err(reason) => {
                let event = AuditEvent::SignInFailed { reason };
                self.ports.audit_alone(Actor::Anonymous, claim.user.map(|user| user.id), event, origin).await?;
                return Err(SignInError::Refused);
            }
        };
        Ok(Proof { user_id: user.id, credential_version: user.credential_version, outdated, admitted })
    }

    /// What is to be kept of the password from now on, if that is another than before. Without a renewed hash the old one
    /// stays good: no reason to send anybody away.
    pub async fn renewed(&self, proof: &Proof, password: &PresentedPassword) -> Option<PasswordHash> {
        if proof.outdated { self.hasher.renew(password).await.ok() } else { None }
    }

    /// It was right and is used up. Returns the browser's new mark.
    pub async fn succeeded(&self, proof: Proof) -> String {
        let Admitted { attempt, known } = proof.admitted;
        settle(self.guesses.succeeded(attempt).await);
        self.new_mark(proof.user_id, known.as_ref())
    }

    /// The new mark of a browser whose user proved who he is in another way.
    pub fn mark(&self, user: UserId, known_browser: Option<&str>) -> String {
        self.new_mark(user, self.known(known_browser).as_ref())
    }

    /// It was right, and then something was away.
    pub async fn came_to_nothing(&self, proof: Proof) {
        settle(self.withdraw(proof.admitted).await);
    }

    /// The claim was never looked at: it doesn't count.
    pub async fn withdraw(&self, admitted: Admitted) -> Result<(), StoreError> {
        self.guesses.came_to_nothing(admitted.attempt).await
    }

    fn known(&self, mark: Option<&str>) -> Option<KnownBrowser> {
        mark.and_then(|mark| self.known_browsers.prove(mark, self.ports.clock.now()))
    }

    fn new_mark(&self, user: UserId, known: Option<&KnownBrowser>) -> String {
        self.known_browsers.mark(user, known, self.ports.clock.now(), &*self.ports.randomness)
    }
}

/// A counter that stays too high delays somebody; that is no reason to take an answer back.
fn settle(settled: Result<(), StoreError>) {
    if let Err(error) = settled {
        tracing::warn!(event = "sign_in.unsettled", error = %Chain(&error));
    }
}

/// Whose password it is and whether to renew it; else why it is no proof, in the words of the audit record. The caller
/// never hears which.
fn judge(user: Option<&User>, verdict: Verdict) -> Result<(&User, bool), &'static str> {
    let user = user.ok_or("unknown_user")?;
    let outdated = match verdict {
        Verdict::Matches { outdated } => outdated,
        Verdict::Refused if user.password.is_none() => return Err("no_password"),
        Verdict::Refused => return Err("wrong_password"),
    };
    match user.status {
        UserStatus::Active => Ok((user, outdated)),
        UserStatus::Locked => Err("user_locked"),
        UserStatus::Disabled => Err("user_disabled"),
    }
}
