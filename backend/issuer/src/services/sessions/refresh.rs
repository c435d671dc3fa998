//! Refresh and rebuild, in the order `documents/sessions.md` gives.

use std::time::Duration;

use secrecy::SecretString;
use shared::domain::{
    audit::Origin,
    clock::Timestamp,
    ids::SessionId,
    peppers::PepperId,
    sessions::{
        CachedSession, CachedState, Checkpoint, EndReason, Generation, RefreshToken, RoleState, RoleValue, Salt, Seen,
        SessionView,
        rule::{self, Assessment, Rebuild, Refusal, StepOutcome},
    },
    store::StoreError,
    tokens::{AccessGrant, AccessToken, SignError, Subject},
};

use super::{Issued, RefreshOutcome, Sessions, SignedInUser, figures::Step};

/// A refresh meets the fast store again at most so often before it gives up with "try again".
const MOST_ROUNDS: usize = 4;

/// Why a refresh earned nothing.
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    /// The token is worth nothing: the cookie is cleared.
    #[error("the refresh token is not valid")]
    Refused,
    /// The same for a token that was good once: somebody else may have it, so the whole family is over.
    #[error("the refresh token was used before")]
    Reused,
    /// A store is away. Nothing was consumed; the same token works later.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The family changed under our hands again and again. Nothing was consumed; the same token works later.
    #[error("the session is changing too fast")]
    Contended,
    #[error("no access token could be signed")]
    Unsigned(#[from] SignError),
}

/// The next refresh token of a session, without an access token.
#[derive(Debug)]
pub struct RotatedToken {
    pub text: SecretString,
    /// What is left of the session's absolute life.
    pub life: Duration,
}

impl Sessions {
    /// Trades a refresh token for an access token and the token's successor (`documents/sessions.md`, "Refresh").
    pub async fn refresh(&self, presented: &str, origin: &Origin) -> Result<Issued, RefreshError> {
        let result = self.try_refresh(presented, origin).await;
        self.figures.refreshes.add_one(RefreshOutcome::of(&result));
        result.map(|(_, issued)| issued)
    }

    async fn try_refresh(&self, presented: &str, origin: &Origin) -> Result<(Step, Issued), RefreshError> {
        let token: RefreshToken = presented.parse().map_err(|_| RefreshError::Refused)?;
        for _ in 0..MOST_ROUNDS {
            if let Some(issued) = self.refresh_round(&token, origin).await? {
                return Ok(issued);
            }
        }
        Err(RefreshError::Contended)
    }

    /// One round; `None`: the fast copy was made anew or changed meanwhile, look again.
    async fn refresh_round(
        &self,
        token: &RefreshToken,
        origin: &Origin,
    ) -> Result<Option<(Step, Issued)>, RefreshError> {
        let view = self.ports.session_cache.read(token.session_id()).await?;
        let proven = |copy: &CachedSession| self.prove(token, &copy.salt, &copy.pepper_id);
        let now = self.ports.clock.now();
        match rule::assess(view.session.as_ref(), view.role.as_ref(), &view.epoch, proven, now) {
            Assessment::Refuse(refusal) => {
                return Err(self.refuse(token, view.session.as_ref(), refusal, origin).await);
            }
            Assessment::Rebuild => return self.rebuild(token, &view, origin).await.map(|()| None),
            Assessment::Proceed => {}
        }
        // `assess` proceeds only with both.
        let (Some(copy), Some(role)) = (&view.session, &view.role) else { return Err(RefreshError::Refused) };
        let access_token = self.access_tokens.issue(grant_of_copy(token.session_id(), copy)).await?;
        let (step, successor) = match self.ports.session_cache.step(token.session_id(), token.generation()).await {
            Ok(StepOutcome::Rotated(successor)) => {
                self.note_rotation(token.session_id(), successor, origin);
                (Step::Rotated, successor)
            }
            Ok(StepOutcome::Repeated(successor)) => (Step::Repeated, successor),
            refused => return self.without_successor(token, &view, refused?, origin).await.map(|()| None),
        };
        let issued = self.answer(token.session_id(), successor, copy, role, access_token)?;
        Ok(Some((step, issued)))
    }

    /// An end that the fast store has and the record hasn't is recorded by whoever comes with a token of that family: the
    /// answer of the step may have been lost, the database away, or the process that meant to do it dead.
    async fn refuse(
        &self,
        token: &RefreshToken,
        copy: Option<&CachedSession>,
        refusal: Refusal,
        origin: &Origin,
    ) -> RefreshError {
        let proven = |copy: &&CachedSession| self.refresh_tokens.prove(token, &copy.salt, &copy.pepper_id);
        let Some(reason) = copy.filter(proven).and_then(|copy| copy.unrecorded) else { return refused(refusal) };
        self.record_end(token.session_id(), reason, origin).await;
        if reason == EndReason::Reuse { RefreshError::Reused } else { refused(refusal) }
    }

    /// What a step that gave no successor means: look again, or no.
    async fn without_successor(
        &self,
        token: &RefreshToken,
        seen: &SessionView,
        outcome: StepOutcome,
        origin: &Origin,
    ) -> Result<(), RefreshError> {
        match outcome {
            StepOutcome::Ahead => {
                self.figures.lost_writes.add_one();
                tracing::warn!(event = "session.copy_behind", session = %token.session_id());
                self.rebuild(token, seen, origin).await
            }
            StepOutcome::Reused => {
                self.record_end(token.session_id(), EndReason::Reuse, origin).await;
                Err(RefreshError::Reused)
            }
            StepOutcome::NotLive => Err(RefreshError::Refused),
            StepOutcome::Missing | StepOutcome::Rotated(_) | StepOutcome::Repeated(_) => Ok(()),
        }
    }

