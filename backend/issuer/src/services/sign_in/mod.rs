//! Sign-in with e-mail and password.
//!
//! One way out for every failure: unknown user, wrong password, barred and external-only accounts take the same path
//! and the same time, and the caller can't tell them apart.

mod outcome;
mod peppers;
mod proofs;

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use shared::{
    domain::{
        audit::{Actor, AuditEvent, Origin},
        passwords::{HasherBusy, PasswordHash, PresentedPassword},
        store::StoreError,
        tokens::SignError,
        users::{Email, User},
    },
    figures::Tally,
};

pub use self::{
    outcome::SignInOutcome,
    peppers::{NoPepperFits, compare_peppers},
    proofs::{Claim, PasswordProofs, Proof},
};
use super::{
    Ports,
    endings::Unapplied,
    repeat::repeated,
    sessions::{Authentication, Issued, Opening, Replaced, Sessions},
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

/// Signs people in.
#[derive(Clone, Debug)]
pub struct SignIn {
    ports: Ports,
    sessions: Arc<Sessions>,
    proofs: PasswordProofs,
    outcomes: Arc<Tally<SignInOutcome>>,
}

impl SignIn {
    /// `outcomes` counts the sign-ins of every way in.
    pub fn new(
        ports: Ports,
        sessions: Arc<Sessions>,
        proofs: PasswordProofs,
        outcomes: Arc<Tally<SignInOutcome>>,
    ) -> Self {
        Self { ports, sessions, proofs, outcomes }
    }

    /// How sign-ins of every way in went so far.
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
        let claim = Claim {
            email: &request.email,
            user: user.as_ref(),
            password: &request.password,
            network: &request.network,
            known_browser: request.known_browser.as_deref(),
        };
        let admitted = self.proofs.admit(claim, origin).await?;
        let proof = self.proofs.verify(admitted, claim, origin).await?;
        match self.open(&proof, &request, origin).await {
            Ok(issued) => Ok(SignedIn { issued, known_browser: self.proofs.succeeded(proof).await }),
            Err(error) => {
                if !matches!(error, SignInError::Refused) {
                    self.proofs.came_to_nothing(proof).await;
                }
                Err(error)
            }
        }
    }

    /// Signs first, then writes: a signer that is away consumes nothing (`documents/sessions.md`, "Sign-in").
    async fn open(&self, proof: &Proof, request: &PasswordSignIn, origin: &Origin) -> Result<Issued, SignInError> {
        let renewed = self.proofs.renewed(proof, &request.password).await;
        let opening = self.sessions.open(proof.user_id, Authentication::PASSWORD, origin).await?;
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
        // The proof may be older than the lock.
        let user = work.users().lock(&proof.user_id).await?.filter(|user| proof.holds_for(user));
        let Some(mut user) = user else { return Ok(None) };
        user.last_login_at = Some(self.ports.clock.now());
        user.password = renewed.cloned().or(user.password);
        work.users().update(&user).await?;
        let presented = request.refresh_token.as_ref().map(ExposeSecret::expose_secret);
        let replaced = Replaced { presented, ..Replaced::default() };
        let ended = self.sessions.write_opening(&mut *work, opening, replaced, origin).await?;
        work.commit().await?;
        Ok(Some((user, ended)))
    }
}