    /// Looks at the record and makes the fast copy anew from it (`documents/sessions.md`, "Rebuild").
    async fn rebuild(&self, token: &RefreshToken, seen: &SessionView, origin: &Origin) -> Result<(), RefreshError> {
        let mut record = self.ports.store.read().await?;
        let session = record.sessions().find(token.session_id()).await?.ok_or(RefreshError::Refused)?;
        let user = record.users().find(&session.user_id).await?;
        drop(record);
        let proven = self.prove(token, &session.salt, &session.pepper_id);
        let status = user.as_ref().map(|user| user.status);
        let cache = &self.ports.session_cache;
        let (held, now) = (seen.session.as_ref().map(|copy| copy.state), self.ports.clock.now());
        match rule::rebuild(&session, held, status, token.generation(), proven, now) {
            Rebuild::Refuse(refusal) => Err(refused(refusal)),
            Rebuild::Bury(refusal) => {
                cache.bury(&session.id, session.expires_at).await?;
                Err(refused(refusal))
            }
            Rebuild::Reused => {
                // What the record does not take now must be over in the fast store all the same.
                if !self.record_end(&session.id, EndReason::Reuse, origin).await {
                    cache.bury_unrecorded(&session.id, session.expires_at, EndReason::Reuse).await?;
                }
                Err(RefreshError::Reused)
            }
            Rebuild::Live(state) => {
                if let Some(user) = user {
                    cache.put_role(&user.id, &RoleValue::of(&user)).await?;
                }
                cache.restore(&session, state, &seen.epoch, seen.session.as_ref()).await?;
                Ok(())
            }
        }
    }

    /// Whether the token is one of this family.
    fn prove(&self, token: &RefreshToken, salt: &Salt, pepper: &PepperId) -> bool {
        if !self.refresh_tokens.knows(pepper) {
            // Its owner is signed out by it: the operator dropped a pepper, too early or on purpose.
            tracing::warn!(event = "session.unknown_pepper", %pepper);
        }
        self.refresh_tokens.prove(token, salt, pepper)
    }

    fn note_rotation(&self, session: &SessionId, generation: Generation, origin: &Origin) {
        let at = self.ports.clock.now();
        let seen = Seen { at, ip: origin.ip, user_agent: origin.user_agent.clone() };
        self.checkpoints.note(session, Checkpoint { generation, rotated_at: Some(at) }, seen);
    }

    fn answer(
        &self,
        session: &SessionId,
        successor: Generation,
        copy: &CachedSession,
        role: &RoleValue,
        access_token: AccessToken,
    ) -> Result<Issued, RefreshError> {
        let refresh_token =
            self.refresh_tokens.mint(session, successor, &copy.salt, &copy.pepper_id).ok_or(RefreshError::Refused)?;
        let RoleState::User { email, display_name, roles, .. } = &role.state else { return Err(RefreshError::Refused) };
        let user =
            SignedInUser { id: copy.user_id, email: email.clone(), display_name: display_name.clone(), roles: *roles };
        Ok(Issued { access_token, refresh_token, refresh_life: self.life_left(copy.expires_at), user })
    }

    fn life_left(&self, expires_at: Timestamp) -> Duration {
        expires_at.duration_since(self.ports.clock.now()).try_into().unwrap_or_default()
    }

    /// Rotates a session that its owner just proved anew, as a refresh would; `None` when the fast store doesn't do it
    /// now: then the token that is out stays good.
    pub async fn rotate(&self, session: &SessionId, origin: &Origin) -> Option<RotatedToken> {
        let copy = self.ports.session_cache.read(session).await.ok()?.session?;
        let CachedState::Live { generation, .. } = copy.state else { return None };
        let successor = match self.ports.session_cache.step(session, generation).await {
            Ok(StepOutcome::Rotated(successor) | StepOutcome::Repeated(successor)) => {
                self.note_rotation(session, successor, origin);
                successor
            }
            Ok(StepOutcome::Ahead | StepOutcome::Reused | StepOutcome::NotLive | StepOutcome::Missing) => return None,
            // It may have been taken, and nobody would come again for the successor within the grace. If it was not, the
            // successor is ahead of the fast store, and the record lets it go on.
            Err(_) => generation.successor(),
        };
        let text = self.refresh_tokens.mint(session, successor, &copy.salt, &copy.pepper_id)?;
        Some(RotatedToken { text, life: self.life_left(copy.expires_at) })
    }
}

fn refused(refusal: Refusal) -> RefreshError {
    tracing::info!(event = "session.refresh_refused", reason = ?refusal);
    RefreshError::Refused
}

fn grant_of_copy(session: &SessionId, copy: &CachedSession) -> AccessGrant {
    AccessGrant {
        subject: Subject::User(copy.user_id),
        session: Some(session.clone()),
        client_id: copy.client_id.clone(),
        scope: copy.scope.clone(),
        auth_time: Some(copy.auth_time),
        amr: Some(copy.amr.clone()),
    }
}
